"""C006 date-order: a patient who was born after the study (PS3.3 C.7.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.measures import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "C006"
NEED: Final = "value"
BIRTH_DATE: Final = 0x00100030
STUDY_DATE: Final = 0x00080020


def check(ctx: Context) -> Iterator[Raw]:
    """One finding at Study Date."""
    study = ctx.root.first(STUDY_DATE)
    born, studied = (values_of(element, "DA")[:1] for element in (ctx.root.first(BIRTH_DATE), study))
    if study is None or not born or not studied or not all(forms.is_date(day) for day in (*born, *studied)):
        return
    # Spaces at the end make no later day.
    if born[0].rstrip(" ") > studied[0].rstrip(" "):
        yield ctx.at(study, "warning")

"""V014 acr-nema-date-time: a DA or TM in the form of ACR-NEMA 2.0, with separators (PS3.5 6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.values import Fault, Field, check_fields, first_failing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V014"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "error")


def find(field: Field) -> Fault | None:
    """The first value in the old form."""
    if field.vr == "DA":
        return first_failing(field, frozenset({"DA"}), forms.is_old_date)
    return first_failing(field, frozenset({"TM"}), forms.is_old_time)

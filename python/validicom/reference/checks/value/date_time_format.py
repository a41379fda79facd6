"""V017 date-time-format: a DT that is not YYYYMMDDHHMMSS.FFFFFF&ZZXX or what may be left of it (PS3.5 6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.values import Fault, Field, check_fields, first_failing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V017"
NEED: Final = "value"
VRS: Final = frozenset({"DT"})


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "error")


def find(field: Field) -> Fault | None:
    """The first value that breaks the rule."""
    return first_failing(field, VRS, fails)


def fails(value: str) -> bool:
    """Whether a value that is not blank breaks the rule."""
    return not (forms.is_date_time(value) or forms.is_date_time_range(value))

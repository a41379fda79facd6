"""V015 range-in-data-set: a DA, TM or DT that is a range, which only a query key may hold (PS3.4 C.2.2.2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.values import Fault, Field, check_fields, first_failing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V015"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "error")


def find(field: Field) -> Fault | None:
    """The first value that is a range."""
    if field.vr == "DA":
        return first_failing(field, frozenset({"DA"}), forms.is_date_range)
    if field.vr == "TM":
        return first_failing(field, frozenset({"TM"}), forms.is_time_range)
    return first_failing(field, frozenset({"DT"}), forms.is_date_time_range)

"""V005 value-too-long: a value longer than its VR allows, in characters for text, in bytes for the rest (PS3.5 6.2).

A range that stands in a data set is told by V015 alone, a time of ACR-NEMA by V014 alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.values import Fault, Field, check_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V005"
NEED: Final = "value"
LIMITS: Final = {
    "AE": 16,
    "CS": 16,
    "DS": 16,
    "DT": 26,
    "IS": 12,
    "TM": 14,
    "UI": 64,
    "LO": 64,
    "SH": 16,
    "ST": 1024,
    "LT": 10240,
    "PN": 64,
}


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "error")


def find(field: Field) -> Fault | None:
    """The first value (PN: component group) that is too long, and its length."""
    limit = LIMITS.get(field.vr)
    if limit is None or field.values is None:
        return None
    for number, value in enumerate(field.values, 1):
        for part in value.split("=") if field.vr == "PN" else (value,):
            if len(part) > limit and not _is_told_otherwise(field.vr, value):
                return Fault(number, len(part), {"limit": limit})
    return None


def _is_told_otherwise(vr: str, value: str) -> bool:
    if vr == "TM":
        return forms.is_time_range(value) or forms.is_old_time(value)
    return vr == "DT" and forms.is_date_time_range(value)

"""V002 vm-wrong: a number of values that the VM of the dictionary does not allow (PS3.6, PS3.5 6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.values import SIZES, UNSPLIT_VRS, Fault, Field, fields, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V002"
NEED: Final = "value"
#: Bulk data is one value whatever its length, also where another VR stands (V001 tells it).
BULK_VRS: Final = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each known public Element at fault."""
    for element, data in fields(ctx):
        attribute = ctx.facts.attribute(element.tag)
        is_measured = attribute is not None and not BULK_VRS.issuperset(attribute.vrs)
        fault = find(data, attribute.vm) if attribute is not None and is_measured else None
        if fault is not None:
            yield finding(ctx, element, data, fault, "error")


def find(field: Field, multiplicity: str) -> Fault | None:
    """A fault if the field has values, and not as many as ``multiplicity`` says."""
    number = count(field)
    if not number or forms.fits_multiplicity(number, multiplicity):
        return None
    return Fault(None, number, {"vm": multiplicity})


def count(field: Field) -> int | None:
    """How many values the field has, or ``None`` where that cannot be told or does not matter."""
    size = SIZES.get(field.vr)
    if size is not None:
        return len(field.raw) // size if len(field.raw) % size == 0 else None
    if field.values is None or field.vr in UNSPLIT_VRS:
        return None
    return len(field.values)

"""V032 binary-length: a length that is no multiple of the VR's unit (PS3.5 6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.values import UNITS, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V032"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each Element at fault, whether its value is held or not."""
    for element in ctx.elements(raw=True, in_open_items=False):
        if element.has_undefined_length or element.truncated or element.items:
            continue
        if element.is_private and (element.implicit or element.is_private_creator):
            continue
        fault = find(element.read_vr, element.length)
        if fault is not None:
            yield ctx.at(element, "error", fault.detail, observed=fault.observed)


def find(vr: str, length: int) -> Fault | None:
    """A fault if ``length`` does not divide into units of this VR."""
    unit = UNITS.get(vr)
    if unit is None or length % unit == 0:
        return None
    return Fault(None, length, {"multiple": unit})

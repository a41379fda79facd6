"""X034 smallest-largest: a largest pixel value that is less than the smallest (PS3.3 C.7.6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import number
from validicom.reference.pixels import PIXEL_REPRESENTATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw
    from validicom.reference.model import Element

CODE: Final = "X034"
NEED: Final = "value"
SMALLEST: Final = 0x00280106
LARGEST: Final = 0x00280107


def check(ctx: Context) -> Iterator[Raw]:
    """One finding at Largest Image Pixel Value."""
    smallest, largest = ctx.root.first(SMALLEST), ctx.root.first(LARGEST)
    if smallest is None or largest is None:
        return
    low, high = _read(ctx, smallest), _read(ctx, largest)
    if low is not None and high is not None and low[0] == high[0] and high[1] < low[1]:
        yield ctx.at(largest, "warning")


def _read(ctx: Context, element: Element) -> tuple[str, int] | None:
    """VR and first value. Where the stream has no VR, Pixel Representation tells which of the two it is."""
    vr: str | None = element.read_vr
    if element.vr not in ("US", "SS"):
        vr = {0: "US", 1: "SS"}.get(-1 if (found := number(ctx.root, PIXEL_REPRESENTATION)) is None else found)
    units = element.units(2) if element.read_vr in ("US", "SS") else []
    if vr not in ("US", "SS") or not units:
        return None
    return vr, units[0] - 0x10000 if vr == "SS" and units[0] >= 0x8000 else units[0]

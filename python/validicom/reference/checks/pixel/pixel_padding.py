"""X036 pixel-padding: a Pixel Padding Value that no pixel can have (PS3.3 C.7.5.1.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import number
from validicom.reference.pixels import BITS_STORED, PIXEL_REPRESENTATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X036"
NEED: Final = "value"
#: Pixel Padding Value and Pixel Padding Range Limit.
PADDINGS: Final = (0x00280120, 0x00280121)


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding at each of the two."""
    stored, is_signed = number(ctx.root, BITS_STORED), number(ctx.root, PIXEL_REPRESENTATION)
    if stored is None or not 1 <= stored <= 16 or is_signed not in (0, 1):
        return
    for tag in PADDINGS:
        element = ctx.root.first(tag)
        units = element.units(2) if element is not None and element.read_vr in ("US", "SS") else []
        if element is None or not units:
            continue
        value = units[0] - 0x10000 if is_signed and units[0] >= 0x8000 else units[0]
        least, beyond = (-(1 << (stored - 1)), 1 << (stored - 1)) if is_signed else (0, 1 << stored)
        if not least <= value < beyond:
            yield ctx.at(element, "warning")

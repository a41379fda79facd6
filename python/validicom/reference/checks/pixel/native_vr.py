"""X012 native-vr: native Pixel Data of a VR that it may not have (PS3.5 8.2, A.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.model import NO_VR, UNKNOWN_VR
from validicom.reference.pixels import pixel_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X012"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element of the root."""
    allocated = ctx.root.first(0x00280100)
    bits = allocated.units(2)[:1] if allocated is not None else []
    for element in pixel_data(ctx):
        if element.depth or element.encapsulated or element.vr in (NO_VR, UNKNOWN_VR, "UN"):
            continue
        if element.vr not in ("OB", "OW") or (element.vr == "OB" and bits and bits[0] > 8):
            yield ctx.at(element, "error")

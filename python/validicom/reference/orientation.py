"""Image Orientations as six direction cosines (PS3.3 C.7.6.2.1.1), directions as three, for what judges them."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from validicom.reference.measures import decimals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.model import Element

#: Image Orientation (Patient) and (Slide).
TAGS: Final = frozenset([0x00200037, 0x00480102])
#: Velocity Encoding Direction and Slab Orientation (PS3.3 C.8.13.5.13, C.8.13.5.11).
DIRECTIONS: Final = frozenset([0x00189090, 0x00189105])
#: How far off is how bad, the worst first: more than what rounding to 16 characters can do.
TOLERANCES: Final = (("error", 1e-2), ("warning", 1e-3))


def orientations(ctx: Context) -> Iterator[tuple[Element, list[float]]]:
    """Every such Element of six numbers, at any depth, with them; those in open Items left out."""
    for element in ctx.elements(in_open_items=False):
        cosines = decimals(element, 6) if element.tag in TAGS else None
        if cosines is not None:
            yield element, cosines


def directions(ctx: Context) -> Iterator[tuple[Element, tuple[float, float, float]]]:
    """Every direction of three numbers of VR FD, at any depth, with them; those in open Items left out."""
    for element in ctx.elements(in_open_items=False):
        if element.tag in DIRECTIONS and element.read_vr == "FD" and len(element.value or b"") == 24:
            x, y, z = struct.unpack(">3d" if element.big_endian else "<3d", element.value or b"")
            yield element, (x, y, z)

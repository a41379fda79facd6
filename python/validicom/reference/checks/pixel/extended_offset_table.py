"""X030 extended-offset-table: an Extended Offset Table that fits neither frames nor Pixel Data (PS3.3 C.7.6.3.1.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import length_of
from validicom.reference.model import PIXEL_DATA
from validicom.reference.pixels import is_native, number_of_frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X030"
NEED: Final = "presence"
OFFSETS: Final = 0x7FE00001
LENGTHS: Final = 0x7FE00002


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding at Extended Offset Table."""
    element = ctx.root.first(OFFSETS)
    fault = _fault(ctx) if element is not None else None
    if element is not None and fault is not None:
        yield ctx.at(element, "error", {"fault": fault})


def _fault(ctx: Context) -> str | None:
    """The first that holds; what is unknown does not."""
    frames, length = number_of_frames(ctx), length_of(ctx.root.first(OFFSETS))
    lengths, pixel_data = ctx.root.first(LENGTHS), ctx.root.first(PIXEL_DATA)
    if frames is not None and length is not None and length != 8 * frames:
        return "length"
    if lengths is None:
        return "lengths-missing"
    if None not in (length, length_of(lengths)) and length != length_of(lengths):
        return "lengths"
    if pixel_data is not None and is_native(ctx, pixel_data):
        return "native"
    if pixel_data is not None and pixel_data.items and pixel_data.items[0].length:
        return "basic-table"
    return None

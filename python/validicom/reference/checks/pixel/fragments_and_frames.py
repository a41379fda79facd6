"""X029 fragments-and-frames: fragments, or entries of their Basic Offset Table, that do not fit frames (PS3.5 A.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.model import PIXEL_DATA
from validicom.reference.pixels import is_unreached, is_video, number_of_frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X029"
NEED: Final = "presence"
RLE_LOSSLESS: Final = "1.2.840.10008.1.2.5"


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding at Pixel Data of the root."""
    element = ctx.root.first(PIXEL_DATA)
    frames = number_of_frames(ctx)
    if element is None or not element.encapsulated or not element.items or is_unreached(ctx, element):
        return
    if frames is None:
        return
    fragments = len(element.items) - 1
    entries = len(element.items[0].value or b"") // 4
    if fragments < frames and not is_video(ctx):
        yield ctx.at(element, "error", {"fault": "too-few"}, observed=fragments)
    elif ctx.transfer_syntax_uid == RLE_LOSSLESS and fragments != frames:
        yield ctx.at(element, "error", {"fault": "rle"}, observed=fragments)
    elif entries and entries != frames and not is_video(ctx):
        yield ctx.at(element, "error", {"fault": "offsets"}, observed=entries)

"""X037 frames-in-single-frame-iod: several frames where the IOD is for single images (PS3.3 C.7.6.6, annex A)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import assess, iod
from validicom.reference.model import PIXEL_DATA
from validicom.reference.pixels import NUMBER_OF_FRAMES, number_of_frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X037"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding at Number of Frames."""
    assess(ctx)
    if ctx.iod is None:
        return
    of = iod(ctx.facts, ctx.iod)
    if not of.claimants(PIXEL_DATA) or of.claimants(NUMBER_OF_FRAMES):
        return
    element = ctx.root.first(NUMBER_OF_FRAMES)
    if element is not None and (number_of_frames(ctx) or 0) > 1:
        yield ctx.at(element, "warning")

"""Which Elements the X rules look at, and what the root says of its pixels (PS3.3 C.7.6.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from validicom.reference.measures import frames, texts
from validicom.reference.model import PIXEL_DATA, Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context

SAMPLES_PER_PIXEL: Final = 0x00280002
PHOTOMETRIC_INTERPRETATION: Final = 0x00280004
PLANAR_CONFIGURATION: Final = 0x00280006
NUMBER_OF_FRAMES: Final = 0x00280008
ROWS: Final = 0x00280010
COLUMNS: Final = 0x00280011
BITS_ALLOCATED: Final = 0x00280100
BITS_STORED: Final = 0x00280101
HIGH_BIT: Final = 0x00280102
PIXEL_REPRESENTATION: Final = 0x00280103
#: Photometric Interpretations of which two samples a pixel are stored in native form, not three (PS3.3 C.7.6.3.1.2).
SUBSAMPLED_TO_TWO: Final = frozenset(["YBR_FULL_422", "YBR_PARTIAL_422"])
#: That of which three samples for two pixels are stored.
SUBSAMPLED_TO_HALF: Final = "YBR_PARTIAL_420"
_VIDEO: Final = re.compile(r"1\.2\.840\.10008\.1\.2\.4\.10[0-9](?:\.1)?")


def pixel_data(ctx: Context) -> Iterator[Element]:
    """Pixel Data as a file has it, in any data set but those of open Items."""
    for element in ctx.elements(raw=True, in_open_items=False):
        if element.tag == PIXEL_DATA:
            yield element


def is_native(ctx: Context, element: Element) -> bool:
    """Whether pixels are known to be native: what is converted does not say so itself, but a Transfer Syntax does."""
    if element.encapsulated:
        return False
    syntax = ctx.transfer_syntax
    return element.raw or (syntax is not None and not syntax.encapsulated)


def is_unreached(ctx: Context, element: Element) -> bool:
    """Whether the walk ended at, or within, this Element, so that not all of its fragments were seen."""
    if not ctx.parsed.is_file and not element.items:
        # A data set in memory does not say where its fragments are.
        return True
    if ctx.parsed.stopped is None:
        return False
    last = ctx.nodes[-1]
    return last is element or last in element.items[-1:]


def photometric_interpretation(ctx: Context) -> str | None:
    """The Photometric Interpretation of the root; ``None`` if there is none."""
    values = texts(ctx.root.first(PHOTOMETRIC_INTERPRETATION), "CS")
    return (values[0] or None) if values else None


def number_of_frames(ctx: Context) -> int | None:
    """The Number of Frames of the root, 1 where it has none."""
    return frames(ctx.root, NUMBER_OF_FRAMES)


def is_video(ctx: Context) -> bool:
    """Whether the Transfer Syntax is one whose fragments are no frames (PS3.5 A.4.5 and after)."""
    return _VIDEO.fullmatch(ctx.transfer_syntax_uid or "") is not None

"""X023 samples-per-pixel: Samples per Pixel that do not fit the Photometric Interpretation (PS3.3 C.7.6.3.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import number
from validicom.reference.pixels import SAMPLES_PER_PIXEL, photometric_interpretation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X023"
NEED: Final = "value"
SAMPLES: Final = {
    "MONOCHROME1": 1,
    "MONOCHROME2": 1,
    "PALETTE COLOR": 1,
    "RGB": 3,
    "HSV": 3,
    "YBR_FULL": 3,
    "YBR_FULL_422": 3,
    "YBR_PARTIAL_422": 3,
    "YBR_PARTIAL_420": 3,
    "YBR_ICT": 3,
    "YBR_RCT": 3,
    "XYB": 3,
    "ARGB": 4,
    "CMYK": 4,
}


def check(ctx: Context) -> Iterator[Raw]:
    """One finding at Samples per Pixel."""
    samples = number(ctx.root, SAMPLES_PER_PIXEL)
    demanded = SAMPLES.get(photometric_interpretation(ctx) or "")
    element = ctx.root.first(SAMPLES_PER_PIXEL)
    if element is not None and samples is not None and demanded is not None and samples != demanded:
        yield ctx.at(element, "error", {"demanded": demanded})

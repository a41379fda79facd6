"""X025 pixel-data-length: native pixels of another Length than Rows, Columns and the rest make (PS3.5 8.1.1, 8.2)."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from validicom.reference.measures import is_even_or_padded, length_of, number
from validicom.reference.model import PIXEL_DATA
from validicom.reference.pixels import (
    BITS_ALLOCATED,
    COLUMNS,
    ROWS,
    SAMPLES_PER_PIXEL,
    SUBSAMPLED_TO_HALF,
    SUBSAMPLED_TO_TWO,
    is_native,
    number_of_frames,
    photometric_interpretation,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X025"
NEED: Final = "presence"
FLOAT_PIXEL_DATA: Final = 0x7FE00008
DOUBLE_FLOAT_PIXEL_DATA: Final = 0x7FE00009


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each of the three Elements that may hold pixels."""
    for tag in (FLOAT_PIXEL_DATA, DOUBLE_FLOAT_PIXEL_DATA, PIXEL_DATA):
        element = ctx.root.first(tag)
        length = length_of(element)
        if element is None or element.encapsulated or length is None:
            continue
        if tag == PIXEL_DATA and not is_native(ctx, element):
            continue
        wanted = _bytes(ctx, tag)
        if wanted is not None and not is_even_or_padded(length, wanted):
            yield ctx.at(element, "error", {"fault": "short" if length < wanted else "long"}, observed=length)


def _bytes(ctx: Context, tag: int) -> int | None:
    """The Length that the Attributes of the image make, not padded; ``None`` if one is unknown."""
    samples: Fraction | int | None
    if tag == PIXEL_DATA:
        allocated = number(ctx.root, BITS_ALLOCATED)
        samples = _samples(ctx)
    else:
        allocated = 32 if tag == FLOAT_PIXEL_DATA else 64
        samples = number(ctx.root, SAMPLES_PER_PIXEL) if ctx.root.first(SAMPLES_PER_PIXEL) is not None else 1
    rows, columns, frames = number(ctx.root, ROWS), number(ctx.root, COLUMNS), number_of_frames(ctx)
    if rows is None or columns is None or frames is None or allocated is None or samples is None:
        return None
    bits = rows * columns * frames * allocated * samples
    return math.ceil(Fraction(bits) / 8) if bits < 2**64 else None


def _samples(ctx: Context) -> Fraction | int | None:
    """How many samples of each pixel are stored."""
    interpretation = photometric_interpretation(ctx)
    if interpretation is None:
        return None
    if interpretation in SUBSAMPLED_TO_TWO:
        return 2
    if interpretation == SUBSAMPLED_TO_HALF:
        return Fraction(3, 2)
    return number(ctx.root, SAMPLES_PER_PIXEL)

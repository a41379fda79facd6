"""C004 orientation-length: direction cosines of a length other than 1 (PS3.3 C.7.6.2.1.1, C.8.13.5.11, C.8.13.5.13)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from validicom.reference.orientation import TOLERANCES, directions, orientations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "C004"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each Element: at the first triple that is off by most."""
    for element, cosines in orientations(ctx):
        off = [_off_one(x, y, z) for x, y, z in (cosines[:3], cosines[3:])]
        for severity, most in TOLERANCES:
            failing = [number for number, by in zip((1, 4), off, strict=True) if by > most]
            if failing:
                yield ctx.at(element, severity, value_number=failing[0])
                break
    # No paragraph says how exact these are to be.
    for element, (x, y, z) in directions(ctx):
        if _off_one(x, y, z) > TOLERANCES[-1][1]:
            yield ctx.at(element, "warning", value_number=1)


def _off_one(x: float, y: float, z: float) -> float:
    """How far the length of a vector is off one."""
    return abs(math.sqrt(x * x + y * y + z * z) - 1)

"""C004 orientation-length: direction cosines of a length other than 1 (PS3.3 C.7.6.2.1.1)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from validicom.reference.orientation import TOLERANCES, orientations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "C004"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each Element: at the first triple that is off by most."""
    for element, cosines in orientations(ctx):
        off = [abs(math.sqrt(x * x + y * y + z * z) - 1) for x, y, z in (cosines[:3], cosines[3:])]
        for severity, most in TOLERANCES:
            failing = [number for number, by in zip((1, 4), off, strict=True) if by > most]
            if failing:
                yield ctx.at(element, severity, value_number=failing[0])
                break

"""C005 orientation-angle: direction cosines of rows and columns that are not at right angles (PS3.3 C.7.6.2.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.orientation import TOLERANCES, orientations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "C005"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each Element."""
    for element, (a, b, c, d, e, f) in orientations(ctx):
        off = abs(a * d + b * e + c * f)
        for severity, most in TOLERANCES:
            if off > most:
                yield ctx.at(element, severity)
                break

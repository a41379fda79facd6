"""X024 planar-configuration: a Planar Configuration that is unknown, or not the one demanded (PS3.3 C.7.6.3.1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import number
from validicom.reference.pixels import PLANAR_CONFIGURATION, photometric_interpretation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X024"
NEED: Final = "value"
#: Photometric Interpretations whose samples are never stored plane by plane.
BY_PIXEL: Final = frozenset(["YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT"])


def check(ctx: Context) -> Iterator[Raw]:
    """One finding at Planar Configuration."""
    planar = number(ctx.root, PLANAR_CONFIGURATION)
    element = ctx.root.first(PLANAR_CONFIGURATION)
    if element is None or planar is None:
        return
    if planar not in (0, 1):
        yield ctx.at(element, "error", {"demanded": "0 or 1"})
    elif planar == 1 and photometric_interpretation(ctx) in BY_PIXEL:
        yield ctx.at(element, "error", {"demanded": 0})

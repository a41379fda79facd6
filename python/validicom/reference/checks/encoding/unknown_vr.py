"""E012 unknown-vr: two letters that are no Value Representation (PS3.5 6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.model import UNKNOWN_VR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E012"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in ctx.elements(raw=True):
        if element.vr == UNKNOWN_VR:
            yield ctx.at(element, "error")

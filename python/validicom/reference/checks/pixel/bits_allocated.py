"""X022 bits-allocated: Bits Allocated that are neither 1 nor whole bytes (PS3.5 8.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import number
from validicom.reference.pixels import BITS_ALLOCATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X022"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding at Bits Allocated."""
    allocated = number(ctx.root, BITS_ALLOCATED)
    element = ctx.root.first(BITS_ALLOCATED)
    if element is None or allocated is None:
        return
    if allocated == 0 or (allocated != 1 and allocated % 8):
        yield ctx.at(element, "error")

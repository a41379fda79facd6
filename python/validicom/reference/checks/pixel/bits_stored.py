"""X020 bits-stored: more bits stored than allocated, or none (PS3.5 8.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import number
from validicom.reference.pixels import BITS_ALLOCATED, BITS_STORED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X020"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding at Bits Stored."""
    stored = number(ctx.root, BITS_STORED)
    allocated = number(ctx.root, BITS_ALLOCATED)
    element = ctx.root.first(BITS_STORED)
    if element is None or stored is None:
        return
    if stored == 0 or (allocated is not None and stored > allocated):
        yield ctx.at(element, "error")

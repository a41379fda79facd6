"""X021 high-bit: a High Bit that is not the highest of the bits stored (PS3.5 8.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import number
from validicom.reference.pixels import BITS_STORED, HIGH_BIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X021"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding at High Bit."""
    stored = number(ctx.root, BITS_STORED)
    high = number(ctx.root, HIGH_BIT)
    element = ctx.root.first(HIGH_BIT)
    if element is not None and stored is not None and high is not None and high != stored - 1:
        yield ctx.at(element, "error")

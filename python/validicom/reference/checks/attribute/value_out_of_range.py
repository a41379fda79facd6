"""A124 value-out-of-range: a number out of what a Module or an IOD allows (PS3.3 annexes A and C)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "A124"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Attribute of a data set."""
    return judged_attributes(ctx, CODE)

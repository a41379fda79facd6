"""E014 element-out-of-order: an Element whose Tag is lower than one before it (PS3.5 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E014"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for data_set in ctx.data_sets():
        highest = -1
        for element in data_set.elements:
            if element.raw and element.tag < highest:
                yield ctx.at(element, "error")
            highest = max(highest, element.tag)

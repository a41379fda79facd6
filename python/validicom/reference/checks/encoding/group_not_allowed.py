"""E018 group-not-allowed: an Element of a group that may not be in a data set (PS3.5 7.1, 7.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E018"
NEED: Final = "raw"
GROUPS: Final = frozenset({0x0000, 0x0001, 0x0002, 0x0003, 0x0005, 0x0007, 0xFFFF})


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for data_set in ctx.data_sets():
        for element in data_set.elements:
            if data_set is not ctx.meta and element.raw and element.group in GROUPS:
                yield ctx.at(element, "error", {"group": f"{element.group:04X}"})

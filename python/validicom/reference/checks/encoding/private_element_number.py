"""E019 private-element-number: a private Element whose number belongs to no block (PS3.5 7.8.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.checks.encoding.group_not_allowed import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw
    from validicom.reference.model import Element

CODE: Final = "E019"
NEED: Final = "raw"


def is_outside_blocks(element: Element) -> bool:
    """Whether this is (gggg,0001-000F) or (gggg,0100-0FFF) of a group that private Elements may have."""
    number = element.number
    in_no_block = 0x0001 <= number <= 0x000F or 0x0100 <= number <= 0x0FFF
    return element.is_private and element.group not in GROUPS and in_no_block


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in ctx.elements(raw=True):
        if is_outside_blocks(element):
            yield ctx.at(element, "error")

"""V003 unknown-element: a public Element that the dictionary does not have (PS3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw
    from validicom.reference.model import Element

CODE: Final = "V003"
NEED: Final = "presence"
#: Groups that E018 tells, and those of Items, signatures and padding.
GROUPS: Final = frozenset({0x0000, 0x0002, 0xFFFE, 0xFFFC, 0xFFFA})


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in ctx.elements(in_open_items=False):
        if element.is_private or element.is_group_length or _is_of_no_interest(ctx, element):
            continue
        if ctx.facts.attribute(element.tag) is None:
            yield ctx.at(element, "warning")


def _is_of_no_interest(ctx: Context, element: Element) -> bool:
    # Group 0002 is out of place in a data set, but at home in File Meta Information.
    return element.group in GROUPS and element.owner is not ctx.meta

"""P003 private-elements: private Elements (PS3.5 7.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.checks.encoding.group_not_allowed import GROUPS
from validicom.reference.checks.encoding.private_element_number import is_outside_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw
    from validicom.reference.model import Element

CODE: Final = "P003"
NEED: Final = "presence"
FILE_FOLD: Final = True


def _is_private_data(element: Element) -> bool:
    if not element.is_private or element.is_private_creator:
        return False
    return element.group not in GROUPS and not is_outside_blocks(element)


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in ctx.elements():
        if _is_private_data(element):
            yield ctx.at(element, "info")

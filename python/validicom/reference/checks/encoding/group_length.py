"""E016 group-length: a Group Length, which is retired outside groups 0000 and 0002 (PS3.5 7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw
    from validicom.reference.model import Element

CODE: Final = "E016"
NEED: Final = "raw"
FILE_FOLD: Final = True


def is_group_length(element: Element) -> bool:
    """Whether this is a Group Length of a data set."""
    return element.is_group_length and element.group not in (0x0000, 0x0002)


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in ctx.elements(raw=True):
        if is_group_length(element):
            yield ctx.at(element, "info")

"""E002 odd-length: a Data Element or an Item whose Length is odd (PS3.5 7.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.model import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E002"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each odd Length; the fragments of Pixel Data have a rule of their own."""
    for node in ctx.nodes:
        if isinstance(node, Item) and node.sequence.encapsulated:
            continue
        if node.raw and not node.has_undefined_length and node.length % 2:
            yield ctx.at(node, "error")

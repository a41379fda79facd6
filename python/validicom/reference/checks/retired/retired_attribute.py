"""R001 retired-attribute: Attributes that are retired (PS3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "R001"
NEED: Final = "presence"
FILE_FOLD: Final = True


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    for element in ctx.elements(in_open_items=False):
        attribute = ctx.facts.attribute(element.tag)
        if attribute is not None and attribute.retired and not element.is_private and not element.is_group_length:
            yield ctx.at(element, "info")

"""Which Elements the X rules look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validicom.reference.model import PIXEL_DATA, Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context


def pixel_data(ctx: Context) -> Iterator[Element]:
    """Pixel Data as a file has it, in any data set but those of open Items."""
    for element in ctx.elements(raw=True, in_open_items=False):
        if element.tag == PIXEL_DATA:
            yield element


def is_unreached(ctx: Context, element: Element) -> bool:
    """Whether the walk ended at, or within, this Element, so that not all of its fragments were seen."""
    if not ctx.parsed.is_file and not element.items:
        # A data set in memory does not say where its fragments are.
        return True
    if ctx.parsed.stopped is None:
        return False
    last = ctx.nodes[-1]
    return last is element or last in element.items[-1:]

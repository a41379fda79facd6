"""X002 basic-offset-table-missing: encapsulated Pixel Data without any Item (PS3.5 A.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.pixels import is_unreached, pixel_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X002"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in pixel_data(ctx):
        if element.encapsulated and not element.items and not is_unreached(ctx, element):
            yield ctx.at(element, "error")

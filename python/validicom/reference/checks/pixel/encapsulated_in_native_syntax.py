"""X007 encapsulated-in-native-syntax: encapsulated Pixel Data in a Transfer Syntax of native Pixel Data (PS3.5 A.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.pixels import pixel_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X007"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element of the root."""
    syntax = ctx.transfer_syntax
    for element in pixel_data(ctx):
        if element.encapsulated and element.depth == 0 and syntax is not None and not syntax.encapsulated:
            yield ctx.at(element, "error")

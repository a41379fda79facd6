"""X008 native-in-encapsulated-syntax: native Pixel Data in a Transfer Syntax of encapsulated Pixel Data (PS3.5 A.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.pixels import pixel_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X008"
NEED: Final = "raw"
#: Transfer Syntaxes whose Pixel Data are elsewhere.
JPIP: Final = frozenset(f"1.2.840.10008.1.2.4.{last}" for last in (94, 95, 204, 205))


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element of the root."""
    syntax = ctx.transfer_syntax
    if syntax is None or not syntax.encapsulated or syntax.uid in JPIP:
        return
    for element in pixel_data(ctx):
        if element.depth == 0 and not element.has_undefined_length:
            yield ctx.at(element, "error")

"""X003 basic-offset-table-length: a Basic Offset Table that is not of 32-bit numbers (PS3.5 A.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.pixels import pixel_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X003"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in pixel_data(ctx):
        first = element.items[0] if element.encapsulated and element.items else None
        if first is not None and not first.has_undefined_length and first.length % 4:
            yield ctx.at(element, "error", observed=first.length)

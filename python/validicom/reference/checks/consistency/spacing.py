"""C003 spacing: a distance that is negative, or zero where there is something to be apart (PS3.3 10.7.1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import decimals, number
from validicom.reference.pixels import COLUMNS, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "C003"
NEED: Final = "value"
#: Pixel Spacing, Imager Pixel Spacing and Nominal Scanned Pixel Spacing: between rows, and between columns.
SPACINGS: Final = frozenset([0x00280030, 0x00181164, 0x00182010])
SLICE_THICKNESS: Final = 0x00180050


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each Element."""
    # With one row, nothing is as far from it as the first value says; so with columns.
    counts = (number(ctx.root, ROWS), number(ctx.root, COLUMNS))
    for element in ctx.elements(in_open_items=False):
        if element.tag in SPACINGS:
            values = decimals(element, 2) or ()
            for order, (value, count) in enumerate(zip(values, counts, strict=False), 1):
                if value < 0 or (value == 0 and count is not None and count > 1):
                    fault = "negative" if value < 0 else "zero"
                    yield ctx.at(element, "error", {"fault": fault}, value_number=order)
                    break
        elif element.tag == SLICE_THICKNESS:
            for value in decimals(element, 1) or ():
                if value <= 0:
                    severity, fault = ("error", "negative") if value < 0 else ("warning", "zero")
                    yield ctx.at(element, severity, {"fault": fault}, value_number=1)

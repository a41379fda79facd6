"""X031 overlay-data-length: Overlay Data of another Length than Overlay Rows and Columns make (PS3.3 C.9.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import frames, length_of, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X031"
NEED: Final = "presence"
GROUPS: Final = range(0x6000, 0x6020, 2)
ROWS, COLUMNS, FRAMES, BITS_ALLOCATED, DATA = 0x0010, 0x0011, 0x0015, 0x0100, 0x3000


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each overlay."""
    for group in GROUPS:
        first = group << 16
        element = ctx.root.first(first | DATA)
        length = length_of(element)
        rows, columns = number(ctx.root, first | ROWS), number(ctx.root, first | COLUMNS)
        count = frames(ctx.root, first | FRAMES)
        if element is None or length is None or rows is None or columns is None or count is None:
            continue
        if ctx.root.first(first | BITS_ALLOCATED) is not None and number(ctx.root, first | BITS_ALLOCATED) != 1:
            continue
        wanted = (rows * columns * count + 7) // 8
        if length < wanted:
            yield ctx.at(element, "error", {"fault": "short"}, observed=length)
        elif length > wanted + wanted % 2:
            yield ctx.at(element, "warning", {"fault": "long"}, observed=length)

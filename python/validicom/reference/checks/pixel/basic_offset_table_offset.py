"""X004 basic-offset-table-offset: an entry of the Basic Offset Table at which no fragment starts (PS3.5 A.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.pixels import is_unreached, pixel_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X004"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element, at the first such entry."""
    for element in pixel_data(ctx):
        if not element.encapsulated or not element.items:
            continue
        table = element.items[0].value
        starts = [item.at for item in element.items[1:] if item.at is not None]
        if table is None:
            continue
        is_big = element.big_endian
        entries = [
            int.from_bytes(table[at : at + 4], "big" if is_big else "little")
            for at in range(0, len(table) - len(table) % 4, 4)
        ]
        relative = {start - starts[0] for start in starts}
        # Where the walk ended among the fragments, entries beyond are not known to be wrong.
        known_to = max(relative, default=-1) if is_unreached(ctx, element) else 0xFFFFFFFF
        before = -1
        for number, entry in enumerate(entries, 1):
            if (entry not in relative and entry <= known_to) or entry <= before or (number == 1 and entry != 0):
                yield ctx.at(element, "error", value_number=number)
                break
            before = entry

"""X027 palette-data-length: a palette of another Length than its descriptor says (PS3.3 C.7.6.3.1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import descriptor, entries_of, length_of, lut_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X027"
NEED: Final = "presence"
#: Descriptor and data of red, green and blue.
TABLES: Final = ((0x00281101, 0x00281201), (0x00281102, 0x00281202), (0x00281103, 0x00281203))


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each of the three tables."""
    for described_by, tag in TABLES:
        element = ctx.root.first(tag)
        length = length_of(element)
        found = descriptor(ctx.root.first(described_by))
        if element is None or not length or found is None or found[2] not in (8, 16):
            continue
        if length not in lut_lengths(entries_of(found), found[2]):
            yield ctx.at(element, "error", observed=length)

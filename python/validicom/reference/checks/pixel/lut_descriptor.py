"""X033 lut-descriptor: a LUT Descriptor of wrong bits, or that its LUT Data do not fit (PS3.3 C.11.1.1, C.11.2.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import descriptor, entries_of, length_of, lut_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X033"
NEED: Final = "presence"
#: Modality LUT, VOI LUT and Presentation LUT Sequence.
SEQUENCES: Final = frozenset([0x00283000, 0x00283010, 0x20500010])
LUT_DESCRIPTOR: Final = 0x00283002
LUT_DATA: Final = 0x00283006


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each Item."""
    for sequence in ctx.elements(in_open_items=False):
        if sequence.tag not in SEQUENCES or sequence.encapsulated:
            continue
        for item in sequence.items:
            described, data = item.first(LUT_DESCRIPTOR), item.first(LUT_DATA)
            found, length = descriptor(described), length_of(data)
            if described is None or found is None:
                continue
            if not 8 <= found[2] <= 16:
                yield ctx.at(described, "error", {"fault": "bits"})
            elif data is not None and length and length not in lut_lengths(entries_of(found), found[2]):
                yield ctx.at(data, "error", {"fault": "length"}, observed=length)

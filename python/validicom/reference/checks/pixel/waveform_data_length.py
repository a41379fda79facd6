"""X032 waveform-data-length: Waveform Data of another Length than channels and samples make (PS3.3 C.10.9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import is_even_or_padded, length_of, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X032"
NEED: Final = "presence"
WAVEFORM_SEQUENCE: Final = 0x54000100
CHANNELS: Final = 0x003A0005
SAMPLES: Final = 0x003A0010
BITS_ALLOCATED: Final = 0x54001004
WAVEFORM_DATA: Final = 0x54001010


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each multiplex group."""
    sequence = ctx.root.first(WAVEFORM_SEQUENCE)
    for item in sequence.items if sequence is not None and not sequence.encapsulated else ():
        element = item.first(WAVEFORM_DATA)
        length = length_of(element)
        channels, samples, bits = number(item, CHANNELS), number(item, SAMPLES, "UL"), number(item, BITS_ALLOCATED)
        if element is None or length is None or channels is None or samples is None or bits is None:
            continue
        wanted = (channels * samples * bits + 7) // 8
        if not is_even_or_padded(length, wanted):
            yield ctx.at(element, "error", {"fault": "short" if length < wanted else "long"}, observed=length)

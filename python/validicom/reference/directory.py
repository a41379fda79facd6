"""The records of a DICOMDIR (PS3.3 F.3): where each Item stands in the file, and what its offsets lead to.

Offsets may lead anywhere, in circles too: whoever follows them follows each record once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from validicom.reference.measures import number, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validicom.reference.context import Context
    from validicom.reference.model import DataSet, Element, Item

FIRST_RECORD: Final = 0x00041200
LAST_RECORD: Final = 0x00041202
RECORDS: Final = 0x00041220
NEXT_RECORD: Final = 0x00041400
IN_USE: Final = 0x00041410
LOWER_RECORD: Final = 0x00041420
RECORD_TYPE: Final = 0x00041430


@dataclass(frozen=True, slots=True)
class Link:
    """An offset, with the Element that says it."""

    element: Element
    offset: int


def records(ctx: Context) -> Mapping[int, Item] | None:
    """The records by their offset in the file; ``None`` where there are none, or none that can be judged."""
    parsed = ctx.parsed
    if parsed.kind != "part10" or parsed.deflated or parsed.stopped is not None or not ctx.is_dicomdir:
        return None
    sequence = ctx.root.first(RECORDS)
    if sequence is None or sequence.read_vr != "SQ" or sequence.truncated or sequence.has_items_not_kept:
        return None
    return {item.at: item for item in sequence.items if item.at is not None}


def link(data_set: DataSet, tag: int) -> Link | None:
    """The offset that an Element says; ``None`` if it cannot be read."""
    element = data_set.first(tag)
    if element is None or element.read_vr != "UL" or element.value is None or len(element.value) != 4:
        return None
    return Link(element, element.units(4)[0])


def is_passed_over(record: Item) -> bool:
    """Whether readers pass over a record: its Record In-use Flag is 0."""
    return number(record, IN_USE) == 0


def record_type(record: Item) -> str | None:
    """Directory Record Type; ``None`` if there is none."""
    return next(iter(texts(record.first(RECORD_TYPE), "CS")), None) or None

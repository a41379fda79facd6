"""C008 dicomdir-offset: an offset of a DICOMDIR that does not lead to the record that it should (PS3.3 F.3.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.directory import (
    FIRST_RECORD,
    LAST_RECORD,
    LOWER_RECORD,
    NEXT_RECORD,
    is_passed_over,
    link,
    records,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw
    from validicom.reference.model import Item

CODE: Final = "C008"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each offset to no record, and one if the last record is another than the root says."""
    found = records(ctx)
    if found is None:
        return
    links = [link(ctx.root, FIRST_RECORD), last := link(ctx.root, LAST_RECORD)]
    for item in found.values():
        links.append(link(item, NEXT_RECORD))
        if not is_passed_over(item):
            links.append(link(item, LOWER_RECORD))
    for one in links:
        if one is not None and one.offset and one.offset not in found:
            yield ctx.at(one.element, "error", {"fault": "no-record"})
    end = _end(ctx, found)
    if last is not None and end is not None and last.offset != end and (last.offset == 0 or last.offset in found):
        yield ctx.at(last.element, "error", {"fault": "not-last"})


def _end(ctx: Context, found: Mapping[int, Item]) -> int | None:
    """The offset of the record at which those of the root end, 0 if there are none; ``None`` if they do not end."""
    at, last, passed = link(ctx.root, FIRST_RECORD), 0, set[int]()
    while at is not None and at.offset in found and at.offset not in passed:
        passed.add(last := at.offset)
        at = link(found[last], NEXT_RECORD)
    return last if at is not None and at.offset == 0 else None

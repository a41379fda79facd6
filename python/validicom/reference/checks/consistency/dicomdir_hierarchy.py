"""C009 dicomdir-hierarchy: a directory record that may not stand there, is reached twice or not at all: PS3.3 F.4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.directory import (
    FIRST_RECORD,
    LOWER_RECORD,
    NEXT_RECORD,
    RECORD_TYPE,
    is_passed_over,
    link,
    record_type,
    records,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.directory import Link
    from validicom.reference.findings import Raw

CODE: Final = "C009"
NEED: Final = "raw"
#: Stands for the root, and for any record.
TOP: Final = "-"
ANY: Final = "*"


def check(ctx: Context) -> Iterator[Raw]:
    """Follows the offsets from the root, those to lower records first."""
    found = records(ctx)
    if found is None:
        return
    reached: set[int] = set()
    is_whole = True
    first: tuple[Link | None, str | None] = (link(ctx.root, FIRST_RECORD), TOP)
    todo = [first]
    while todo:
        at, upper = todo.pop()
        if at is None or at.offset not in found:
            is_whole = is_whole and at is not None and at.offset == 0
            continue
        if at.offset in reached:
            is_whole = False
            yield ctx.at(at.element, "error", {"fault": "reached-twice"})
            continue
        reached.add(at.offset)
        item = found[at.offset]
        todo.append((link(item, NEXT_RECORD), upper))
        if is_passed_over(item):
            continue
        own, element = record_type(item), item.first(RECORD_TYPE)
        if own and element and upper and not _is_allowed(ctx, upper, own):
            yield ctx.at(element, "error", {"fault": "upper-record"})
        todo.append((link(item, LOWER_RECORD), own))
    for offset, item in found.items() if is_whole else ():
        if offset not in reached and not is_passed_over(item) and record_type(item) != "MRDR":
            yield ctx.at(item, "warning", {"fault": "not-reached"})


def _is_allowed(ctx: Context, upper: str, lower: str) -> bool:
    """Whether the table has it, or does not know one of the types well enough."""
    places = {(row["upper"], row["lower"]) for row in ctx.facts.commons.rows("directory_records.tsv")}
    if places & {(upper, lower), (ANY, lower)}:
        return True
    known = {TOP, *(own for above, own in places if above != ANY)}
    return upper not in known or lower not in {own for _, own in places}

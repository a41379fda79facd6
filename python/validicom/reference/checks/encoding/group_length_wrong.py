"""E017 group-length-wrong: a Group Length that is not the length of its group (PS3.5 7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.checks.encoding.group_length import is_group_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E017"
NEED: Final = "raw"


def _end_of_group(ctx: Context, index: int) -> int | None:
    """Offset of the first Element of another group, or of the end of the last Element, if that was reached."""
    elements = ctx.root.elements
    for after in elements[index + 1 :]:
        if after.group != elements[index].group:
            return after.at
    parsed = ctx.parsed
    was_cut = any(note.kind == "length-past-end" and note.detail == "file" for note in parsed.notes)
    return None if parsed.stopped is not None or was_cut or not parsed.is_file else parsed.root_end


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each Group Length of the root whose group was read to its end."""
    elements = ctx.root.elements
    for index, element in enumerate(elements):
        if not is_group_length(element) or element.value is None or len(element.value) != 4 or not element.raw:
            continue
        end = _end_of_group(ctx, index)
        if end is not None and element.value_at is not None and element.units(4) != [end - element.value_at - 4]:
            yield ctx.at(element, "warning", observed=end - element.value_at - 4)

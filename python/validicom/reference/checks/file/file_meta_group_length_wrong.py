"""F012 file-meta-group-length-wrong: a Group Length that is not the length of File Meta Information (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F012"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file; it says the right length."""
    first = ctx.meta.elements[0] if ctx.meta.elements else None
    if first is None or first.tag != 0x00020000 or first.read_vr != "UL" or first.value_at is None:
        return
    if first.value is None or len(first.value) != 4:
        return
    right = ctx.parsed.meta_end - (first.value_at + first.length)
    if first.units(4) != [right]:
        yield ctx.at(first, "error", observed=right)

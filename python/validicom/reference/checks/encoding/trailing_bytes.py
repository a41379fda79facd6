"""E009 trailing-bytes: bytes after the last Element that are no Element (PS3.5 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E009"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each note of the walk."""
    for note in ctx.notes("trailing-bytes"):
        yield ctx.noted(note, "error", observed=int(note.detail))

"""E007 delimiter-length-not-zero: a delimiter whose Length is not zero (PS3.5 7.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E007"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each note of the walk."""
    for note in ctx.notes("delimiter-length-not-zero"):
        yield ctx.noted(note, "error", observed=int(note.detail))

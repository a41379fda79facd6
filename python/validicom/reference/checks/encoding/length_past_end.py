"""E001 length-past-end: a Length that goes past the end of what encloses it (PS3.5 7.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E001"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each note of the walk."""
    for note in ctx.notes("length-past-end"):
        yield ctx.noted(note, "error", {"container": note.detail})

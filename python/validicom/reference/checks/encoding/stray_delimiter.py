"""E006 stray-delimiter: a delimiter or an Item where none may stand (PS3.5 7.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E006"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each note of the walk."""
    for note in ctx.notes("stray-delimiter"):
        yield ctx.noted(note, "error", {"tag": f"{int(note.detail):04x}"})

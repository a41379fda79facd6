"""E003 undefined-length-not-allowed: undefined Length on an Element that may not have it (PS3.5 7.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E003"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each note of the walk."""
    for note in ctx.notes("undefined-length-not-allowed"):
        yield ctx.noted(note, "error")

"""F025 deflate-damaged: a deflated data set that is damaged or cut (PS3.5 A.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F025"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    for note in ctx.notes("deflate-damaged"):
        yield ctx.noted(note, "error")

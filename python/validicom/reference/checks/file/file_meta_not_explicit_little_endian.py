"""F017 file-meta-not-explicit-little-endian: File Meta Information in another encoding (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F017"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    for note in ctx.notes("meta-not-explicit"):
        yield ctx.noted(note, "error")

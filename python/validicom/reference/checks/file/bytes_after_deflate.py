"""F026 bytes-after-deflate: more than one byte of padding after a deflated data set (PS3.5 A.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F026"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    for note in ctx.notes("bytes-after-deflate"):
        yield ctx.noted(note, "warning", observed=int(note.detail))

"""F011 file-meta-group-length-missing: File Meta Information without its Group Length (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F011"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    if ctx.meta.elements and ctx.meta.first(0x00020000) is None:
        yield ctx.missing(ctx.meta, 0x00020000, "error")

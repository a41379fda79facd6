"""F003 preamble-tiff: a File Preamble that makes the file a TIFF as well (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F003"
NEED: Final = "raw"
TIFF: Final = (b"II*\0", b"MM\0*")


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    if ctx.parsed.kind == "part10" and ctx.parsed.head.startswith(TIFF):
        yield ctx.whole("info")

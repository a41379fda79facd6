"""F002 preamble-executable: a File Preamble that begins as a program does (PS3.10 7.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.walker import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F002"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    for beginning, kind in PROGRAMS:
        if ctx.parsed.kind == "part10" and ctx.parsed.head.startswith(beginning):
            yield ctx.whole("warning", {"kind": kind})
            return

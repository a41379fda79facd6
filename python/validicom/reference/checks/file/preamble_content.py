"""F004 preamble-content: a File Preamble that is neither zero nor a known beginning (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.checks.file.preamble_tiff import TIFF
from validicom.reference.walker import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F004"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    preamble = ctx.parsed.head[:128]
    known = (*TIFF, *(beginning for beginning, _ in PROGRAMS))
    if ctx.parsed.kind == "part10" and any(preamble) and not preamble.startswith(known):
        yield ctx.whole("info")

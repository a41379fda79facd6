"""F001 preamble-missing: a file that does not begin with the 128 bytes of the File Preamble (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F001"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    if ctx.parsed.kind in ("no-preamble", "bare-file-meta"):
        yield ctx.whole("error")

"""F010 file-meta-missing: a DICOM prefix that no File Meta Information follows (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F010"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    if ctx.parsed.kind in ("part10", "no-preamble") and not ctx.meta.elements:
        yield ctx.whole("error")

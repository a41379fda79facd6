"""F006 bare-data-set: a data set without File Meta Information before it (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F006"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    if ctx.parsed.kind == "bare-data-set":
        yield ctx.whole("error")

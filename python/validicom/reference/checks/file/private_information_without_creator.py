"""F023 private-information-without-creator: Private Information in File Meta that names no creator (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.context import Context, has_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.findings import Raw

CODE: Final = "F023"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    if ctx.meta.first(0x00020102) is None:
        return
    creator = ctx.meta.first(0x00020100)
    if creator is None:
        yield ctx.missing(ctx.meta, 0x00020100, "error")
    elif not has_value(creator):
        yield ctx.at(creator, "error")

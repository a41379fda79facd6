"""F015 file-meta-version-wrong: a File Meta Version whose first bit is not set (PS3.10 7.1, Table 7.1-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F015"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    element = ctx.meta.first(0x00020001)
    if element is not None and element.value and (len(element.value) != 2 or not element.value[1] & 1):
        yield ctx.at(element, "warning")

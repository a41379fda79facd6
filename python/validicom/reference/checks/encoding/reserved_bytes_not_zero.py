"""E022 reserved-bytes-not-zero: reserved bytes after the VR that are not zero (PS3.5 7.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E022"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in ctx.elements(raw=True):
        if element.reserved_not_zero:
            yield ctx.at(element, "error")

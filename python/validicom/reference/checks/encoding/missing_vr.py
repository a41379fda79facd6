"""E013 missing-vr: no Value Representation in an explicit encoding (PS3.5 7.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E013"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in ctx.elements(raw=True):
        if element.missing_vr:
            yield ctx.at(element, "error")

"""F016 file-meta-attribute-unknown: an Element of File Meta that the dictionary does not have (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F016"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in ctx.meta.elements:
        if ctx.facts.attribute(element.tag) is None:
            yield ctx.at(element, "warning")

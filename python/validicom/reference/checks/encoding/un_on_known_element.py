"""E020 un-on-known-element: VR UN on an Element that the dictionary has (PS3.5 6.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E020"
NEED: Final = "raw"
FILE_FOLD: Final = True


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in ctx.elements(raw=True):
        if element.vr == "UN" and element.group != 0x0002 and ctx.facts.attribute(element.tag) is not None:
            yield ctx.at(element, "info")

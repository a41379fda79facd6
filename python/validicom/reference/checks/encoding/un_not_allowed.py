"""E021 un-not-allowed: VR UN on a Private Creator or in File Meta Information (PS3.5 6.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "E021"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in ctx.elements(raw=True):
        if element.vr == "UN" and (element.is_private_creator or element.group == 0x0002):
            yield ctx.at(element, "error")

"""X001 encapsulated-vr: encapsulated Pixel Data of another VR than OB (PS3.5 A.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.model import NO_VR, UNKNOWN_VR
from validicom.reference.pixels import pixel_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X001"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element."""
    for element in pixel_data(ctx):
        if element.encapsulated and element.vr not in ("OB", NO_VR, UNKNOWN_VR):
            yield ctx.at(element, "error")

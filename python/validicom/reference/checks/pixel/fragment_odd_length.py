"""X006 fragment-odd-length: a fragment of odd Length (PS3.5 A.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.pixels import pixel_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X006"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such fragment."""
    for element in pixel_data(ctx):
        for fragment in element.items if element.encapsulated else ():
            if not fragment.has_undefined_length and fragment.length % 2:
                yield ctx.at(fragment, "error")

"""X026 palette-descriptor: a palette's descriptor of wrong bits, or unlike that of red (PS3.3 C.7.6.3.1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import descriptor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "X026"
NEED: Final = "value"
RED, GREEN, BLUE = 0x00281101, 0x00281102, 0x00281103


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each of the three descriptors."""
    red = descriptor(ctx.root.first(RED))
    for tag in (RED, GREEN, BLUE):
        element = ctx.root.first(tag)
        found = descriptor(element)
        if element is None or found is None:
            continue
        if found[2] not in (8, 16):
            yield ctx.at(element, "error", {"fault": "bits"})
        elif red is not None and (found[0], found[2]) != (red[0], red[2]):
            yield ctx.at(element, "error", {"fault": "differs"})

"""P002 private-creator: a Private Creator that is not one value of VR LO (PS3.5 7.8.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.model import UNKNOWN_VR, Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "P002"
NEED: Final = "value"


def is_blank(element: Element) -> bool:
    """Whether it is known that there is no value."""
    return element.value is not None and not element.value.strip(b" \0")


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each fault of each Private Creator."""
    for element in ctx.elements():
        if not element.is_private_creator:
            continue
        if is_blank(element):
            yield ctx.at(element, "error", {"fault": "empty"})
        if b"\\" in (element.value or b""):
            yield ctx.at(element, "error", {"fault": "vm"})
        if element.raw and not element.implicit and element.vr not in ("LO", "UN", UNKNOWN_VR):
            yield ctx.at(element, "error", {"fault": "vr"})

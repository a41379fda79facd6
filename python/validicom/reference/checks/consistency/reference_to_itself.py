"""C002 reference-to-itself: an object among the images that it refers to (PS3.3 C.7.6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.context import SOP_INSTANCE_UID, uid_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "C002"
NEED: Final = "value"
#: Referenced Image Sequence and Source Image Sequence.
SEQUENCES: Final = (0x00081140, 0x00082112)
REFERENCED_SOP_INSTANCE_UID: Final = 0x00081155


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Item."""
    own = uid_of(ctx.root.first(SOP_INSTANCE_UID))
    for tag in SEQUENCES if own is not None else ():
        sequence = ctx.root.first(tag)
        for item in sequence.items if sequence is not None and not sequence.encapsulated else ():
            element = item.first(REFERENCED_SOP_INSTANCE_UID)
            if element is not None and uid_of(element) == own:
                yield ctx.at(element, "warning")

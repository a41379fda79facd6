"""F018 media-storage-sop-class-differs: a Media Storage SOP Class UID that is not that of the data set (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.context import MEDIA_STORAGE_SOP_CLASS_UID, SOP_CLASS_UID, Context, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.findings import Raw

CODE: Final = "F018"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    element = ctx.meta.first(MEDIA_STORAGE_SOP_CLASS_UID)
    here, there = text_of(element), text_of(ctx.root.first(SOP_CLASS_UID))
    if element is not None and here is not None and there is not None and here != there:
        yield ctx.at(element, "error")

"""F013 file-meta-attribute-missing: File Meta Information without an Attribute of Type 1 (PS3.10 7.1, Table 7.1-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F013"
NEED: Final = "raw"
#: Version, Media Storage SOP Class and Instance, Transfer Syntax, Implementation Class.
DEMANDED: Final = (0x00020001, 0x00020002, 0x00020003, 0x00020010, 0x00020012)


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each Attribute that is not there."""
    for tag in DEMANDED:
        if ctx.meta.elements and ctx.meta.first(tag) is None:
            yield ctx.missing(ctx.meta, tag, "error")

"""F032 dicomdir-transfer-syntax: a DICOMDIR in another Transfer Syntax than Explicit VR Little Endian (PS3.10 8.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.context import TRANSFER_SYNTAX_UID, Context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.findings import Raw

CODE: Final = "F032"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    element, uid = ctx.meta.first(TRANSFER_SYNTAX_UID), ctx.transfer_syntax_uid
    if ctx.is_dicomdir and element is not None and uid is not None and uid != "1.2.840.10008.1.2.1":
        yield ctx.at(element, "error")

"""F021 transfer-syntax-unknown: a Transfer Syntax that the registry does not have (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.context import TRANSFER_SYNTAX_UID, Context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.findings import Raw

CODE: Final = "F021"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    element, uid = ctx.meta.first(TRANSFER_SYNTAX_UID), ctx.transfer_syntax_uid
    if element is not None and uid is not None and ctx.transfer_syntax is None:
        yield ctx.at(element, "warning", {"kind": "newer" if uid.startswith("1.2.840.10008.") else "private"})

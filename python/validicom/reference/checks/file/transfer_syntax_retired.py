"""F022 transfer-syntax-retired: a retired Transfer Syntax (PS3.5 annex A)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.context import TRANSFER_SYNTAX_UID, Context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.findings import Raw

CODE: Final = "F022"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    element, syntax = ctx.meta.first(TRANSFER_SYNTAX_UID), ctx.transfer_syntax
    if element is not None and syntax is not None and syntax.retired:
        yield ctx.at(element, "info")

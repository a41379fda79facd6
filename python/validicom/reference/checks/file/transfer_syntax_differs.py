"""F020 transfer-syntax-differs: a data set that is not encoded as its Transfer Syntax says (PS3.10 7.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.context import TRANSFER_SYNTAX_UID, Context
from validicom.reference.findings import Raw

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE: Final = "F020"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    for note in ctx.notes("encoding-differs"):
        yield Raw("error", ((TRANSFER_SYNTAX_UID, 1, 0),), note.at, {"found": note.detail})

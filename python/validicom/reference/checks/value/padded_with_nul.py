"""V030 padded-with-nul: a character string other than UI that ends in NUL, where space is the padding (PS3.5 6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.values import Fault, Field, check_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V030"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "error", raw=True)


def find(field: Field) -> Fault | None:
    """A fault if the field as it stands ends in NUL."""
    return Fault() if field.is_nul_padded else None

"""V024 uid-padded-with-space: a UI field that ends in a space, where NUL is the padding (PS3.5 9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.values import Fault, Field, check_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V024"
NEED: Final = "raw"
FILE_FOLD: Final = True


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "error", raw=True)


def find(field: Field) -> Fault | None:
    """A fault if the field as it stands ends in a space."""
    return Fault() if field.vr == "UI" and field.raw.endswith(b" ") else None

"""M008 module-not-allowed: Attributes of a Module that shall not be there by its condition (PS3.3 annex A)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "M008"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Module, at the first Attribute that speaks for it."""
    return judged_modules(ctx, CODE)

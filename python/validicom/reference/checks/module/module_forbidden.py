"""M010 module-forbidden: Attributes of a Module that the IOD does not let in (PS3.3 annex A)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "M010"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Module, at the first Attribute that speaks for it."""
    return judged_modules(ctx, CODE)

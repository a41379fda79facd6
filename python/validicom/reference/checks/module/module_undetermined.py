"""M009 module-undetermined: a Module that may have to be there, which this data set does not decide (PS3.3 annex A)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "M009"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Module."""
    return judged_modules(ctx, CODE)

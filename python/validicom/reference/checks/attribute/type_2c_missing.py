"""A106 type-2c-missing: an Attribute of Type 2C that is not there though its condition is met (PS3.5 7.4.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "A106"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Attribute of a data set."""
    return judged_attributes(ctx, CODE)

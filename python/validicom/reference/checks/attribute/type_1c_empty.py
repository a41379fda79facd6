"""A105 type-1c-empty: an Attribute of Type 1C without a value (PS3.5 7.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "A105"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Attribute of a data set."""
    return judged_attributes(ctx, CODE)

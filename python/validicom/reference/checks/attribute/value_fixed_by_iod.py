"""A122 value-fixed-by-iod: a value other than those that the IOD lets one of its modules have (PS3.3 annex A)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "A122"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Attribute of a data set."""
    return judged_attributes(ctx, CODE)

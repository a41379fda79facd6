"""G008 dimension-organization: a dimension is of an organization that the data set does not list (PS3.3 C.7.6.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "G008"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such dimension."""
    return judged_groups(ctx, CODE)

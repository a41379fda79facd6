"""G007 dimension-index-values: a frame has more or fewer index values than there are dimensions (PS3.3 C.7.6.17.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "G007"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such frame."""
    return judged_groups(ctx, CODE)

"""G009 dimension-pointer: a dimension points to what is in no functional group of the IOD (PS3.3 C.7.6.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "G009"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each dimension."""
    return judged_groups(ctx, CODE)

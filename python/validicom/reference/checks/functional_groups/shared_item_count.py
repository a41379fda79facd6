"""G006 shared-item-count: Shared Functional Groups Sequence has more than one Item (PS3.3 C.7.6.16.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "G006"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding."""
    return judged_groups(ctx, CODE)

"""G002 macro-in-shared-and-per-frame: a functional group is shared and in a frame as well (PS3.3 C.7.6.16.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "G002"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such macro, at what is shared."""
    return judged_groups(ctx, CODE)

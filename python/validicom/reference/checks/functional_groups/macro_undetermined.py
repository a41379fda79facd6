"""G010 macro-undetermined: a frame lacks a functional group, and whether it may is not known (PS3.3 C.7.6.16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "G010"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such macro of each frame."""
    return judged_groups(ctx, CODE)

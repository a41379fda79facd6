"""G004 macro-not-shareable: a functional group stands where it may not: shared, or in a frame (PS3.3 C.7.6.16.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import judged_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "G004"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such macro of each Item."""
    return judged_groups(ctx, CODE)

"""M006 sop-class-not-covered: a SOP Class of the registry for which the edition has no IOD here (PS3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import assess, at_sop_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "M006"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding, at SOP Class UID."""
    if assess(ctx).without == "not-covered":
        yield at_sop_class(ctx, "info")

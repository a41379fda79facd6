"""M005 sop-class-missing: no SOP Class UID, neither in the data set nor in File Meta Information (PS3.3 C.12.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import assess, at_sop_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "M005"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding, at SOP Class UID. ACR-NEMA had none to give."""
    if assess(ctx).without == "missing" and ctx.parsed.kind != "acr-nema":
        yield at_sop_class(ctx, "error")

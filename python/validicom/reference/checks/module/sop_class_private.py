"""M002 sop-class-private: a SOP Class UID that is not of DICOM (PS3.4, PS3.5 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import assess, at_sop_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "M002"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding, at SOP Class UID."""
    if assess(ctx).without == "private":
        yield at_sop_class(ctx, "info")

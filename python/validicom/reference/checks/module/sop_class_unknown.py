"""M001 sop-class-unknown: a SOP Class UID of DICOM that the registry does not have (PS3.4, PS3.6 annex A)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import assess, at_sop_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "M001"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding, at SOP Class UID."""
    if assess(ctx).without == "unknown":
        yield at_sop_class(ctx, "warning")

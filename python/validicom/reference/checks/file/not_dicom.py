"""F030 not-dicom: a file that is no DICOM file (PS3.10 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.model import DICOM_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F030"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the file."""
    if ctx.parsed.kind not in DICOM_KINDS:
        yield ctx.whole("error", {"kind": ctx.parsed.kind})

"""V044 instance-uid-under-dicom-root: the UID of an Instance under the root of the Standard (PS3.5 9.1, PS3.6 A)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.values import fields, finding, first_failing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V044"
NEED: Final = "value"
VRS: Final = frozenset({"UI"})
#: Media Storage SOP Instance UID, and those of Instance, referenced Instance, Study, Series and Frame of Reference.
TAGS: Final = frozenset({0x00020003, 0x00080018, 0x00081155, 0x0020000D, 0x0020000E, 0x00200052})
ROOT: Final = "1.2.840.10008."
#: Where the Standard has Frames of Reference and Instances of its own.
WELL_KNOWN: Final = ("1.2.840.10008.1.4.", "1.2.840.10008.1.5.")


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    known = ctx.facts.uids

    def fails(value: str) -> bool:
        is_own = value.startswith(ROOT) and not value.startswith(WELL_KNOWN)
        return forms.is_uid(value) and is_own and value not in known

    for element, data in fields(ctx):
        fault = first_failing(data, VRS, fails) if element.tag in TAGS else None
        if fault is not None:
            yield finding(ctx, element, data, fault, "warning")

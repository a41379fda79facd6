"""V029 control-character: a control character in text, other than those the VR allows (PS3.5 6.1.3, 6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.values import Fault, Field, check_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V029"
NEED: Final = "value"
#: No control character but ESC.
LINE_VRS: Final = frozenset({"SH", "LO", "UC", "PN"})
#: TAB, LF, FF and CR as well.
PARAGRAPH_VRS: Final = frozenset({"ST", "LT", "UT"})
FORMATTING: Final = b"\t\n\f\r"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "error")


def find(field: Field) -> Fault | None:
    """The first value with such a character (PS3.5 6.1.3: of the C0 set, ESC serves code extensions)."""
    if field.values is None or field.vr not in LINE_VRS | PARAGRAPH_VRS:
        return None
    allowed = FORMATTING if field.vr in PARAGRAPH_VRS else b""
    for number, value in enumerate(field.values, 1):
        if any(ord(c) < 0x80 and forms.is_control(ord(c)) and ord(c) not in allowed for c in value):
            return Fault(number)
    return None

"""V040 character-set-unknown: a value of Specific Character Set that is no Defined Term (PS3.3 C.12.1.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import charset
from validicom.reference.values import SPECIFIC_CHARACTER_SET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V040"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each (0008,0005) at fault."""
    for element in ctx.elements(in_open_items=False):
        if element.tag == SPECIFIC_CHARACTER_SET and element.value is not None:
            number = charset.parse(element.value).unknown_value
            if number is not None:
                value = charset.parse(element.value).terms[number - 1]
                yield ctx.at(element, "error", value_number=number, value=value)

"""V020 integer-string-range: an IS outside -2^31 to 2^31 - 1 (PS3.5 6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.values import Fault, Field, check_fields, first_failing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V020"
NEED: Final = "value"
VRS: Final = frozenset({"IS"})


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "error")


def find(field: Field) -> Fault | None:
    """The first value that breaks the rule."""
    return first_failing(field, VRS, fails)


def fails(value: str) -> bool:
    """Whether a value that is not blank breaks the rule."""
    return forms.is_integer(value) and not forms.is_integer_in_range(value)

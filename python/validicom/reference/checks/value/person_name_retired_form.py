"""V028 person-name-retired-form: a PN whose first component group has no ^ (PS3.5 6.2.1), as before 1993."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.values import Fault, Field, check_fields, first_failing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V028"
NEED: Final = "value"
FILE_FOLD: Final = True
VRS: Final = frozenset({"PN"})


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "info")


def find(field: Field) -> Fault | None:
    """The first value that breaks the rule."""
    return first_failing(field, VRS, fails)


def fails(value: str) -> bool:
    """Whether a value that is not blank breaks the rule."""
    group = value.split("=")[0]
    return not forms.is_blank(group) and "^" not in group

"""V026 person-name-groups: a PN of more than three component groups (PS3.5 6.2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.values import Fault, Field, check_fields, first_failing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V026"
NEED: Final = "value"
VRS: Final = frozenset({"PN"})


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "error")


def find(field: Field) -> Fault | None:
    """The first value that breaks the rule."""
    return first_failing(field, VRS, fails)


def fails(value: str) -> bool:
    """Whether a value that is not blank breaks the rule."""
    return value.count("=") > 2

"""V031 application-entity-blank: an AE value of nothing but spaces (PS3.5 6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.values import Fault, Field, check_fields, first_failing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V031"
NEED: Final = "value"
VRS: Final = frozenset({"AE"})


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each field at fault."""
    return check_fields(ctx, find, "error")


def find(field: Field) -> Fault | None:
    """The first value that holds a space and nothing else."""
    return first_failing(field, VRS, fails, blanks=True)


def fails(value: str) -> bool:
    """Whether there is something, and all of it is spaces."""
    return value != "" and value.strip(" ") == ""

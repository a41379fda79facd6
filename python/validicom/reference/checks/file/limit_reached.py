"""F091 limit-reached: a limit of this check that was reached, so that something was not looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "F091"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each place."""
    for note in ctx.notes("limit-reached"):
        yield ctx.noted(note, "warning", {"limit": note.detail})

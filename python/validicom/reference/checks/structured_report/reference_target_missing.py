"""S003 reference-target-missing: a Content Item refers to one that is not there (PS3.3 C.17.3.2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.content import content, target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "S003"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such reference."""
    found = content(ctx)
    if found is None:
        return
    for _, _, identifier in found.by_reference():
        if target(found, identifier) == "missing":
            yield ctx.at(identifier, "error")

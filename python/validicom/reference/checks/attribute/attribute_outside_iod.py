"""A110 attribute-outside-iod: a public Attribute for which no Module of the IOD has a row (PS3.4 B.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import assess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "A110"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element; a Standard Extended SOP Class may have it."""
    for element in assess(ctx).outside:
        yield ctx.at(element, "info")

"""A101 type-1-missing: an Attribute of Type 1 that is not there (PS3.5 7.4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.iod import assess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "A101"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Attribute of a data set."""
    for demand in assess(ctx).demands:
        if demand.type == "1" and demand.element is None:
            yield ctx.missing(demand.data_set, demand.tag, demand.severity, module=demand.module)

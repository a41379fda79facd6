"""A102 type-1-empty: an Attribute of Type 1 without a value (PS3.5 7.4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.context import Context, has_value
from validicom.reference.iod import assess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.findings import Raw

CODE: Final = "A102"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Attribute of a data set."""
    for demand in assess(ctx).demands:
        if demand.type == "1" and demand.element is not None and not has_value(demand.element):
            yield ctx.at(demand.element, demand.severity, module=demand.module)

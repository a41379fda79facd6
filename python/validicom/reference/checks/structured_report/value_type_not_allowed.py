"""S001 value-type-not-allowed: a Content Item has a Value Type that its IOD does not allow (PS3.3 A.35)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.content import VALUE_TYPE, content
from validicom.reference.values import trim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "S001"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Content Item."""
    found = content(ctx)
    if found is None:
        return
    severity = "error" if found.rules.is_sure else "warning"
    for item in found.items:
        element, value_type = item.data_set.first(VALUE_TYPE), item.value_type
        if element is None or value_type is None or item.identifier is not None:
            continue
        if value_type not in found.rules.value_types:
            yield ctx.at(element, severity, value=trim("CS", element.value or b"").decode("latin-1"))

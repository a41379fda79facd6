"""S002 relationship-not-allowed: a Content Item is related to its parent as its IOD does not allow (PS3.3 A.35)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.content import RELATIONSHIP_TYPE, content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "S002"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Content Item."""
    found = content(ctx)
    if found is None:
        return
    severity = "error" if found.rules.is_confirmed else "warning"
    allowed = found.rules.value_types
    for item in found.items:
        parent, element = item.parent, item.data_set.first(RELATIONSHIP_TYPE)
        if parent is None or element is None or item.identifier is not None or parent.identifier is not None:
            continue
        source, relationship, target = parent.value_type, item.relationship, item.value_type
        if source not in allowed or target not in allowed or relationship is None:
            # A Value Type that is not allowed has a finding of its own.
            continue
        if (source, relationship, target) not in found.rules.by_value:
            yield ctx.at(element, severity)

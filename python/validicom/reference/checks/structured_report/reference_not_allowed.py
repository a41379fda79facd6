"""S005 reference-not-allowed: a reference to a Content Item that may not be one, or to one around it (PS3.3 A.35)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.content import ContentItem, content, target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "S005"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding for each reference."""
    found = content(ctx)
    if found is None:
        return
    severity = "error" if found.rules.is_confirmed else "warning"
    for item, parent, identifier in found.by_reference():
        if found.rules.forbids_references:
            yield ctx.at(identifier, severity)
            continue
        other = target(found, identifier)
        if not isinstance(other, ContentItem):
            continue
        triple = (parent.value_type, item.relationship, other.value_type)
        if None not in triple and triple not in found.rules.by_reference:
            yield ctx.at(identifier, severity)
        elif item.is_within(other):
            yield ctx.at(identifier, "error", {"fault": "loop"})

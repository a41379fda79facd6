"""C001 uids-must-differ: one UID for two things (PS3.5 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.context import uid_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "C001"
NEED: Final = "value"
#: SOP Instance, Study Instance, Series Instance and Frame of Reference UID, in the order in which they are compared.
UIDS: Final = (0x00080018, 0x0020000D, 0x0020000E, 0x00200052)


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each that is equal to one before it."""
    owners: dict[str, int] = {}
    for tag in UIDS:
        element = ctx.root.first(tag)
        uid = uid_of(element)
        if element is None or uid is None:
            continue
        if uid in owners:
            yield ctx.at(element, "error", {"other": ctx.facts.keyword(owners[uid]) or ""})
        else:
            owners[uid] = tag

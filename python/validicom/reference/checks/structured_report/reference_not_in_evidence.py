"""S004 reference-not-in-evidence: a document refers to an instance that it does not list as evidence (PS3.3 C.17.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.content import content, evidence, references
from validicom.reference.context import uid_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "S004"
NEED: Final = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such reference."""
    found, listed = content(ctx), evidence(ctx)
    if found is None or listed is None:
        return
    known, is_any = listed
    severity = "error" if is_any else "warning"
    for item in found.items:
        if item.value_type in ("IMAGE", "COMPOSITE", "WAVEFORM"):
            for uid in references(item):
                if uid_of(uid) not in known:
                    yield ctx.at(uid, severity)

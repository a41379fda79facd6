"""R002 retired-sop-class: a SOP Class that is retired (PS3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.context import SOP_CLASS_UID, Context
from validicom.reference.facts import retired_sop_classes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.findings import Raw

CODE: Final = "R002"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for the data set; it says what replaced the SOP Class."""
    uid = ctx.sop_class_uid
    if uid is None or uid not in retired_sop_classes(ctx.facts.commons) or uid in ctx.facts.sop_classes:
        return
    element = ctx.root.first(SOP_CLASS_UID)
    detail = {"replaced_by": retired_sop_classes(ctx.facts.commons)[uid] or "none"}
    if element is None:
        yield ctx.missing(ctx.root, SOP_CLASS_UID, "warning", detail)
    else:
        yield ctx.at(element, "warning", detail)

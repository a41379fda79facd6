"""V001 vr-differs: a VR that is not the one of the dictionary (PS3.5 6.2, PS3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.facts import vr_history
from validicom.reference.model import NO_VR, UNKNOWN_VR, DataSet, Element, Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V001"
NEED: Final = "raw"
PIXEL_REPRESENTATION: Final = 0x00280103


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each known public Element with a VR in the stream that is never its, or not its here."""
    for element in ctx.elements(raw=True, in_open_items=False):
        attribute = ctx.facts.attribute(element.tag)
        if attribute is None or element.implicit or element.vr in ("UN", NO_VR, UNKNOWN_VR):
            continue
        if element.vr not in attribute.vrs:
            severity = "warning" if (attribute.tag, element.vr) in vr_history(ctx.facts.commons) else "error"
            yield ctx.at(element, severity, {"expected": attribute.vr})
        elif element.vr in ("US", "SS") and {"US", "SS"} <= set(attribute.vrs):
            expected = {0: "US", 1: "SS"}.get(_pixel_representation(element.owner))
            if expected is not None and element.vr != expected:
                yield ctx.at(element, "warning", {"expected": expected})


def _pixel_representation(data_set: DataSet) -> int:
    """The Pixel Representation of the nearest data set that has one (PS3.5 A.2); -1 if there is none to be read."""
    at = data_set
    element: Element | None = at.first(PIXEL_REPRESENTATION)
    while element is None and isinstance(at, Item):
        at = at.sequence.owner
        element = at.first(PIXEL_REPRESENTATION)
    units = element.units(2) if element is not None else []
    return units[0] if units else -1

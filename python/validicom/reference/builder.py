"""Makes nodes of what is no file: a data set in memory, or DICOM JSON. Elements are added by ascending Tag.

Converted values are written anew: little endian, strings in UTF-8, no padding; what its VR cannot hold is not held.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

from validicom.reference.model import (
    LONG_VRS,
    NO_VR,
    OTHER_VRS,
    UNKNOWN_VR,
    VRS,
    DataSet,
    Element,
    Item,
    Note,
    Parsed,
)
from validicom.reference.walker import MOST_HELD, Walker, dictionary_vr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from validicom.reference.context import Limits

_NUMBERS: Final = {"SS": "<h", "US": "<H", "SL": "<i", "UL": "<I", "SV": "<q", "UV": "<Q", "FL": "<f", "FD": "<d"}


class Builder:
    """Adds Elements and Items within limits."""

    def __init__(self, limits: Limits) -> None:
        self.parsed = Parsed("data-set", is_file=False)
        self.limits = limits
        self.walker = Walker(self.parsed, limits)

    def element(self, owner: DataSet | None, depth: int, tag: int, vr: str) -> Element | None:
        """A new Element of a data set; ``None`` where it is not kept."""
        self.parsed.seen += 1
        if owner is None or not self._keep():
            return None
        read_vr = "UN" if vr == UNKNOWN_VR else vr
        if vr in (NO_VR, "UN"):
            read_vr = dictionary_vr(self.walker.dictionary, tag)
        element = Element(tag, vr, read_vr, owner, depth, implicit=vr == NO_VR)
        owner.elements.append(element)
        return element

    def converted(self, element: Element | None, value: bytes | None) -> None:
        """Gives an Element the bytes of a converted value; ``None``: a value that is not at hand."""
        if element is None:
            return
        element.utf8 = True
        self.hold(element, value)

    def raw(self, element: Element | None, value: bytes | None, *, little: bool, undefined: bool) -> None:
        """Gives an Element the bytes that it had in a file; Sequences among them are walked."""
        if element is None:
            return
        element.raw = True
        is_un = element.vr == "UN"
        element.big_endian = not little and not is_un
        if undefined:
            element.length, element.encapsulated, element.read_vr = 0xFFFFFFFF, True, element.vr
        elif element.read_vr == "SQ" and value is not None:
            element.length = len(value)
            implicit = is_un or element.implicit
            self.walker.walk_value(element, value, implicit=implicit, big=element.big_endian, in_un=is_un)
        else:
            self.hold(element, value)

    def hold(self, element: Element, value: bytes | None) -> None:
        """Holds a value as docs/recovery.md 6 says."""
        element.length = 1 if value is None else len(value)
        if value is None or (len(value) > MOST_HELD and (element.read_vr in OTHER_VRS or element.read_vr == "UN")):
            return
        if self.walker.held + len(value) > self.limits.held_bytes:
            self.parsed.notes.append(Note("limit-reached", element, 0, "held-bytes"))
            return
        self.walker.held += len(value)
        element.value = value

    def item(self, sequence: Element | None) -> Item | None:
        """A new Item of a Sequence; ``None`` where it is not kept."""
        self.parsed.seen += 1
        if sequence is None:
            return None
        if sequence.depth >= self.limits.depth:
            self.walker.note_depth(sequence, 0)
            return None
        if not self._keep():
            sequence.has_items_not_kept = True
            return None
        item = Item(sequence=sequence, number=len(sequence.items) + 1, raw=sequence.raw)
        sequence.items.append(item)
        return item

    def finish(self) -> Parsed:
        """The nodes, without offsets, which mean nothing here."""
        for node in self.parsed.nodes():
            node.at = None
            if isinstance(node, Element):
                node.value_at = None
        return self.parsed

    def _keep(self) -> bool:
        return self.parsed.stopped != "limit" and self.walker.keep(0)


def vr_of(name: str) -> str:
    """The VR of a name as pydicom and JSON have it: of `US or SS` and its like the first, of what is no VR UN."""
    return name[:2] if name[:2] in VRS else "UN"


def encode(vr: str, value: Any, text: Callable[[str, Any], str | None]) -> bytes | None:
    """The bytes of a value; ``None`` if it cannot be written by its VR. ``text`` gives one value of a string VR."""
    if value is None:
        return b""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    if vr in OTHER_VRS or vr in ("UN", "SQ") or (vr in LONG_VRS and vr == UNKNOWN_VR):
        return None
    try:
        if vr in _NUMBERS or vr == "AT":
            return b"".join(_number(vr, one) for one in _values(value) if one != "")
        texts = [text(vr, one) for one in _values(value)]
    except Exception:  # what a value of another's class raises when it is looked at
        return None
    return None if None in texts else "\\".join(one or "" for one in texts).encode("utf-8", "surrogatepass")


def _values(value: Any) -> Sequence[Any]:
    from collections.abc import Sequence as Sequence_

    return list(value) if isinstance(value, Sequence_) and not isinstance(value, str) else [value]


def _number(vr: str, value: Any) -> bytes:
    if isinstance(value, str):
        value = value.strip()
    if vr == "AT":
        tag = int(value, 16) if isinstance(value, str) else int(value)
        if isinstance(value, str) and len(value) != 8:
            raise ValueError("not a Tag")
        return struct.pack("<HH", tag >> 16, tag & 0xFFFF)
    if vr in ("FL", "FD"):
        return struct.pack(_NUMBERS[vr], float(value))
    if isinstance(value, float):
        raise TypeError("not a whole number")
    return struct.pack(_NUMBERS[vr], int(value))

"""Bytes to nodes and notes, as `docs/recovery.md` decides; the numbers in comments are its sections.

Input is hostile: no byte sequence raises, recurses, or makes anything as large as a length that it claims.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Final

from validicom.reference.context import Limits
from validicom.reference.facts import NEWEST, Facts, facts, transfer_syntaxes
from validicom.reference.model import (
    ITEM,
    ITEM_DELIMITER,
    LONG_VRS,
    NO_VR,
    OTHER_VRS,
    PIXEL_DATA,
    SEQUENCE_DELIMITER,
    UNDEFINED,
    UNKNOWN_VR,
    VRS,
    DataSet,
    Element,
    Item,
    Node,
    Note,
    Parsed,
)  # fmt: skip

IMPLICIT_LITTLE: Final = "implicit-little"
EXPLICIT_LITTLE: Final = "explicit-little"
EXPLICIT_BIG: Final = "explicit-big"

#: Longer values of these VRs, and of UN, are not held (6).
MOST_HELD: Final = 65_536

_GE_PRIVATE: Final = "1.2.840.113619.5.2"
_ENCODINGS: Final = {
    "1.2.840.10008.1.2": IMPLICIT_LITTLE,
    "1.2.840.10008.1.2.2": EXPLICIT_BIG,
    _GE_PRIVATE: IMPLICIT_LITTLE,
}
_DEFLATED: Final = frozenset({"1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205"})

_SIGNATURES: Final = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF-", "pdf"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)
#: How programs begin, with the kind of program.
PROGRAMS: Final = (
    (b"\x7fELF", "elf"),
    (b"MZ", "pe"),
    (b"\xfe\xed\xfa\xce", "mach-o"),
    (b"\xfe\xed\xfa\xcf", "mach-o"),
    (b"\xce\xfa\xed\xfe", "mach-o"),
    (b"\xcf\xfa\xed\xfe", "mach-o"),
    (b"\xca\xfe\xba\xbe", "mach-o"),
    (b"#!", "script"),
)
_TEXT: Final = frozenset({0x09, 0x0A, 0x0D, *range(0x20, 0x7F), *range(0x80, 0x100)})
_PIXEL_DATA_TAGS: Final = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
_UNDEFINED_ALLOWED: Final = frozenset({"SQ", "UN", "OB", "OW"})


def parse(data: bytes, *, read: str = "all", limits: Limits | None = None) -> Parsed:
    """Reads the bytes of a file; ``read="header"`` ends at Pixel Data of the root."""
    parsed = Parsed(kind_of(data), head=data[:1024], length=len(data))
    walker = Walker(parsed, limits or Limits(), read)
    if parsed.kind in ("part10", "no-preamble", "bare-file-meta"):
        start = {"part10": 132, "no-preamble": 4, "bare-file-meta": 0}[parsed.kind]
        if walker.walk_meta(data, start):
            walker.walk_data_set(data, parsed.meta_end)
    elif parsed.kind == "bare-data-set":
        parsed.encoding = found_by_reading(data, 0)
        walker.walk_root(data, 0, parsed.encoding or EXPLICIT_LITTLE)
        recognition = parsed.root.first(0x00080010)
        if recognition is not None and b"ACR-NEMA" in (recognition.value or b""):
            parsed.kind = "acr-nema"
    return parsed


def kind_of(data: bytes) -> str:
    """What the first bytes say (1)."""
    head = data[:1024]
    if not head:
        return "empty"
    if head[128:132] == b"DICM":
        return "part10"
    if head[:4] == b"DICM":
        return "no-preamble"
    if head[:2] == b"\x02\x00" and head[3:4] == b"\0" and head[4:6].decode("latin-1") in VRS:
        return "bare-file-meta"
    for beginning, kind in _SIGNATURES:
        if head.startswith(beginning):
            return kind
    if any(head.startswith(beginning) for beginning, _ in PROGRAMS):
        return "executable"
    encoding = found_by_reading(data, 0)
    if encoding is not None:
        group = int.from_bytes(head[:2], "big" if encoding == EXPLICIT_BIG else "little")
        if group % 2 == 0 and group <= 0x40:
            return "bare-data-set"
    return "text" if _TEXT.issuperset(head) else "other"


def is_plausible(data: bytes, at: int, encoding: str) -> bool:
    """Whether the header of one Element can be read at ``at`` by an encoding (2)."""
    big = encoding == EXPLICIT_BIG
    header = read_header(data, at, len(data), implicit=encoding == IMPLICIT_LITTLE, big=big)
    if header is None or header.tag == 0:
        return False
    group = header.tag >> 16
    if group > 0x7FE0 and group not in (0xFFFA, 0xFFFC):
        return False
    if encoding != IMPLICIT_LITTLE and header.vr not in VRS:
        return False
    if header.length == UNDEFINED:
        return encoding == IMPLICIT_LITTLE or header.vr in _UNDEFINED_ALLOWED
    return header.length <= len(data) - at - header.size


def explicit_by_reading(data: bytes, at: int) -> str | None:
    """The plausible explicit encoding by which the group number is lower."""
    plausible = [encoding for encoding in (EXPLICIT_LITTLE, EXPLICIT_BIG) if is_plausible(data, at, encoding)]
    if len(plausible) < 2:
        return plausible[0] if plausible else None
    little, big = (int.from_bytes(data[at : at + 2], order) for order in ("little", "big"))
    return EXPLICIT_BIG if big < little else EXPLICIT_LITTLE


def found_by_reading(data: bytes, at: int) -> str | None:
    """The encoding that the first Element tells, if any is plausible."""
    explicit = explicit_by_reading(data, at)
    if explicit is None and is_plausible(data, at, IMPLICIT_LITTLE):
        return IMPLICIT_LITTLE
    return explicit


def inflate(data: bytes, most: int) -> tuple[bytes, bool, int]:
    """What a raw deflate stream gives (at most ``most`` bytes), whether it is whole, and the bytes after its end."""
    stream = zlib.decompressobj(-15)
    out = bytearray()
    at = 0
    # Each turn takes a piece of the input.
    while at < len(data) and len(out) < most and not stream.eof:
        before, size = stream.copy(), len(out)
        piece = data[at : at + 16_384]
        at += len(piece)
        waiting = piece
        try:
            while len(out) < most and not stream.eof:
                given = stream.decompress(waiting, most - len(out))
                out += given
                waiting = stream.unconsumed_tail
                if not given and not waiting:
                    break
        except zlib.error:
            # What came out before the damage is lost with the exception: it is asked for in the smallest steps.
            del out[size:]
            try:
                for number in range(len(piece)):
                    waiting = piece[number : number + 1]
                    while len(out) < most:
                        given = before.decompress(waiting, 1)
                        out += given
                        waiting = before.unconsumed_tail
                        if not given and not waiting:
                            break
            except zlib.error:
                return bytes(out), False, 0
    return bytes(out), stream.eof, len(stream.unused_data) + len(data) - at


@dataclass(frozen=True, slots=True)
class Header:
    """Tag, VR and Length of one Element, Item or delimiter (5)."""

    tag: int
    vr: str
    length: int
    #: Bytes that it takes.
    size: int
    missing_vr: bool = False
    reserved_not_zero: bool = False


def read_header(data: bytes, at: int, end: int, *, implicit: bool, big: bool) -> Header | None:
    """The header at ``at``; ``None`` if fewer bytes than it needs are left before ``end``."""
    if end - at < 8:
        return None
    order: Final = "big" if big else "little"
    tag = int.from_bytes(data[at : at + 2], order) << 16 | int.from_bytes(data[at + 2 : at + 4], order)
    length = int.from_bytes(data[at + 4 : at + 8], order)
    if implicit or tag >> 16 == 0xFFFE:
        return Header(tag, NO_VR, length, 8)
    letters = data[at + 4 : at + 6]
    vr = letters.decode("latin-1")
    if vr not in VRS:
        if not all(0x41 <= letter <= 0x5A for letter in letters):
            return Header(tag, NO_VR, length, 8, missing_vr=True)
        vr = UNKNOWN_VR
    if vr not in LONG_VRS:
        return Header(tag, vr, int.from_bytes(data[at + 6 : at + 8], order), 8)
    if end - at < 12:
        return None
    length = int.from_bytes(data[at + 8 : at + 12], order)
    return Header(tag, vr, length, 12, reserved_not_zero=data[at + 6 : at + 8] != b"\0\0")


def dictionary_vr(dictionary: Facts, tag: int) -> str:
    """The VR by which a value without one is read (5)."""
    if tag & 0xFFFF == 0:
        return "UL"
    if (tag >> 16) % 2:
        return "LO" if 0x10 <= tag & 0xFFFF <= 0xFF else "UN"
    attribute = dictionary.attribute(tag)
    if attribute is None:
        return "UN"
    return "OW" if len(attribute.vrs) > 1 and "OW" in attribute.vrs else attribute.vrs[0]


@dataclass(eq=False, slots=True)
class _Frame:
    """An open container: the root, an Item, a Sequence, or encapsulated Pixel Data."""

    kind: str
    #: The data set of the root or of an Item; ``None`` where it is not kept.
    data_set: DataSet | None
    #: The Element of a Sequence or of Pixel Data.
    element: Element | None
    #: The end of the innermost container of defined length.
    end: int
    #: Whether that is this one.
    owns_end: bool
    #: `item`, `sequence` or `file`: what that is, and the node of it.
    end_of: str
    end_node: Node | None
    implicit: bool
    big: bool
    in_un: bool = False
    #: Depth of the Elements in it.
    depth: int = 0
    #: Whether what stands in it is kept.
    kept: bool = True
    #: Items met.
    items: int = 0
    occurrences: dict[int, int] = field(default_factory=dict)

    @property
    def node(self) -> Node | None:
        """What a note about this container belongs to."""
        if self.element is not None:
            return self.element
        return self.data_set if isinstance(self.data_set, Item) else None


class Walker:
    """Walks values into a `Parsed`; one budget for all of them."""

    def __init__(self, parsed: Parsed, limits: Limits, read: str = "all") -> None:
        self.parsed = parsed
        self.limits = limits
        self.read = read
        self.dictionary = facts(NEWEST)
        self._kept = 0
        self.held = 0
        self._has_depth_note = False
        self._big_endian_pixels = False
        #: The data were cut at the limit of inflated bytes: their end is no fault of the file.
        self._cut = False
        #: Bytes of the root are left that are no Element.
        self._has_rest = False
        self._data = b""
        self._shift = 0
        self._at = 0
        self._frames: list[_Frame] = []

    # -- File Meta Information (3) ---------------------------------------------------------------------------------

    def walk_meta(self, data: bytes, start: int) -> bool:
        """Reads File Meta Information; whether the walk may go on after it."""
        parsed = self.parsed
        parsed.meta_end = at = start
        implicit = big = False
        if data[at : at + 2] == b"\0\x02":
            big = True
        elif data[at : at + 2] == b"\x02\0":
            letters = data[at + 4 : at + 6]
            implicit = len(letters) < 2 or not all(0x41 <= letter <= 0x5A for letter in letters)
        if implicit or big:
            self._note("meta-not-explicit", None, at)
        self._data, self._shift = data, 0
        occurrences: dict[int, int] = {}
        group = b"\0\x02" if big else b"\x02\0"
        while data[at : at + 2] == group:
            header = read_header(data, at, len(data), implicit=implicit, big=big)
            if header is None:
                self._note("trailing-bytes", None, at, len(data) - at)
                parsed.stopped = "cannot-go-on"
                return False
            element = self._element(header, at, parsed.meta, occurrences, big=big, depth=0)
            parsed.seen += 1
            if not self.keep(at):
                return False
            parsed.meta.elements.append(element)
            value_at = at + header.size
            if element.has_undefined_length:
                self._note("undefined-length-not-allowed", element, at)
                self._note("cannot-go-on", None, at)
                parsed.meta_end = value_at
                parsed.stopped = "cannot-go-on"
                return False
            end = value_at + header.length
            if end > len(data):
                self._note("length-past-end", element, at, "file")
                element.truncated = True
                parsed.meta_end = len(data)
                return False
            self._hold(element, value_at, at)
            parsed.meta_end = at = end
        return True

    # -- The data set (4) ------------------------------------------------------------------------------------------

    def walk_data_set(self, data: bytes, start: int) -> None:
        """Reads the data set after File Meta Information, by its Transfer Syntax or what is found instead."""
        if start >= len(data):
            return
        uid = transfer_syntax_of(self.parsed.meta.first(0x00020010))
        if uid in _DEFLATED:
            inflated = self._inflate(data[start:], start)
            if inflated is not None:
                self.parsed.deflated = True
                self.parsed.length = start + len(inflated)
                self.walk_root(inflated, 0, self._checked(inflated, 0, EXPLICIT_LITTLE, start), shift=start)
                return
            found = found_by_reading(data, start) or EXPLICIT_LITTLE
            self._note("encoding-differs", None, start, found)
        elif uid in _ENCODINGS or uid in transfer_syntaxes():
            found = self._checked(data, start, _ENCODINGS.get(uid, EXPLICIT_LITTLE), start)
            self._big_endian_pixels = uid == _GE_PRIVATE
        else:
            found = found_by_reading(data, start) or EXPLICIT_LITTLE
            self._note("encoding-guessed", None, start, found)
        self.walk_root(data, start, found)

    def _checked(self, data: bytes, at: int, declared: str, offset: int) -> str:
        """The declared encoding, or the one that the first Element shows instead."""
        if declared == IMPLICIT_LITTLE:
            found = explicit_by_reading(data, at)
        elif is_plausible(data, at, declared):
            return declared
        else:
            found = found_by_reading(data, at)
        if found is None or found == declared:
            return declared
        self._note("encoding-differs", None, offset, found)
        return found

    def _inflate(self, data: bytes, offset: int) -> bytes | None:
        """What comes out of a raw deflate stream, at most the limit; ``None`` if not one byte does."""
        limit = self.limits.inflated_bytes
        out, is_whole, unused = inflate(data, limit + 1)
        if not out:
            return None
        if len(out) > limit:
            self._note("limit-reached", None, offset, "inflated-bytes")
            self._cut = True
            return out[:limit]
        if not is_whole:
            self._note("deflate-damaged", None, offset)
        elif unused > 1:
            self._note("bytes-after-deflate", None, offset, unused)
        return out

    def walk_root(self, data: bytes, start: int, encoding: str, *, shift: int = 0) -> None:
        """Reads Elements from ``start`` to the end; ``shift`` is added to all offsets."""
        self.parsed.encoding = encoding
        root = _Frame(
            "root", self.parsed.root, None, len(data), True, "file", None,
            encoding == IMPLICIT_LITTLE, encoding == EXPLICIT_BIG,
        )  # fmt: skip
        self._walk(data, start, root, shift)

    def walk_value(self, element: Element, data: bytes, *, implicit: bool, big: bool, in_un: bool) -> None:
        """Reads the Items of a Sequence whose value stands alone, as in a data set in memory."""
        frame = _Frame(
            "sequence", None, element, len(data), True, "sequence", element, implicit, big, in_un, element.depth + 1
        )
        self._walk(data, 0, frame, 0)

    def _walk(self, data: bytes, start: int, first: _Frame, shift: int) -> None:
        self._data, self._at, self._shift = data, start, shift
        self._frames = [first]
        # Each turn takes bytes (at least 8) or closes a container, so this ends.
        while self._frames and self.parsed.stopped is None:
            frame = self._frames[-1]
            if frame.kind == "root" and not self._has_rest:
                self.parsed.root_end = self._at + shift
            if self._at >= frame.end:
                if self._cut and self._at >= len(data):
                    self.parsed.stopped = "limit"
                    return
                self._close_at_end(frame)
            elif frame.kind == "root" and self._is_padding(frame):
                self._note("trailing-zeros", None, self._at)
                return
            elif frame.kind in ("root", "item"):
                self._step_in_data_set(frame)
            elif frame.kind == "sequence":
                self._step_in_sequence(frame)
            else:
                self._step_in_pixel_data(frame)

    def _is_padding(self, frame: _Frame) -> bool:
        """Whether nothing but zeros is in the next 8 bytes of the root (11)."""
        if self._cut and frame.end - self._at < 8:
            return False
        return not any(self._data[self._at : min(self._at + 8, frame.end)])

    def _close_at_end(self, frame: _Frame) -> None:
        """Closes the innermost container at the end of the one of defined length (7)."""
        self._frames.pop()
        if not frame.owns_end:
            kind = "missing-item-delimiter" if frame.kind == "item" else "missing-sequence-delimiter"
            self._note_in(frame, kind, frame.node, self._at)

    def _short(self, frame: _Frame) -> None:
        """Fewer bytes are left than a header needs (5)."""
        left = frame.end - self._at
        self._has_rest = self._has_rest or frame.kind == "root"
        if self._cut and frame.end == len(self._data):
            self.parsed.stopped = "limit"
            return
        if self._is_kept_here(frame):
            self._note("trailing-bytes", frame.end_node, self._at, left)
        self._at = frame.end

    def _step_in_data_set(self, frame: _Frame) -> None:
        """One Element, Item or delimiter in the root or in an Item (7)."""
        header = self._read(frame)
        if header is None:
            self._short(frame)
        elif header.tag == ITEM_DELIMITER and frame.kind == "item" and not frame.owns_end:
            self._delimiter(frame, header)
            self._frames.pop()
        elif header.tag in (ITEM, SEQUENCE_DELIMITER) and frame.kind == "item" and not frame.owns_end:
            self._note_in(frame, "missing-item-delimiter", frame.node, self._at)
            self._frames.pop()
        elif header.tag in (ITEM, ITEM_DELIMITER, SEQUENCE_DELIMITER):
            self._stray(frame, header)
        else:
            self._step_element(frame, header)

    def _step_in_sequence(self, frame: _Frame) -> None:
        """One Item or delimiter in a Sequence (7)."""
        header = self._read(frame)
        if header is None:
            self._short(frame)
        elif header.tag == ITEM:
            self._open_item(frame, header)
        elif header.tag == SEQUENCE_DELIMITER and not frame.owns_end:
            self._delimiter(frame, header)
            self._frames.pop()
        elif header.tag in (ITEM_DELIMITER, SEQUENCE_DELIMITER):
            self._stray(frame, header)
        elif frame.owns_end:
            self._note_in(frame, "not-an-item", frame.node, self._at, header.tag)
            self._at = frame.end
        else:
            self._note_in(frame, "missing-sequence-delimiter", frame.node, self._at)
            self._frames.pop()

    def _read(self, frame: _Frame) -> Header | None:
        if frame.kind in ("sequence", "pixel-data"):
            # What stands here is no Element: 8 bytes are a header.
            return read_header(self._data, self._at, frame.end, implicit=True, big=frame.big)
        return read_header(self._data, self._at, frame.end, implicit=frame.implicit, big=frame.big)

    def _stray(self, frame: _Frame, header: Header) -> None:
        self._note_in(frame, "stray-delimiter", frame.node, self._at, header.tag & 0xFFFF)
        self._at += 8

    def _delimiter(self, frame: _Frame, header: Header) -> None:
        if header.length:
            self._note_in(frame, "delimiter-length-not-zero", frame.node, self._at, header.length)
        self._at += 8

    def _open_item(self, frame: _Frame, header: Header) -> None:
        at = self._at
        self.parsed.seen += 1
        frame.items += 1
        sequence = frame.element
        kept = sequence is not None and frame.depth <= self.limits.depth
        item: Item | None = None
        if sequence is not None and not kept:
            self.note_depth(sequence, at)
        if sequence is not None and kept:
            if not self.keep(at):
                sequence.has_items_not_kept = True
                return
            item = Item(sequence=sequence, number=frame.items, length=header.length, at=at + self._shift, raw=True)
            sequence.items.append(item)
        self._at += 8
        end, defined = frame.end, header.length != UNDEFINED
        if defined:
            end = self._at + header.length
            if end > frame.end:
                if item is not None:
                    item.truncated = True
                    self._note_past_end(frame, item, at)
                end = frame.end
        self._frames.append(
            _Frame(
                "item", item, None, end, defined, "item" if defined else frame.end_of,
                item if defined else frame.end_node, frame.implicit, frame.big, frame.in_un, frame.depth, kept,
            )
        )  # fmt: skip

    def _note_past_end(self, frame: _Frame, node: Node, at: int) -> None:
        if not (self._cut and frame.end == len(self._data)):
            self._note("length-past-end", node, at, frame.end_of)

    # -- Elements (5, 6, 8, 10) --------------------------------------------------------------------------------------

    def _step_element(self, frame: _Frame, header: Header) -> None:
        at = self._at
        value_at = at + header.size
        defined = header.length != UNDEFINED
        past_end = defined and value_at + header.length > frame.end
        stops = frame.kind == "root" and self.read == "header" and header.tag in _PIXEL_DATA_TAGS
        owner = frame.data_set if frame.data_set is not None else DataSet()
        element = self._element(header, at, owner, frame.occurrences, big=frame.big, depth=frame.depth)
        element.in_un = frame.in_un
        opens = self._opened_by(element) if not stops else None
        if past_end and opens is None and not stops and self._cut and frame.end == len(self._data):
            self.parsed.stopped = "limit"
            return
        self.parsed.seen += 1
        if frame.kept:
            if not self.keep(at):
                return
            owner.elements.append(element)
        self._at = value_at
        if stops:
            if past_end:
                element.truncated = True
                self._note_past_end(frame, element, at)
            element.encapsulated = _is_encapsulated(element)
            self.parsed.stopped = "pixel-data"
            return
        if opens is None and not defined:
            opens = self._undefined_elsewhere(frame, element, at)
            if opens is None:
                return
        if past_end:
            element.truncated = True
            if frame.kept:
                self._note_past_end(frame, element, at)
        if opens is None:
            if not past_end and frame.kept:
                self._hold(element, value_at, at)
            self._at = frame.end if past_end else value_at + header.length
            return
        self._open(frame, element, opens)

    def _opened_by(self, element: Element) -> str | None:
        """Which container the value is by rights: a Sequence, encapsulated Pixel Data, or none."""
        undefined = element.has_undefined_length
        if undefined and _is_encapsulated(element):
            return "pixel-data"
        if undefined and element.vr == UNKNOWN_VR:
            return None
        if element.read_vr == "SQ" or (undefined and element.vr in (NO_VR, "UN")):
            return "sequence"
        return None

    def _undefined_elsewhere(self, frame: _Frame, element: Element, at: int) -> str | None:
        """Undefined length where it is not allowed (8): what the value is read as, if it can be read."""
        if frame.kept:
            self._note("undefined-length-not-allowed", element, at)
        next_tag = read_header(self._data, self._at, self._at + 8, implicit=True, big=frame.big)
        if self._at + 4 <= frame.end and next_tag is not None and next_tag.tag in (ITEM, SEQUENCE_DELIMITER):
            return "pixel-data" if element.vr in OTHER_VRS else "sequence"
        self._cannot_go_on(frame, at)
        return None

    def _cannot_go_on(self, frame: _Frame, at: int) -> None:
        """The rest of the innermost container of defined length is skipped; without one the walk ends."""
        self._note_in(frame, "cannot-go-on", frame.node, at)
        while not self._frames[-1].owns_end:
            self._frames.pop()
        if self._frames[-1].kind == "root":
            self.parsed.stopped = "cannot-go-on"
        else:
            self._at = self._frames[-1].end

    def _open(self, frame: _Frame, element: Element, kind: str) -> None:
        defined = not element.has_undefined_length
        end = min(self._at + element.length, frame.end) if defined else frame.end
        implicit, big, in_un = frame.implicit, frame.big, frame.in_un
        if kind == "pixel-data":
            element.encapsulated = True
        else:
            element.read_vr = "SQ"
            if element.vr == "UN":
                implicit, big, in_un = True, False, True
        self._frames.append(
            _Frame(
                kind, None, element if frame.kept else None, end, defined, "sequence" if defined else frame.end_of,
                element if defined and frame.kept else frame.end_node if not defined else None,
                implicit, big, in_un, frame.depth + 1, frame.kept,
            )
        )  # fmt: skip

    def _step_in_pixel_data(self, frame: _Frame) -> None:
        """One fragment or the delimiter of encapsulated Pixel Data (9)."""
        header = self._read(frame)
        at = self._at
        if header is None:
            self._short(frame)
        elif header.tag == SEQUENCE_DELIMITER:
            self._delimiter(frame, header)
            self._frames.pop()
        elif header.tag != ITEM:
            self._note_in(frame, "missing-sequence-delimiter", frame.node, at)
            self._frames.pop()
        else:
            self._fragment(frame, header, at)

    def _fragment(self, frame: _Frame, header: Header, at: int) -> None:
        self.parsed.seen += 1
        if frame.items >= self.limits.fragments:
            self._note_in(frame, "limit-reached", frame.node, at, "fragments")
            self.parsed.stopped = "limit"
            return
        frame.items += 1
        fragment: Item | None = None
        if frame.element is not None:
            if not self.keep(at):
                return
            fragment = Item(
                sequence=frame.element, number=frame.items, length=header.length, at=at + self._shift, raw=True
            )
            frame.element.items.append(fragment)
        if header.length == UNDEFINED:
            if fragment is not None:
                self._note("undefined-length-not-allowed", fragment, at)
            self._cannot_go_on(frame, at)
            return
        value_at = at + 8
        end = value_at + header.length
        if end > frame.end:
            if fragment is not None:
                fragment.truncated = True
                self._note_past_end(frame, fragment, at)
            end = frame.end
        elif fragment is not None and frame.items == 1 and header.length <= MOST_HELD:
            fragment.value = self._value(fragment, value_at, header.length, at)
        self._at = end

    def _element(
        self, header: Header, at: int, owner: DataSet, occurrences: dict[int, int], *, big: bool, depth: int
    ) -> Element:
        occurrence = occurrences[header.tag] = occurrences.get(header.tag, 0) + 1
        read_vr = header.vr
        if header.vr == UNKNOWN_VR:
            read_vr, big = "UN", False
        elif header.vr in (NO_VR, "UN"):
            read_vr = dictionary_vr(self.dictionary, header.tag)
            if header.vr != NO_VR and header.tag & 0xFFFF == 0 and self.dictionary.attribute(header.tag) is None:
                # Group Length is no word of the dictionary, which alone counts for UN (10).
                read_vr = "UN"
            # PS3.5 6.2.2: what is encoded as UN is little endian.
            big = big and header.vr == NO_VR
        if header.tag == PIXEL_DATA and self._big_endian_pixels:
            big = True
        return Element(
            header.tag, header.vr, read_vr, owner, depth, occurrence, header.length, at + self._shift,
            at + header.size + self._shift, implicit=header.vr == NO_VR, big_endian=big, raw=True,
            missing_vr=header.missing_vr, reserved_not_zero=header.reserved_not_zero,
        )  # fmt: skip

    # -- Values and limits (6, 12) -----------------------------------------------------------------------------------

    def _hold(self, element: Element, value_at: int, at: int) -> None:
        if element.length > MOST_HELD and (element.read_vr in OTHER_VRS or element.read_vr == "UN"):
            return
        element.value = self._value(element, value_at, element.length, at)

    def _value(self, node: Node, value_at: int, length: int, at: int) -> bytes | None:
        if self.held + length > self.limits.held_bytes:
            self._note("limit-reached", node, at, "held-bytes")
            return None
        self.held += length
        return self._data[value_at : value_at + length]

    def keep(self, at: int) -> bool:
        """Whether one more Element or Item may be kept; if not, the walk ends."""
        if self._kept >= self.limits.elements:
            self._note("limit-reached", None, at, "elements")
            self.parsed.stopped = "limit"
            return False
        self._kept += 1
        return True

    def note_depth(self, sequence: Element, at: int) -> None:
        """The first Sequence whose Items are not kept is noted; of each it is known that it has some."""
        sequence.has_items_not_kept = True
        if not self._has_depth_note:
            self._has_depth_note = True
            self._note("limit-reached", sequence, at, "depth")

    # -- Notes (13) --------------------------------------------------------------------------------------------------

    def _is_kept_here(self, frame: _Frame) -> bool:
        return frame.kept and not (frame.kind in ("sequence", "pixel-data") and frame.element is None)

    def _note_in(self, frame: _Frame, kind: str, node: Node | None, at: int, detail: int | str = 0) -> None:
        """A note about a container, which is left out where the container is not kept."""
        if self._is_kept_here(frame):
            self._note(kind, node, at, detail)

    def _note(self, kind: str, node: Node | None, at: int, detail: int | str = 0) -> None:
        self.parsed.notes.append(Note(kind, node, at + self._shift, detail))


def _is_encapsulated(element: Element) -> bool:
    """Whether undefined length makes this encapsulated Pixel Data (8)."""
    if element.tag != PIXEL_DATA or not element.has_undefined_length:
        return False
    return element.vr in OTHER_VRS or element.vr in ("UN", NO_VR)


def transfer_syntax_of(element: Element | None) -> str:
    """The Transfer Syntax UID as reading takes it: up to its first NUL, trailing spaces removed (4)."""
    if element is None or element.value is None:
        return ""
    return element.value.split(b"\0")[0].rstrip(b" ").decode("latin-1")

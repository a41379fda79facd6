"""A small encoder of data sets (PS3.5 7, annex A; PS3.10 7.1) that can also write what the Standard forbids.

It is no writer for users and shares nothing with pydicom's: a generator needs wrong lengths, missing delimiters,
letters that are no VR, and File Meta Information that lies.
"""

from __future__ import annotations

import dataclasses
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

IMPLICIT_LITTLE = "1.2.840.10008.1.2"
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
EXPLICIT_BIG = "1.2.840.10008.1.2.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
JPEG_BASELINE = "1.2.840.10008.1.2.4.50"
UNDEFINED = 0xFFFFFFFF

LONG_FORM = frozenset(["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"])
ALL_VRS = (
    "AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV"
).split()
SIZES = {
    "AT": 4, "FD": 8, "FL": 4, "SL": 4, "SS": 2, "SV": 8, "UL": 4, "US": 2, "UV": 8,
    "OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8,
}  # fmt: skip
CODES = {"FD": "d", "FL": "f", "SL": "i", "SS": "h", "SV": "q", "UL": "I", "US": "H", "UV": "Q"}

_UNITS = {"AT": 2, **SIZES}
_UNITS["AT"] = 2


@dataclass
class Item:
    """An Item: its Elements and how it is written."""

    elements: list[El] = field(default_factory=list)
    undefined: bool = False
    length: int | None = None
    delimiter: bool = True
    tag: int = 0xFFFEE000


@dataclass
class El:
    """A Data Element. `value` is in little endian; Items or fragments stand in its place."""

    tag: int
    vr: str
    value: bytes = b""
    items: list[Item] | None = None
    fragments: list[bytes] | None = None
    undefined: bool = False
    length: int | None = None
    delimiter: bool = True
    written_vr: bytes | None = None
    reserved: bytes = b"\0\0"
    delimiter_length: int = 0

    def copy(self, **changes: object) -> El:
        """A copy with changes."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Encoding:
    """One of the three encodings of PS3.5 annex A."""

    explicit: bool = True
    little: bool = True

    @property
    def order(self) -> str:
        """The byte order for `struct`."""
        return "<" if self.little else ">"


def encoding_of(transfer_syntax: str) -> Encoding:
    """The encoding of a Transfer Syntax."""
    if transfer_syntax == IMPLICIT_LITTLE:
        return Encoding(explicit=False)
    if transfer_syntax == EXPLICIT_BIG:
        return Encoding(little=False)
    return Encoding()


def swapped(vr: str, value: bytes) -> bytes:
    """The value in big endian; what is left over at the end of a value of a wrong length stays as it is."""
    unit = _UNITS.get(vr, 1)
    if unit == 1:
        return value
    whole = len(value) - len(value) % unit
    return b"".join(value[i : i + unit][::-1] for i in range(0, whole, unit)) + value[whole:]


def tag_bytes(tag: int, encoding: Encoding) -> bytes:
    """A Tag as it stands in the stream."""
    return struct.pack(encoding.order + "HH", tag >> 16, tag & 0xFFFF)


def header(tag: int, vr: bytes | None, length: int, encoding: Encoding, reserved: bytes = b"\0\0") -> bytes:
    """The header of an Element; `vr` is None where none is written."""
    start = tag_bytes(tag, encoding)
    if vr is None:
        return start + struct.pack(encoding.order + "I", length & 0xFFFFFFFF)
    name = vr.decode("latin-1")
    if name in LONG_FORM or (name not in ALL_VRS and vr.isalpha() and vr.isupper()):
        return start + vr + reserved + struct.pack(encoding.order + "I", length & 0xFFFFFFFF)
    return start + vr + struct.pack(encoding.order + "H", min(length, 0xFFFF) if length < UNDEFINED else 0xFFFF)


def encode_item(item: Item, encoding: Encoding) -> bytes:
    """An Item with its delimiter."""
    body = encode(item.elements, encoding)
    length = item.length if item.length is not None else (UNDEFINED if item.undefined else len(body))
    end = header(0xFFFEE00D, None, 0, encoding) if item.undefined and item.delimiter else b""
    return header(item.tag, None, length, encoding) + body + end


def encode_element(el: El, encoding: Encoding) -> bytes:
    """A Data Element with all it holds."""
    inner = encoding
    if el.vr == "UN" and el.items is not None:
        inner = Encoding(explicit=False)
    if el.items is not None:
        body = b"".join(encode_item(item, inner) for item in el.items)
    elif el.fragments is not None:
        body = b"".join(header(0xFFFEE000, None, len(part), encoding) + part for part in el.fragments)
    else:
        body = el.value if encoding.little else swapped(el.vr, el.value)
    undefined = el.undefined or el.fragments is not None
    length = el.length if el.length is not None else (UNDEFINED if undefined else len(body))
    end = header(0xFFFEE0DD, None, el.delimiter_length, inner) if undefined and el.delimiter else b""
    vr: bytes | None = None
    if encoding.explicit and el.tag >> 16 != 0xFFFE:
        vr = el.written_vr if el.written_vr is not None else el.vr.encode("latin-1")
    if vr is not None and length > 0xFFFF and length != UNDEFINED and el.length is None and el.vr not in LONG_FORM:
        vr = b"UN"  # PS3.5 6.2.2: a value too long for the short form is written as UN
    return header(el.tag, vr, length, encoding, el.reserved) + body + end


def encode(elements: Iterable[El], encoding: Encoding) -> bytes:
    """A data set, in the order given."""
    return b"".join(encode_element(el, encoding) for el in elements)


def padded(text: bytes, pad: bytes = b" ") -> bytes:
    """The value padded to even length."""
    return text + pad if len(text) % 2 else text


def ui(tag: int, uid: str) -> El:
    """An Element of VR UI."""
    return El(tag, "UI", padded(uid.encode("ascii", "replace"), b"\0"))


def meta_elements(sop_class: str, sop_instance: str, transfer_syntax: str) -> list[El]:
    """The File Meta Information of PS3.10 Table 7.1-1 without its Group Length."""
    return [
        El(0x00020001, "OB", b"\0\1"),
        ui(0x00020002, sop_class),
        ui(0x00020003, sop_instance),
        ui(0x00020010, transfer_syntax),
        ui(0x00020012, "1.2.826.0.1.3680043.8.498.1"),
    ]


@dataclass
class File:
    """A file of PS3.10: every part can be made wrong."""

    elements: list[El]
    transfer_syntax: str = EXPLICIT_LITTLE
    meta: list[El] | None = None
    preamble: bytes = b"\0" * 128
    prefix: bytes = b"DICM"
    group_length: int | None = None
    with_group_length: bool = True
    encoding: Encoding | None = None
    deflated: bool | None = None
    tail: bytes = b""

    def value(self, tag: int, otherwise: str) -> str:
        """The text of an Element of the root, by which File Meta Information is filled."""
        for el in self.elements:
            if el.tag == tag and el.items is None and el.fragments is None:
                return el.value.decode("latin-1").rstrip("\0 ")
        return otherwise

    def to_bytes(self) -> bytes:
        """The bytes of the file."""
        encoding = self.encoding or encoding_of(self.transfer_syntax)
        body = encode(self.elements, encoding)
        if self.deflated if self.deflated is not None else self.transfer_syntax == DEFLATED:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            body = packer.compress(body) + packer.flush()
            body += b"\0" * (len(body) % 2)
        meta = self.meta
        if meta is None:
            meta = meta_elements(
                self.value(0x00080016, "1.2.3"), self.value(0x00080018, "1.2.3.4"), self.transfer_syntax
            )
        rest = encode(meta, Encoding())
        length = self.group_length if self.group_length is not None else len(rest)
        first = [El(0x00020000, "UL", struct.pack("<I", length & 0xFFFFFFFF))] if self.with_group_length else []
        return self.preamble + self.prefix + encode(first, Encoding()) + rest + body + self.tail


def walk(elements: list[El]) -> Iterator[tuple[list[El], int]]:
    """Every place of an Element (its list and index) at every depth, parents first."""
    waiting = [elements]
    while waiting:
        here = waiting.pop()
        for index, el in enumerate(here):
            yield here, index
            for item in el.items or []:
                waiting.append(item.elements)


@dataclass(frozen=True)
class Place:
    """Where a header stands in encoded bytes: what structural mutations aim at."""

    at: int
    tag: int
    vr: bytes
    length_at: int
    length_size: int
    length: int
    value_at: int


def places(data: bytes, start: int, encoding: Encoding) -> list[Place]:
    """The headers of a well-formed stream from `start`; it goes into everything that may be a Sequence.

    It stops where the stream stops making sense: mutations need places, not truth.
    """
    found: list[Place] = []
    at = start
    while at + 8 <= len(data) and len(found) < 4096:
        group, element = struct.unpack_from(encoding.order + "HH", data, at)
        tag = group << 16 | element
        vr = data[at + 4 : at + 6]
        if group == 0xFFFE or not encoding.explicit:
            vr, length_at, size = b"", at + 4, 4
        elif vr.decode("latin-1") not in ALL_VRS:
            break
        elif vr.decode("latin-1") in LONG_FORM:
            length_at, size = at + 8, 4
        else:
            length_at, size = at + 6, 2
        value_at = length_at + size
        if value_at > len(data):
            break
        length = int.from_bytes(data[length_at:value_at], "little" if encoding.little else "big")
        found.append(Place(at, tag, vr, length_at, size, length, value_at))
        inside = tag >> 16 == 0xFFFE or vr == b"SQ" or length == UNDEFINED
        at = (
            value_at
            if inside
            and not (tag == 0xFFFEE000 and length not in (0, UNDEFINED) and fragments(data, value_at, encoding))
            else value_at + length
        )
    return found


def fragments(data: bytes, at: int, encoding: Encoding) -> bool:
    """Whether the Item at hand looks like a fragment: its first bytes are no header of an Element."""
    if at + 8 > len(data):
        return True
    group = struct.unpack_from(encoding.order + "H", data, at)[0]
    if group > 0x7FE0 and group != 0xFFFE:
        return True
    return encoding.explicit and group != 0xFFFE and data[at + 4 : at + 6].decode("latin-1") not in ALL_VRS

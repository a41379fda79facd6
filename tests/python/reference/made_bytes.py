"""Small files byte by byte, for the tests of the walker and of the rules that look at it."""

from __future__ import annotations

import struct

LONG = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"})
UNDEFINED = 0xFFFFFFFF
EXPLICIT = "1.2.840.10008.1.2.1"
IMPLICIT = "1.2.840.10008.1.2"
BIG = "1.2.840.10008.1.2.2"
JPEG = "1.2.840.10008.1.2.4.50"
DEFLATED = "1.2.840.10008.1.2.1.99"
SC = "1.2.840.10008.5.1.4.1.1.7"


def uid(text: str) -> bytes:
    """A UID, padded."""
    return text.encode() + b"\0" * (len(text) % 2)


def head(tag: int, length: int, order: str = "<") -> bytes:
    """A header without VR."""
    return struct.pack(order + "HHL", tag >> 16, tag & 0xFFFF, length)


def el(tag: int, vr: str, value: bytes = b"", length: int | None = None, order: str = "<", reserved: int = 0) -> bytes:
    """An Element of Explicit VR."""
    size = len(value) if length is None else length
    start = struct.pack(order + "HH", tag >> 16, tag & 0xFFFF) + vr.encode()
    if vr in LONG or vr == "ZZ":
        return start + struct.pack(order + "HL", reserved, size) + value
    return start + struct.pack(order + "H", size) + value


def im(tag: int, value: bytes = b"", length: int | None = None) -> bytes:
    """An Element of Implicit VR Little Endian."""
    return head(tag, len(value) if length is None else length) + value


def item(value: bytes = b"", length: int | None = None) -> bytes:
    """An Item."""
    return head(0xFFFEE000, len(value) if length is None else length) + value


ITEM_END = head(0xFFFEE00D, 0)
END = head(0xFFFEE0DD, 0)


def meta(
    syntax: str = EXPLICIT,
    *more: bytes,
    without: int = 0,
    version: bytes = b"\0\1",
    sop_class: str = SC,
    says: int | None = None,
) -> bytes:
    """File Meta Information; `says` is a wrong Group Length, `without` leaves one Element out."""
    elements = {
        0x00020001: el(0x00020001, "OB", version),
        0x00020002: el(0x00020002, "UI", uid(sop_class)),
        0x00020003: el(0x00020003, "UI", uid("1.2.3")),
        0x00020010: el(0x00020010, "UI", uid(syntax)),
        0x00020012: el(0x00020012, "UI", uid("1.2.4")),
    }
    elements.pop(without, None)
    body = b"".join(elements.values()) + b"".join(more)
    return el(0x00020000, "UL", struct.pack("<L", len(body) if says is None else says)) + body


COMMON = el(0x00080016, "UI", uid(SC)) + el(0x00080018, "UI", uid("1.2.3"))
"""SOP Class and Instance as File Meta Information says them."""


def part10(
    data_set: bytes = COMMON, syntax: str = EXPLICIT, *, preamble: bytes = b"", file_meta: bytes | None = None
) -> bytes:
    """A file."""
    return preamble.ljust(128, b"\0") + b"DICM" + (meta(syntax) if file_meta is None else file_meta) + data_set

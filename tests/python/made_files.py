"""Small Part 10 files, made byte by byte, for the tests of the API and the command."""

from __future__ import annotations

import struct

EXPLICIT = "1.2.840.10008.1.2.1"
CT = "1.2.840.10008.5.1.4.1.1.2"
CANARY = "CANARY^OF^A^PATIENT"


def element(tag: int, vr: str, value: bytes) -> bytes:
    """An Element in Explicit VR Little Endian."""
    value += b"\0" if len(value) % 2 and vr == "UI" else b" " if len(value) % 2 else b""
    head = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, vr.encode())
    if vr in ("OB", "OW", "SQ", "UN", "UT"):
        return head + struct.pack("<HI", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


def part10(*elements: bytes, syntax: str = EXPLICIT) -> bytes:
    """A file with these Elements after SOP Class and Instance UID."""
    meta = element(0x00020001, "OB", b"\0\1") + element(0x00020002, "UI", CT.encode())
    meta += element(0x00020003, "UI", b"1.2.3") + element(0x00020010, "UI", syntax.encode())
    meta += element(0x00020012, "UI", b"1.2.3.4")
    group = element(0x00020000, "UL", struct.pack("<I", len(meta)))
    root = element(0x00080016, "UI", CT.encode()) + element(0x00080018, "UI", b"1.2.3")
    return b"\0" * 128 + b"DICM" + group + meta + root + b"".join(elements)


BAD_DATE = element(0x00080020, "DA", b"20230230")

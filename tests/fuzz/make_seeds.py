"""Writes the seeds of the target `header`: one small file for each shape that the walk knows."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

LONG = {"OB", "OW", "SQ", "UN", "UT", "UC", "??"}
UNDEFINED = 0xFFFFFFFF
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD


def element(tag: int, vr: str | None, value: bytes = b"", length: int | None = None, order: str = "<") -> bytes:
    """One Data Element; without `vr` as in Implicit VR, which is the form of Items and delimiters too."""
    length = len(value) if length is None else length
    head = struct.pack(order + "HH", tag >> 16, tag & 0xFFFF)
    if vr is None:
        return head + struct.pack(order + "I", length) + value
    letters = vr.encode()
    if vr in LONG:
        return head + letters + struct.pack(order + "HI", 0, length) + value
    return head + letters + struct.pack(order + "H", length) + value


def part10(transfer_syntax: bytes, data: bytes) -> bytes:
    """A file with preamble and File Meta Information."""
    return bytes(128) + b"DICM" + element(0x00020010, "UI", transfer_syntax) + data


def data_set(vr: bool, order: str = "<") -> bytes:
    """Text in a character set, a Sequence of both forms, and Pixel Data."""

    def one(tag: int, name: str, value: bytes = b"", length: int | None = None) -> bytes:
        return element(tag, name if vr else None, value, length, order)

    def mark(tag: int, length: int = 0, value: bytes = b"") -> bytes:
        return element(tag, None, value, length, order)

    inner = one(0x00080060, "CS", b"CT")
    return b"".join(
        [
            one(0x00080005, "CS", b"\\ISO 2022 IR 87\\ISO 2022 IR 149 "),
            one(0x00081111, "SQ", mark(ITEM, len(inner), inner)),
            one(0x00081140, "SQ", length=UNDEFINED) + mark(ITEM, UNDEFINED) + inner + mark(ITEM_END),
            mark(SEQUENCE_END),
            one(0x00091001, "UN", b"ab"),
            one(0x00100010, "PN", b"A^B=\x1b$B;3ED\x1b(B^\x1b$)C\xfb\xf3 "),
            one(0x7FE00010, "OW", bytes(4)),
        ]
    )


def seeds() -> dict[str, bytes]:
    """All seeds by name."""
    explicit = data_set(vr=True)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    deflated = deflate.compress(explicit) + deflate.flush()
    fragments = element(0x7FE00010, "OB", length=UNDEFINED) + element(ITEM, None, bytes(4))
    fragments += element(ITEM, None, b"abcd") + element(SEQUENCE_END, None)
    un = element(0x00081111, "UN", length=UNDEFINED) + element(ITEM, None, length=UNDEFINED)
    un += element(0x00080060, None, b"CT") + element(ITEM_END, None) + element(SEQUENCE_END, None)
    large = element(0x00420011, "OB", bytes(65538)) + element(0x00420012, "LO", b"ab")
    return {
        "explicit": part10(b"1.2.840.10008.1.2.1\0", explicit),
        "implicit": part10(b"1.2.840.10008.1.2\0", data_set(vr=False)),
        "big": part10(b"1.2.840.10008.1.2.2\0", data_set(vr=True, order=">")),
        "deflated": part10(b"1.2.840.10008.1.2.1.99", deflated),
        "encapsulated": part10(b"1.2.840.10008.1.2.4.50", fragments),
        "un": part10(b"1.2.840.10008.1.2.1\0", un),
        "large": part10(b"1.2.840.10008.1.2.1\0", large),
        "bare": data_set(vr=False),
        "no-preamble": part10(b"1.2.3\0", explicit)[128:],
        "zeros": part10(b"1.2.840.10008.1.2.1\0", explicit + bytes(20)),
    }


def main() -> None:
    """Writes them; the first two bytes choose limits and reads."""
    folder = Path(__file__).parent / "seeds" / "header"
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, seed) in enumerate(seeds().items()):
        (folder / name).write_bytes(bytes([number, 5]) + seed)


if __name__ == "__main__":
    main()

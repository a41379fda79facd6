"""Small images, waveforms and tables of any encoding, for the tests of what must fit together in one object."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from made_bytes import (
    BIG,
    COMMON,
    DEFLATED,
    END,
    EXPLICIT,
    IMPLICIT,
    JPEG,
    SC,
    UNDEFINED,
    el,
    head,
    im,
    item,
    part10,
    uid,
)

from validicom.reference import check_bytes
from validicom.reference.engine import ReferenceReport

#: A value: numbers by the VR, text, bytes as they are; Items of a Sequence.
Value: TypeAlias = "int | str | bytes | Sequence[int] | Sequence[Content]"
#: Tag to VR and value, or to what is written as it is.
Content: TypeAlias = "Mapping[int, tuple[str, Value] | bytes | None]"
#: Code, severity, path, detail, observed, value number.
Said: TypeAlias = tuple[str, str, str, dict[str, object], "int | None", "int | None"]

CODES = {"US": "H", "SS": "h", "UL": "I"}
LEVELS = ("error", "warning", "info", "undetermined")
PIXELS = 0x7FE00010
IMAGE: dict[int, tuple[str, Value] | bytes | None] = {
    0x00280002: ("US", 1),
    0x00280004: ("CS", "MONOCHROME2"),
    0x00280010: ("US", 4),
    0x00280011: ("US", 6),
    0x00280100: ("US", 16),
    0x00280101: ("US", 12),
    0x00280102: ("US", 11),
    0x00280103: ("US", 0),
    PIXELS: ("OW", bytes(48)),
}
"""One frame of 4 rows and 6 columns of 16 bits."""


def value_bytes(vr: str, value: Value, order: str) -> bytes:
    """A value as it is written, padded."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        data = value.encode()
        return data + (b"\0" if vr == "UI" else b" ") * (len(data) % 2)
    numbers = [value] if isinstance(value, int) else list(value)
    return b"".join(struct.pack(order + CODES[vr], number) for number in numbers)


def write(content: Content, *, explicit: bool = True, order: str = "<") -> bytes:
    """A data set by ascending Tag; what is `None` is left out."""
    made = []
    for tag, entry in sorted(content.items()):
        if entry is None:
            continue
        if isinstance(entry, bytes):
            made.append(entry)
            continue
        vr, value = entry
        if vr == "SQ":
            inner: Iterable[Content] = value  # type: ignore[assignment]
            parts = (write(one, explicit=explicit, order=order) for one in inner)
            body = b"".join(head(0xFFFEE000, len(part), order) + part for part in parts)
        else:
            body = value_bytes(vr, value, order)
        made.append(el(tag, vr, body, order=order) if explicit else im(tag, body))
    return b"".join(made)


def common(explicit: bool, order: str) -> bytes:
    """SOP Class and Instance."""
    return write({0x00080016: ("UI", SC), 0x00080018: ("UI", "1.2.3")}, explicit=explicit, order=order)


def file(content: Content, syntax: str = EXPLICIT) -> bytes:
    """A file of these Elements."""
    explicit, order = syntax != IMPLICIT, ">" if syntax == BIG else "<"
    body = common(explicit, order) + write(content, explicit=explicit, order=order)
    if syntax == DEFLATED:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        body = packer.compress(body) + packer.flush()
    return part10(body, syntax)


def fragments(*parts: bytes, table: bytes = b"") -> bytes:
    """Encapsulated Pixel Data."""
    return el(PIXELS, "OB", b"".join(item(part) for part in (table, *parts)) + END, UNDEFINED)


def said_of(report: ReferenceReport) -> list[Said]:
    """What a report says, in its order."""
    return [(f.code, f.severity, f.path, dict(f.detail), f.observed, f.value_number) for f in report.findings]


def said(content: Content, *codes: str, syntax: str = EXPLICIT, change: Callable[[bytes], bytes] = bytes) -> list[Said]:
    """What the rules (all of the sizes of pixels and of consistency, if none is named) say of a file."""
    select = codes or ("X02", "X03", "C")
    return said_of(check_bytes(change(file(content, syntax)), select=select, levels=LEVELS))


def error(code: str, path: str, *, observed: int | None = None, number: int | None = None, **detail: object) -> Said:
    """One error."""
    return (code, "error", path, detail, observed, number)


def warning(code: str, path: str, *, observed: int | None = None, number: int | None = None, **detail: object) -> Said:
    """One warning."""
    return (code, "warning", path, detail, observed, number)


__all__ = [
    "BIG", "COMMON", "DEFLATED", "EXPLICIT", "IMAGE", "IMPLICIT", "JPEG", "PIXELS", "Content", "Said",
    "error", "file", "fragments", "said", "said_of", "uid", "warning", "write",
]  # fmt: skip

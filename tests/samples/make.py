"""Write the sample files beside this script: small made-up objects, right and wrong, without anybody's data.

usage: python tests/samples/make.py
"""

from __future__ import annotations

import pathlib
import struct

HERE = pathlib.Path(__file__).parent
LONG = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"}
ROOT = "2.25.301868417386"
Row = tuple[int, str, str | bytes | int | list[list["Row"]]]


def value_bytes(vr: str, value: str | bytes | int | list[list[Row]]) -> bytes:
    """Give the value as it stands in a file, padded to even length."""
    if isinstance(value, list):
        items = b""
        for item in value:
            content = encode(item)
            items += struct.pack("<HHI", 0xFFFE, 0xE000, len(content)) + content
        return items
    if isinstance(value, int):
        return struct.pack("<H" if vr in ("US", "SS") else "<I", value)
    data = value.encode("ascii") if isinstance(value, str) else value
    return data + (b"\0" if vr in ("UI", "OB") else b" ") * (len(data) % 2)


def encode(rows: list[Row]) -> bytes:
    """Encode Elements in Explicit VR Little Endian, in the order given."""
    out = b""
    for tag, vr, value in rows:
        data = value_bytes(vr, value)
        out += struct.pack("<HH", tag >> 16, tag & 0xFFFF) + vr.encode("ascii")
        out += struct.pack("<HI", 0, len(data)) if vr in LONG else struct.pack("<H", len(data))
        out += data
    return out


def part10(rows: list[Row], transfer_syntax: str = "1.2.840.10008.1.2.1") -> bytes:
    """Put preamble and File Meta Information before a data set."""
    known = {tag: value for tag, _, value in rows}
    meta: list[Row] = [
        (0x00020001, "OB", b"\0\1"),
        (0x00020002, "UI", known[0x00080016]),
        (0x00020003, "UI", known[0x00080018]),
        (0x00020010, "UI", transfer_syntax),
        (0x00020012, "UI", f"{ROOT}.1"),
        (0x00020013, "SH", "SAMPLES 1"),
    ]
    content = encode(meta)
    return bytes(128) + b"DICM" + encode([(0x00020000, "UL", len(content))]) + content + encode(rows)


def ct() -> list[Row]:
    """Give a CT Image with all that its mandatory Modules demand."""
    return [
        (0x00080005, "CS", "ISO_IR 100"),
        (0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"),
        (0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2"),
        (0x00080018, "UI", f"{ROOT}.2.1"),
        (0x00080020, "DA", "20240229"),
        (0x00080023, "DA", "20240229"),
        (0x00080030, "TM", "101500"),
        (0x00080033, "TM", "101501.25"),
        (0x00080050, "SH", ""),
        (0x00080060, "CS", "CT"),
        (0x00080070, "LO", "Sample Maker"),
        (0x00080090, "PN", ""),
        (0x00100010, "PN", "Sample^Object"),
        (0x00100020, "LO", "SAMPLE1"),
        (0x00100030, "DA", ""),
        (0x00100040, "CS", "O"),
        (0x00180060, "DS", "120"),
        (0x00185100, "CS", "HFS"),
        (0x0020000D, "UI", f"{ROOT}.3"),
        (0x0020000E, "UI", f"{ROOT}.4"),
        (0x00200010, "SH", "1"),
        (0x00200011, "IS", "1"),
        (0x00200012, "IS", "1"),
        (0x00200013, "IS", "1"),
        (0x00200020, "CS", ""),
        (0x00200032, "DS", "0\\0\\0"),
        (0x00200037, "DS", "1\\0\\0\\0\\1\\0"),
        (0x00200052, "UI", f"{ROOT}.5"),
        (0x00201040, "LO", ""),
        (0x00280002, "US", 1),
        (0x00280004, "CS", "MONOCHROME2"),
        (0x00280010, "US", 8),
        (0x00280011, "US", 8),
        (0x00280030, "DS", "0.5\\0.5"),
        (0x00280100, "US", 16),
        (0x00280101, "US", 12),
        (0x00280102, "US", 11),
        (0x00280103, "US", 0),
        (0x00281052, "DS", "-1024"),
        (0x00281053, "DS", "1"),
        (0x00180050, "DS", "1.25"),
        (0x7FE00010, "OW", bytes(128)),
    ]


def changed(rows: list[Row], changes: dict[int, Row | None]) -> list[Row]:
    """Replace or remove (None) Elements, and keep the order of the Tags."""
    kept = [row for row in rows if row[0] not in changes]
    return sorted(kept + [row for row in changes.values() if row is not None], key=lambda row: row[0])


def samples() -> dict[str, bytes]:
    """Give the content of each sample by its name."""
    good = sorted(ct(), key=lambda row: row[0])
    request: Row = (0x00081140, "SQ", [[(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.2")]])
    faults = changed(
        good,
        {
            0x00080020: (0x00080020, "DA", "2024.02.30"),
            0x00080060: None,
            0x00080070: None,
            0x00081140: request,
            0x00100020: (0x00100020, "LO", "SAMPLE" * 12),
            0x00101010: (0x00101010, "AS", "22Y"),
            0x0020000E: (0x0020000E, "UI", f"{ROOT}.04"),
            0x00091001: (0x00091001, "LO", "no creator"),
        },
    )
    whole = part10(good)
    return {
        "ct.dcm": whole,
        "ct_faults.dcm": part10(faults),
        "ct_cut.dcm": whole[:-60],
        "ct_no_meta.dcm": encode(good),
        "ct_wrong_syntax.dcm": part10(good, "1.2.840.10008.1.2"),
        "readme.txt": b"This is not a DICOM file.\n",
    }


if __name__ == "__main__":
    for name, content in samples().items():
        (HERE / name).write_bytes(content)
        print(name, len(content))

"""Random data sets: Tags of the dictionary and beyond it, VRs that fit or not, values right, wrong, and nearly right."""

from __future__ import annotations

import struct

from hypothesis import strategies as st

from . import encode as enc
from .encode import El, File, Item
from .random_pixels import pixel_elements
from .tables import edition
from .values import CHARACTER_SETS

TRANSFER_SYNTAXES = (
    enc.EXPLICIT_LITTLE, enc.IMPLICIT_LITTLE, enc.EXPLICIT_BIG, enc.DEFLATED, enc.JPEG_BASELINE,
    "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.94", "1.2.840.10008.1.2.4.95",
    "1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.8.1", "1.2.840.113619.5.2",
)  # fmt: skip
ODD_TRANSFER_SYNTAXES = ("", "1.2.3.4", "1.2.840.10008.1.2.99", "1.2.840.10008.1.2.4.205", " 1.2.840.10008.1.2")

POOL: dict[str, tuple[bytes, ...]] = {
    "AE": (b"STORE", b" A ", b"    ", b"A" * 17, b"A\\B", b"A\x07", b"\xff"),
    "AS": (b"022Y", b"22Y", b"022y", b"", b"022Y\\001D", b"022Y ", b"0a2Y"),
    "CS": (b"ORIGINAL", b"original", b"A\\B\\C", b"A" * 17, b" A ", b"A\0", b"A-B", b"\\", b"A\\", b"\xe9"),
    "DA": (b"20240229", b"20230229", b"1997.04.24", b"20200101-", b"-20200101", b"20200101-20200102", b"2020", b"00000101", b"20240101 "),
    "DS": (b"1.5", b"1.5\\2.5", b"1,5", b"1e400", b"+.5E+05", b".", b"1" * 17, b" 1 ", b"1\\\\2", b"nan", b"1e", b"-"),
    "DT": (b"20240229120060.5+0100", b"2024-0500", b"2024-", b"20240101-20250101", b"2023-1300", b"2024+1430", b"2024-0000", b"20240230"),
    "IS": (b"1", b"-5", b"2147483648", b"1.0", b" 7 ", b"1\\2\\3", b"+", b"000000000001", b"0000000000001"),
    "TM": (b"120000", b"24", b"12:00:00", b"1200-1300", b"-", b"120060", b"1200.5", b"12\\13", b"120000.123456", b"120000.1234567"),
    "UI": (b"1.2.3\0", b"1.2.3 ", b"1.02", b"1..2", b"3.1\0", b"1\0", b"1.2.3\\1.2.4", b"1.2\0\0", b"1." + b"2" * 64, b"0.6\0", b"1.4\0"),
    "PN": (b"A^B", b"AB", b"A^B=C=D=E", b"A^B^C^D^E^F", b"x" * 65, b"A^B\\C^D", b"=A", b"A\nB", b"^^^^", b" ", b"=", b"\\"),
    "LO": (b"text", b"x" * 65, b"a\\b", b"a\tb", b"x" * 64 + b" ", b"\x1b$B", b"a\0", b"   "),
    "SH": (b"text", b"x" * 17, b"a\\b\\c", b"\x7f", b"x" * 16 + b" "),
    "ST": (b"a\\b", b"x" * 1025, b"a\tb\r\nc", b"a\x0bb"),
    "LT": (b"a\\b", b"x" * 10241, b"a\x1fb"),
    "UC": (b"x" * 300, b"a\\b", b"a\x01"),
    "UT": (b"line\r\nline", b"a\x02", b"a\0\0"),
    "UR": (b"http://a/b?c", b"http://a b", b" http://a", b"a^b", b"http://a  ", b"\\"),
    "AT": (b"\x10\x00\x20\x00", b"\x10\x00", b"\x10\x00\x20\x00" * 2),
    "FD": (b"\0" * 8, b"\0" * 16, b"\0" * 6),
    "FL": (b"\0" * 4, b"\0" * 8, b"\0" * 2),
    "SL": (b"\0" * 4, b"\1" * 6),
    "SS": (b"\0\1", b"\0\1\0\2"),
    "UL": (b"\0" * 4, b"\2\0\0\0" * 3),
    "US": (b"\0\1", b"\0\0", b"\1\0", b"\1\0\2\0\3\0"),
    "SV": (b"\0" * 8, b"\0" * 4),
    "UV": (b"\0" * 8, b"\0" * 12),
}  # fmt: skip
TEXT_BYTES = tuple(
    [f"{letters}^{letters}".encode(codec) for codec, letters in CHARACTER_SETS.values() if letters]
    + [b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B", b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3",
       b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7", b"\x1b$)A\xd0\xa1\xb6\xab", b"\xcd\xf5\x5c\xb5\xdc", b"\x81\x5c", b"\xff\xfe", b"\x1b-F\xe4\xe9\\\x1b-F\xe4"]
)  # fmt: skip
CHARSETS = tuple(
    [term.encode() for term in CHARACTER_SETS]
    + [b"ISO 2022 IR 6\\ISO 2022 IR 87", b"\\ISO 2022 IR 87", b"ISO 2022 IR 13\\ISO 2022 IR 87", b"\\ISO 2022 IR 149", b"\\ISO 2022 IR 58",
       b"ISO 2022 IR 87", b"ISO_IR 100\\ISO_IR 101", b"ISO_IR 192\\ISO 2022 IR 100", b"ISO-IR 100", b"ISO 2022 IR 100\\ISO 2022 IR 126",
       b"\\ISO 2022 IR 159\\ISO 2022 IR 87", b"ISO_IR 13", b"ISO_IR 203", b"ISO 2022 IR 203", b"ISO_IR 6", b"  ", b"GB18030\\GBK", b"utf8"]
)  # fmt: skip

SPECIAL = (
    0x00080005, 0x00080008, 0x00080016, 0x00080018, 0x00080060, 0x00100010, 0x00100020, 0x00100030, 0x00100040,
    0x00280008, 0x00280010, 0x00280100, 0x00280103, 0x00280106, 0x00281101, 0x00283006, 0x0040A040, 0x0040A043,
    0x0040A730, 0x00081140, 0x00081199, 0x00400555, 0x04000550, 0x04000561, 0x52009229, 0x52009230, 0x00209113,
    0x50000005, 0x60000010, 0x60020010, 0x60003000, 0x00203100, 0x7FE00010, 0x7FE00008, 0xFFFCFFFC, 0x00080000, 0x00180000,
    0x00081190, 0x00020010, 0x00000002, 0x00010010, 0x00030010, 0xFFFF0001, 0x00091001, 0x00090010, 0x00091101,
    0x00090011, 0x00090001, 0x00090100, 0x00090FFF, 0x00187FFF, 0x00180F10, 0x300A0001, 0x300AFFFF, 0x7FE10010, 0x7FE11001,
    0x0072006C, 0x00143050,
)  # fmt: skip


def dictionary_tags() -> list[int]:
    """The Tags of the newest edition."""
    return sorted(edition("2025e").attributes)


@st.composite
def tags(draw: st.DrawFn) -> int:
    """A Tag: one with a meaning of its own, one of the dictionary, or any."""
    kind = draw(st.integers(0, 9))
    if kind < 4:
        return draw(st.sampled_from(SPECIAL))
    if kind < 9:
        return draw(st.sampled_from(dictionary_tags()))
    return draw(st.integers(0, 0xFFFDFFFF))


@st.composite
def values(draw: st.DrawFn, vr: str, tag: int) -> bytes:
    """A value: mostly of the pool of its VR, padded or not."""
    if tag == 0x00080005:
        value = draw(st.sampled_from(CHARSETS))
    elif vr in ("SH", "LO", "ST", "LT", "UC", "UT", "PN", "UN") and draw(st.integers(0, 3)) == 0:
        value = draw(st.sampled_from(TEXT_BYTES))
    elif vr in POOL and draw(st.integers(0, 7)):
        value = draw(st.sampled_from(POOL[vr]))
    else:
        value = draw(st.binary(max_size=24))
    if len(value) % 2 and draw(st.integers(0, 7)):
        value += b"\0" if vr in ("UI", "OB", "UN") or draw(st.integers(0, 15)) == 0 else b" "
    return value


def natural_vr(tag: int) -> str:
    """The dictionary's VR, reduced to one."""
    found = edition("2025e").attribute(tag)
    if found is None or not found.vr[:2].isupper():
        return "LO" if tag >> 16 & 1 else "UN"
    options = found.vr.split(" or ")
    return "OW" if "OW" in options else options[0]


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> El:
    """A Data Element."""
    tag = draw(tags())
    vr = natural_vr(tag)
    if draw(st.integers(0, 9)) == 0:
        vr = draw(st.sampled_from(enc.ALL_VRS))
    if tag in (0x7FE00010, 0x60003000) and draw(st.booleans()):
        table = draw(st.sampled_from([b"", b"\0\0\0\0", b"\0\0\0\0\x0c\0\0\0", b"\4\0\0\0", b"\0\0", b"\0" * 8]))
        parts = draw(st.lists(st.sampled_from([b"", b"\xff\xd8\xff\xd9", b"\1\2\3"]), max_size=3))
        return El(tag, draw(st.sampled_from(["OB", "OW", "UN"])), fragments=[table, *parts] if parts else parts)
    if vr in ("SQ", "UN") and depth < 4 and draw(st.booleans()):
        items = draw(st.lists(items_of(depth + 1), max_size=3))
        return El(tag, vr, items=items, undefined=draw(st.booleans()))
    return El(tag, vr, b"" if vr == "SQ" or draw(st.integers(0, 7)) == 0 else draw(values(vr, tag)))


@st.composite
def items_of(draw: st.DrawFn, depth: int) -> Item:
    """An Item."""
    found = draw(st.lists(elements(depth), max_size=5))
    if draw(st.integers(0, 9)):
        found.sort(key=lambda el: el.tag)
    return Item(found, undefined=draw(st.booleans()))


@st.composite
def files(draw: st.DrawFn) -> File:
    """A file with a random data set, often of a SOP Class that an IOD belongs to."""
    found = draw(st.lists(elements(), max_size=14))
    if draw(st.integers(0, 2)) == 0:
        fitting = draw(pixel_elements())
        taken = {el.tag for el in fitting}
        found = [*fitting, *(el for el in found if el.tag not in taken or draw(st.integers(0, 7)) == 0)]
    if draw(st.integers(0, 9)):
        found.sort(key=lambda el: el.tag)
    if draw(st.integers(0, 5)):
        iods = sorted(edition("2025e").iods.values(), key=lambda iod: iod.id)
        uid = draw(st.sampled_from([iod for iod in iods if iod.sop_classes])).sop_classes[0]
        found = [enc.ui(0x00080016, uid), *[el for el in found if el.tag != 0x00080016]]
        found.sort(key=lambda el: el.tag)
    odd = draw(st.integers(0, 11)) == 0
    file = File(found, transfer_syntax=draw(st.sampled_from(ODD_TRANSFER_SYNTAXES if odd else TRANSFER_SYNTAXES)))
    if draw(st.integers(0, 7)) == 0:
        file.encoding = enc.Encoding(draw(st.booleans()), draw(st.booleans()))
    if draw(st.integers(0, 5)) == 0:
        meta = enc.meta_elements(
            "1.2.840.10008.5.1.4.1.1.7", draw(st.sampled_from(["1.2.3", "", "1.2.3 "])), file.transfer_syntax
        )
        extra = draw(st.lists(st.sampled_from(META_EXTRAS), max_size=2))
        keep = [el for el in meta if draw(st.integers(0, 4))]
        file.meta = sorted([*keep, *extra], key=lambda el: el.tag)
        file.with_group_length = draw(st.booleans())
    file.preamble = draw(st.sampled_from(PREAMBLES)) if draw(st.integers(0, 4)) == 0 else file.preamble
    if not file.preamble and draw(st.booleans()):
        file.prefix = b""
        if draw(st.booleans()):
            file.meta, file.with_group_length = [], False
    file.tail = draw(st.sampled_from(TAILS)) if draw(st.integers(0, 7)) == 0 else b""
    return file


META_EXTRAS = (
    El(0x00020013, "SH", b"NAME"), El(0x00020102, "OB", b"\1\2"), El(0x00020100, "UI", b"1.2\0"), El(0x00020099, "LO", b"ab"),
    El(0x00020016, "AE", b"A" * 18), El(0x00020001, "OB", b"\0\2"), El(0x00020012, "UI", b"1.02"), El(0x00020002, "UN", b"1.2\0"),
)  # fmt: skip
PREAMBLES = (
    b"",
    b"II*\0".ljust(128, b"\0"),
    b"MZ".ljust(128, b"\1"),
    b"\0" * 127 + b"\1",
    b"#!".ljust(128, b"\0"),
    b"\x7fELF".ljust(128, b"\0"),
)
TAILS = (
    b"\0",
    b"\0" * 8,
    b"\0" * 300,
    b"\1",
    b"\1\2\3\4\5\6\7",
    b"\xfe\xff\x0d\xe0\0\0\0\0",
    struct.pack("<HHI", 0xFFFC, 0xFFFC, 4) + b"\0" * 4,
)

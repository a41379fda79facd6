"""Each rule of the families F, E, P, R and X fires on one small file and is silent on another (SPEC: docs/recovery.md)."""

from __future__ import annotations

import struct
import zlib

import pytest
from made_bytes import (
    BIG,
    COMMON,
    DEFLATED,
    END,
    EXPLICIT,
    IMPLICIT,
    ITEM_END,
    JPEG,
    SC,
    UNDEFINED,
    el,
    head,
    im,
    item,
    meta,
    part10,
    uid,
)

from validicom.reference import check_bytes, rules

SQ = 0x00081140
GOOD = part10()
DIRECTORY = "1.2.840.10008.1.3.10"


def seq(*items: bytes, tag: int = SQ, length: int | None = None) -> bytes:
    return el(tag, "SQ", b"".join(items), length)


def pixels(*fragments: bytes, vr: str = "OB", end: bytes = END) -> bytes:
    return el(0x7FE00010, vr, b"".join(fragments) + end, UNDEFINED)


def root(*elements: bytes) -> bytes:
    return part10(COMMON + b"".join(elements))


def jpeg(*elements: bytes) -> bytes:
    return part10(COMMON + b"".join(elements), JPEG)


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def group_length(tag: int, number: int) -> bytes:
    return el(tag, "UL", struct.pack("<L", number))


def table(*entries: int) -> bytes:
    return item(struct.pack(f"<{len(entries)}L", *entries))


ALLOCATED = el(0x00280100, "US", b"\x10\0")
CREATOR = el(0x00090010, "LO", b"MAKER ")
PRIVATE = el(0x00091001, "LO", b"VALUE ")

# code: a file on which it fires, the path and detail of what it says, a file on which it is silent.
CASES: dict[str, tuple[bytes, str, dict[str, str | int], bytes]] = {
    "F001": (b"DICM" + meta() + COMMON, "", {}, GOOD),
    "F002": (part10(preamble=b"MZ"), "", {"kind": "pe"}, part10(preamble=b"II*\0")),
    "F003": (part10(preamble=b"MM\0*"), "", {}, part10(preamble=b"MZ")),
    "F004": (part10(preamble=b"hello"), "", {}, part10(preamble=b"#!")),
    "F005": (meta() + COMMON, "", {}, b"DICM" + meta() + COMMON),
    "F006": (COMMON, "", {}, GOOD),
    "F007": (el(0x00080010, "SH", b"ACR-NEMA 2.0"), "", {}, COMMON),
    "F010": (part10(file_meta=b""), "", {}, GOOD),
    "F011": (part10(file_meta=meta()[12:]), "FileMetaInformationGroupLength", {}, GOOD),
    "F012": (part10(file_meta=meta(says=9)), "FileMetaInformationGroupLength", {}, GOOD),
    "F013": (part10(file_meta=meta(without=0x00020012)), "ImplementationClassUID", {}, GOOD),
    "F014": (part10(file_meta=meta(without=0x00020012) + el(0x00020012, "UI")), "ImplementationClassUID", {}, GOOD),
    "F015": (part10(file_meta=meta(version=b"\1\0")), "FileMetaInformationVersion", {}, GOOD),
    "F016": (part10(file_meta=meta(EXPLICIT, el(0x000200F0, "SH", b"A "))), "(0002,00F0)", {}, GOOD),
    "F017": (part10(im(0x00080016, uid(SC)), file_meta=im(0x00020010, uid(IMPLICIT))), "", {}, GOOD),
    "F018": (part10(el(0x00080016, "UI", uid("1.2.9"))), "MediaStorageSOPClassUID", {}, GOOD),
    "F019": (part10(el(0x00080018, "UI", uid("1.2.9"))), "MediaStorageSOPInstanceUID", {}, GOOD),
    "F020": (part10(COMMON, IMPLICIT), "TransferSyntaxUID", {"found": "explicit-little"}, GOOD),
    "F021": (part10(COMMON, "1.2.840.10008.1.2.999"), "TransferSyntaxUID", {"kind": "newer"}, GOOD),
    "F022": (part10(b"", BIG), "TransferSyntaxUID", {}, GOOD),
    "F023": (
        part10(file_meta=meta(EXPLICIT, el(0x00020102, "OB", b"\1\2"))), "PrivateInformationCreatorUID", {},
        part10(file_meta=meta(EXPLICIT, el(0x00020100, "UI", b"1.2\0"), el(0x00020102, "OB", b"\1\2"))),
    ),
    "F025": (part10(deflated(COMMON)[:-3], DEFLATED), "", {}, part10(deflated(COMMON), DEFLATED)),
    "F026": (part10(deflated(COMMON) + bytes(3), DEFLATED), "", {}, part10(deflated(COMMON) + bytes(1), DEFLATED)),
    "F030": (b"\x89PNG\r\n\x1a\n", "", {"kind": "png"}, GOOD),
    "F031": (part10(file_meta=meta(sop_class=DIRECTORY)), "", {}, GOOD),
    "F032": (part10(b"", file_meta=meta(IMPLICIT, sop_class=DIRECTORY)), "TransferSyntaxUID", {}, GOOD),
    "E001": (root(el(0x00100010, "PN", b"A^B ", 10)), "PatientName", {"container": "file"}, GOOD),
    "E002": (root(el(0x00100010, "PN", b"A^B")), "PatientName", {}, GOOD),
    "E003": (root(el(0x00100010, "UT", END, UNDEFINED)), "PatientName", {}, root(seq(END, length=UNDEFINED))),
    "E004": (
        root(seq(item(b"", UNDEFINED), END, length=UNDEFINED)), "ReferencedImageSequence[1]", {},
        root(seq(item(ITEM_END, UNDEFINED), END, length=UNDEFINED)),
    ),
    "E005": (
        root(seq(item(), length=UNDEFINED), el(0x00100010, "PN", b"A^")), "ReferencedImageSequence", {},
        root(seq(item(), END, length=UNDEFINED)),
    ),
    "E006": (root(ITEM_END), "", {"tag": "e00d"}, root(seq(item()))),
    "E007": (root(seq(head(0xFFFEE0DD, 8), length=UNDEFINED)), "ReferencedImageSequence", {}, root(seq(END, length=UNDEFINED))),
    "E008": (root(seq(el(0x00100010, "PN", b"A^"))), "ReferencedImageSequence", {}, root(seq(item()))),
    "E009": (root(b"\1\2\3"), "", {}, GOOD),
    "E010": (root(bytes(20)), "", {}, GOOD),
    "E011": (root(el(0x00100010, "UT", b"abcdefgh", UNDEFINED)), "", {}, root(el(0x00100010, "UT", END, UNDEFINED))),
    "E012": (root(el(0x00100010, "ZZ", b"A^")), "PatientName", {}, GOOD),
    "E013": (root(im(0x00100010, b"A^")), "PatientName", {}, GOOD),
    "E014": (root(el(0x00080005, "CS", b"")), "SpecificCharacterSet", {}, root(el(0x00100010, "PN"))),
    "E015": (root(el(0x00100010, "PN"), el(0x00100010, "PN")), "PatientName#2", {}, root(el(0x00100010, "PN"))),
    "E016": (root(group_length(0x00100000, 0)), "", {}, GOOD),
    "E017": (
        root(group_length(0x00100000, 9), el(0x00100010, "PN")), "(0010,0000)", {},
        root(group_length(0x00100000, 8), el(0x00100010, "PN"), el(0x00200010, "SH")),
    ),
    "E018": (root(el(0xFFFF0001, "LO", b"")), "(FFFF,0001)", {"group": "FFFF"}, GOOD),
    "E019": (root(el(0x00090001, "LO", b"")), "(0009,0001)", {}, root(CREATOR, PRIVATE)),
    "E020": (root(el(0x00100010, "UN", b"A^")), "", {}, root(el(0x00091001, "UN", b"A^"))),
    "E021": (root(el(0x00090010, "UN", b"MAKER ")), "(0009,0010)", {}, root(CREATOR, el(0x00091001, "UN", b"A^"))),
    "E022": (root(el(0x00104000, "UT", b"A ", reserved=1)), "PatientComments", {}, root(el(0x00104000, "UT", b"A "))),
    "P001": (root(PRIVATE), "(0009,0010)", {}, root(CREATOR, PRIVATE)),
    "P002": (root(el(0x00090010, "LO", b"A\\B ")), "(0009,0010)", {"fault": "vm"}, root(CREATOR)),
    "P003": (root(CREATOR, PRIVATE), "", {}, root(CREATOR)),
    "R001": (root(el(0x00104000, "LT"), el(0x00200022, "IS")), "", {}, root(el(0x00104000, "LT"))),
    "R002": (
        part10(el(0x00080016, "UI", uid("1.2.840.10008.5.1.4.1.1.6"))), "SOPClassUID",
        {"replaced_by": "1.2.840.10008.5.1.4.1.1.6.1"}, GOOD,
    ),
    "X001": (jpeg(pixels(item(), vr="OW")), "PixelData", {}, jpeg(pixels(item()))),
    "X002": (jpeg(pixels()), "PixelData", {}, jpeg(pixels(item()))),
    "X003": (jpeg(pixels(item(b"\0\0"))), "PixelData", {}, jpeg(pixels(item(b"\0\0\0\0")))),
    "X004": (
        jpeg(pixels(table(0, 8), item(b"ab"), item(b"cd"))), "PixelData", {},
        jpeg(pixels(table(0, 10), item(b"ab"), item(b"cd"))),
    ),
    "X006": (jpeg(pixels(item(), item(b"abc"))), "PixelData[2]", {}, jpeg(pixels(item(), item(b"ab")))),
    "X007": (root(pixels(item())), "PixelData", {}, jpeg(pixels(item()))),
    "X008": (jpeg(el(0x7FE00010, "OB", b"ab")), "PixelData", {}, root(el(0x7FE00010, "OB", b"ab"))),
    "X012": (
        root(ALLOCATED, el(0x7FE00010, "OB", b"ab")), "PixelData", {}, root(ALLOCATED, el(0x7FE00010, "OW", b"ab")),
    ),
}  # fmt: skip
LEVELS = ("error", "warning", "info")


@pytest.mark.parametrize("code", sorted(CASES))
def test_rule_fires_at_its_place(code: str) -> None:
    data, path, detail, _ = CASES[code]
    found = check_bytes(data, select=code, levels=LEVELS).findings
    assert [(f.code, f.path, dict(f.detail)) for f in found] == [(code, path, detail)]


@pytest.mark.parametrize("code", sorted(CASES))
def test_rule_is_silent_where_nothing_is_wrong(code: str) -> None:
    assert check_bytes(CASES[code][3], select=code, levels=LEVELS).findings == ()


def test_every_rule_on_bytes_has_a_case() -> None:
    # Those of the sizes of pixels, X020 and after, are in test_pixels.
    here = {code for code in rules() if code[0] in "FEPRX" and code < "X020"}
    assert here == {*CASES, "F091"}


def test_each_limit_is_told_by_its_name() -> None:
    nested = root(seq(item(seq(item(el(0x00100010, "PN", b"A^"))))))
    for limits, name in (({"depth": 0}, "depth"), ({"elements": 3}, "elements"), ({"held_bytes": 3}, "held-bytes")):
        report = check_bytes(nested, select="F091", limits=limits)
        assert {dict(f.detail)["limit"] for f in report.findings} == {name}
        assert f"limit-{name}" in report.incomplete


def test_limits_of_fragments_and_of_inflated_bytes() -> None:
    report = check_bytes(jpeg(pixels(item(), item(), item())), select="F091", limits={"fragments": 2})
    assert [dict(f.detail) for f in report.findings] == [{"limit": "fragments"}]
    report = check_bytes(part10(deflated(COMMON + bytes(99)), DEFLATED), select="F091", limits={"inflated_bytes": 20})
    assert [dict(f.detail) for f in report.findings] == [{"limit": "inflated-bytes"}]


def test_the_right_group_length_is_told() -> None:
    found = check_bytes(CASES["F012"][0], select="F012").findings
    assert [f.observed for f in found] == [len(meta()) - 12]


def test_equal_faults_in_many_items_are_one_finding() -> None:
    found = check_bytes(root(seq(*(item(el(0x00100010, "PN", b"A^B")) for _ in range(3)))), select="E002").findings
    paths = [(f.path, f.count) for f in found if f.path.endswith("PatientName")]
    assert paths == [("ReferencedImageSequence[1].PatientName", 3)]

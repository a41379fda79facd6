"""The walker, paragraph by paragraph of `docs/recovery.md`, and the two front ends that are no files."""

from __future__ import annotations

import copy
import struct
import time
import zlib
from io import BytesIO

import pydicom
import pytest
from made_bytes import (
    BIG,
    COMMON,
    DEFLATED,
    END,
    IMPLICIT,
    ITEM_END,
    JPEG,
    UNDEFINED,
    el,
    head,
    im,
    item,
    meta,
    part10,
    uid,
)  # fmt: skip

from validicom.reference import check_bytes, check_dataset, check_json
from validicom.reference.context import Limits
from validicom.reference.model import Element, Parsed
from validicom.reference.walker import inflate, kind_of, parse

NAME = el(0x00100010, "PN", b"A^")
SQ = 0x00081140


def kinds(parsed: Parsed) -> list[str]:
    return [note.kind for note in parsed.notes]


def tags(parsed: Parsed) -> list[int]:
    return [node.tag for node in parsed.nodes() if isinstance(node, Element) and node.tag >> 16 != 2]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"), (part10(), "part10"), (b"DICM" + meta(), "no-preamble"), (meta(), "bare-file-meta"),
        (COMMON, "bare-data-set"), (im(0x00080016, uid("1.2")), "bare-data-set"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"),
        (b"PK\x03\x04", "zip"), (b"\x1f\x8b", "gzip"), (b"%PDF-", "pdf"), (b"II*\0", "tiff"), (b"#!", "executable"),
        (b"Dear colleague,\n", "text"), (b"\0\1\2", "other"),
    ],
)  # fmt: skip
def test_the_first_bytes_decide_what_it_is(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_every_encoding_gives_the_same_elements() -> None:
    big = el(0x00080016, "UI", uid("1.2"), order=">") + el(0x00100010, "PN", b"A^", order=">")
    little = el(0x00080016, "UI", uid("1.2")) + NAME
    implicit = im(0x00080016, uid("1.2")) + im(0x00100010, b"A^")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    deflated = packer.compress(little) + packer.flush()
    for data in (part10(little), part10(implicit, IMPLICIT), part10(big, BIG), part10(deflated, DEFLATED)):
        parsed = parse(data)
        assert (kinds(parsed), tags(parsed)) == ([], [0x00080016, 0x00100010])
        assert parsed.root.elements[1].value == b"A^"


def test_an_undeclared_encoding_is_found_by_reading() -> None:
    parsed = parse(part10(im(0x00080016, uid("1.2")), "1.3.6.1"))
    assert (kinds(parsed), parsed.encoding) == (["encoding-guessed"], "implicit-little")


def test_items_end_where_their_sequence_goes_on() -> None:
    content = item(NAME, UNDEFINED) + item(NAME, UNDEFINED) + ITEM_END + END
    parsed = parse(part10(COMMON + el(SQ, "SQ", content, UNDEFINED)))
    assert kinds(parsed) == ["missing-item-delimiter"]
    assert [one.number for one in parsed.root.elements[2].items] == [1, 2]


def test_what_a_missing_delimiter_leaves_belongs_around() -> None:
    parsed = parse(part10(COMMON + el(SQ, "SQ", item(NAME), UNDEFINED) + NAME))
    assert kinds(parsed) == ["missing-sequence-delimiter"]
    assert [element.tag for element in parsed.root.elements][2:] == [SQ, 0x00100010]


def test_the_end_of_the_file_closes_from_the_inside_out() -> None:
    parsed = parse(part10(COMMON + el(SQ, "SQ", item(NAME, UNDEFINED), UNDEFINED)))
    assert kinds(parsed) == ["missing-item-delimiter", "missing-sequence-delimiter"]


def test_un_of_undefined_length_is_implicit_inside() -> None:
    content = item(im(0x00100010, b"A^") + ITEM_END, UNDEFINED) + END
    parsed = parse(part10(COMMON + el(0x00091001, "UN", content, UNDEFINED) + NAME))
    inner = parsed.root.elements[2].items[0].elements[0]
    assert (kinds(parsed), inner.read_vr, inner.in_un) == ([], "PN", True)
    assert parsed.root.elements[-1].tag == 0x00100010


def test_un_on_a_known_element_is_read_by_the_dictionary() -> None:
    parsed = parse(part10(COMMON + el(0x00280010, "UN", b"\x10\0") + el(SQ, "UN", item(im(0x00080005)))))
    rows, sequence = parsed.root.elements[2:]
    assert (rows.read_vr, sequence.read_vr, len(sequence.items)) == ("US", "SQ", 1)


def test_what_cannot_be_read_is_left_to_the_end_of_its_item() -> None:
    parsed = parse(
        part10(COMMON + el(SQ, "SQ", item(el(0x00100010, "UT", b"12345678", UNDEFINED)) + item(NAME)) + NAME)
    )
    assert kinds(parsed) == ["undefined-length-not-allowed", "cannot-go-on"]
    assert (len(parsed.root.elements[2].items), parsed.root.elements[-1].tag, parsed.stopped) == (2, 0x00100010, None)


def test_the_header_ends_at_pixel_data() -> None:
    parsed = parse(
        part10(COMMON + el(0x7FE00010, "OB", item(b"ab") + END, UNDEFINED) + el(0xFFFCFFFC, "OB"), JPEG), read="header"
    )
    assert (parsed.stopped, kinds(parsed), parsed.root.elements[-1].items) == ("pixel-data", [], [])
    assert parsed.root.elements[-1].encapsulated


def test_long_bulk_is_never_held() -> None:
    parsed = parse(part10(COMMON + el(0x00104000, "UT", bytes(70_000)) + el(0x7FE00010, "OW", bytes(70_000))))
    assert [element.has_value for element in parsed.root.elements[2:]] == [True, False]


def test_deep_nesting_is_counted_and_kept_to_the_limit() -> None:
    levels = 100_000
    data = part10(COMMON + (head_of_sequence() + item(b"", UNDEFINED)) * levels)
    start = time.process_time()
    parsed = parse(data, limits=Limits(depth=10))
    assert time.process_time() - start < 20
    assert parsed.seen == 6 + 2 + 2 * levels
    assert kinds(parsed).count("limit-reached") == 1
    assert max(node.depth for node in parsed.nodes() if isinstance(node, Element)) == 10


def head_of_sequence() -> bytes:
    return el(SQ, "SQ", b"", UNDEFINED)


def test_no_cut_raises_and_all_of_it_is_bounded() -> None:
    data = part10(
        COMMON
        + el(SQ, "SQ", item(NAME + ITEM_END, UNDEFINED) + END, UNDEFINED)
        + el(0x7FE00010, "OB", item(b"ab") + END, UNDEFINED)
    )
    for end in range(len(data)):
        check_bytes(data[:end])


def test_what_a_damaged_stream_gives_is_kept_to_the_byte() -> None:
    packer = zlib.compressobj(0, zlib.DEFLATED, -15)
    stored = packer.compress(b"abc") + packer.flush(zlib.Z_FULL_FLUSH)
    assert inflate(stored + b"\x07", 1000)[:2] == (b"abc", False)
    assert inflate(b"\x03\0", 1000) == (b"", True, 0)


def converted(data: bytes) -> pydicom.Dataset:
    data_set = pydicom.dcmread(BytesIO(data))
    for element in data_set.iterall():
        assert element.value is not None
    return data_set


BAD_VALUES = (
    COMMON
    + el(SQ, "SQ", item(el(0x00080060, "CS", b"ct")))
    + el(0x00100020, "LO", b"x" * 66)
    + el(0x00280010, "US", b"\0\0\0\0")
)
RULES = ["V002", "V005", "V012", "A", "M"]


def test_data_sets_and_json_give_the_findings_of_the_file() -> None:
    data = part10(BAD_VALUES)
    of_file = [(f.code, f.path, f.count) for f in check_bytes(data, select=RULES).findings]
    assert {"V002", "V005", "V012"} <= {code for code, _, _ in of_file}
    raw = pydicom.dcmread(BytesIO(data))
    for report in (
        check_dataset(raw, select=RULES),
        check_dataset(converted(data), select=RULES),
        check_json(converted(data).to_json_dict(), select=RULES),
    ):
        assert (report.kind, [(f.code, f.path, f.count) for f in report.findings]) == ("data-set", of_file)


def test_a_data_set_is_left_as_it_is() -> None:
    raw = pydicom.dcmread(BytesIO(part10(BAD_VALUES)))
    before = copy.copy(raw._dict)
    check_dataset(raw)
    assert raw._dict == before


def test_rules_that_need_the_bytes_are_not_checked_on_json() -> None:
    report = check_json({"00100010": {"vr": "PN", "Value": [{"Alphabetic": "A^B"}]}})
    assert {"E002", "V030", "X001"} <= set(report.not_checked)
    assert not any(code.startswith("F") for code in report.not_checked)


def test_values_of_json_that_are_elsewhere_are_present() -> None:
    report = check_json(
        {"00104000": {"vr": "LT", "BulkDataURI": "x"}, "00280010": {"vr": "US", "InlineBinary": "AAAA"}}
    )
    report = check_json(
        {"00280010": {"vr": "US", "InlineBinary": "AAAA"}, "00100010": {"vr": "PN", "BulkDataURI": "x"}}, select="A102"
    )
    assert report.findings == ()


def test_lengths_at_every_extreme() -> None:
    for length in (0, 1, 2**31, 2**32 - 2, 2**32 - 1):
        data = part10(COMMON + struct.pack("<HH2sHL", 8, 0x1140, b"SQ", 0, length) + item(NAME) + head(0xFFFEE0DD, 0))
        assert parse(data).seen >= 8

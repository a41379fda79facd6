"""Failing examples of the past, each with a name: on all of them both engines give equal reports, and the right one."""

from __future__ import annotations

import struct

import pydicom

import validicom

from . import encode as enc
from .encode import El, File, Item
from .engines import assert_equal, core

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
DIRECTORY = "1.2.840.10008.1.3.10"


def small(*elements: El, sop_class: str = SECONDARY_CAPTURE, **changes: object) -> File:
    """A small file with these Elements."""
    root = [enc.ui(0x00080016, sop_class), enc.ui(0x00080018, "1.2.3.4"), *elements]
    return File(sorted(root, key=lambda el: el.tag), **changes)  # type: ignore[arg-type]


def codes(data: bytes) -> list[str]:
    """The codes that the core tells."""
    return core(data).codes()


def test_bytes_far_above_the_digits_are_no_date() -> None:
    data = small(El(0x00080020, "DA", b"\x7f" * 8), El(0x0008002A, "DT", b"abcdefgh")).to_bytes()
    assert {"V013", "V017"} <= set(codes(data))
    assert_equal(data)


def test_a_group_length_of_another_vr_has_no_length_to_compare() -> None:
    data = small().to_bytes().replace(b"\2\0\0\0UL", b"\2\0\0\0AT")
    assert "F012" not in codes(data)
    assert_equal(data)


def test_group_0002_in_the_data_set_is_no_group_length_of_it() -> None:
    file = small()
    file.elements.append(El(0x00020000, "UL", struct.pack("<I", 77)))
    assert "E017" not in codes(file.to_bytes())
    assert_equal(file.to_bytes())


def test_a_transfer_syntax_ends_at_its_first_nul() -> None:
    file = small()
    file.meta = enc.meta_elements(SECONDARY_CAPTURE, "1.2.3.4", "1.2.840.10008.1.2.1\0\2\0")
    assert "F021" not in codes(file.to_bytes())
    assert_equal(file.to_bytes())


def test_an_empty_transfer_syntax_of_a_directory_is_told_once() -> None:
    file = small(sop_class=DIRECTORY)
    file.meta = enc.meta_elements(DIRECTORY, "1.2.3.4", "")
    told = codes(file.to_bytes())
    assert "F014" in told
    assert "F032" not in told
    assert_equal(file.to_bytes())


def test_a_directory_without_data_set() -> None:
    data = small(sop_class=DIRECTORY).to_bytes()
    assert_equal(data[: data.index(struct.pack("<HH", 8, 0x16))])


def test_un_on_a_group_length() -> None:
    assert_equal(small(El(0x00180000, "UN", b"\1\2\3\4\5\6")).to_bytes())


def test_a_delimiter_with_a_length() -> None:
    sequence = El(0x00081140, "SQ", items=[Item()], undefined=True, delimiter_length=0xFFFFFFFF)
    data = small(sequence).to_bytes()
    assert "E007" in codes(data)
    assert_equal(data)


def test_bytes_after_a_deflated_data_set() -> None:
    data = small(transfer_syntax=enc.DEFLATED).to_bytes() + b"\1\2\3\4"
    assert "F026" in codes(data)
    assert_equal(data)


def test_nothing_is_lower_than_the_highest_tag_but_what_comes_after_it() -> None:
    file = small()
    file.elements[1:1] = [El(0xFFFFFFFF, "LO", b"ab")]
    assert "E014" in codes(file.to_bytes())
    assert_equal(file.to_bytes())


def test_a_value_that_is_no_uid_is_not_given_as_one() -> None:
    for uid in ("STORE", " 1.2.840.10008.1.2"):
        file = small()
        file.elements[0] = El(0x00080016, "UI", enc.padded(uid.encode()))
        assert core(file.to_bytes()).get("sop_class_uid") is None
        assert_equal(file.to_bytes())


def test_a_million_duplicates_are_one_finding() -> None:
    file = small()
    file.elements += [El(0x00100020, "LO")] * 2_000
    found = [one for one in core(file.to_bytes()).findings if one[0] == "E015"]
    assert [one[6] for one in found] == [1_999]
    assert_equal(file.to_bytes())


def test_pixel_data_that_is_a_sequence_is_not_encapsulated_however_much_is_read() -> None:
    data = small().to_bytes() + b"\xe0\x7f\x10\0SQ\0\0\xff\xff\xff\xff" + b"\xfe\xff\xdd\xe0\0\0\0\0"
    for read in ("all", "header"):
        told = set(core(data, read=read).codes())
        assert {"X001", "X012"} & told == {"X012"}, read
        assert_equal(data, read=read)


def test_pixel_data_that_is_a_sequence_past_the_end_has_no_length_to_compare() -> None:
    image = [
        El(0x00280002, "US", struct.pack("<H", 1)),
        El(0x00280004, "CS", b"MONOCHROME2 "),
        *(El(tag, "US", struct.pack("<H", 8)) for tag in (0x00280010, 0x00280011, 0x00280100)),
    ]
    whole = small(*image).to_bytes()
    for length, told in ((8, True), (16, False)):
        data = whole + b"\xe0\x7f\x10\0SQ\0\0" + struct.pack("<I", length) + b"\xfe\xff\0\xe0\0\0\0\0"
        assert ("X025" in codes(data)) == told, length
        assert_equal(data)


def test_a_fragment_beyond_the_limit_is_told_whatever_its_length() -> None:
    file = small(El(0x7FE00010, "OB", fragments=[b"", b"ab"]), transfer_syntax=enc.JPEG_BASELINE)
    data = file.to_bytes().replace(b"\xfe\xff\0\xe0\2\0\0\0ab", b"\xfe\xff\0\xe0\xff\xff\xff\xff")
    for fragments, wanted in ((1, {"F091"}), (2, {"E003", "E011"})):
        limits = validicom.Limits(fragments=fragments)
        assert set(core(data, limits=limits).codes()) & {"F091", "E003", "E011"} == wanted
        assert_equal(data, limits=limits)


def test_an_item_among_the_elements_of_a_data_set_in_memory_is_left_out() -> None:
    inner = pydicom.Dataset()
    for number in (0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD):
        raw = pydicom.dataelem.RawDataElement(pydicom.tag.Tag(number), "UN", 3, b"abc", 0, False, True)
        inner._dict[raw.tag] = raw
    outer = pydicom.Dataset()
    outer.SOPClassUID = SECONDARY_CAPTURE
    outer.add(pydicom.DataElement(0x00081140, "SQ", pydicom.Sequence([inner])))
    assert "E002" not in core(outer).codes()
    assert_equal(outer)
    assert_equal({"00080016": {"vr": "UI", "Value": [SECONDARY_CAPTURE]}, "FFFEE000": {"vr": "UN"}})

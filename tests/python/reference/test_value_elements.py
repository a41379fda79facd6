"""Value rules that look at more than one field: dictionary, VR, character sets, what is left out."""

from __future__ import annotations

import struct

from made_nodes import check, found, parsed

from validicom.reference.engine import check_parsed

NAME = 0x00100010
PIXEL_REPRESENTATION = 0x00280103
SMALLEST = 0x00280106


def test_vr_differs_from_the_dictionary() -> None:
    report = check([(NAME, "LO", b"A^B ")], "V001")
    assert [(f.severity, dict(f.detail)) for f in report.findings] == [("error", {"expected": "PN"})]
    assert found([(NAME, "PN", b"A^B ")], "V001") == []
    assert found([(NAME, "UN", b"A^B ")], "V001") == []


def test_a_vr_of_former_editions_is_a_warning() -> None:
    assert found([(0x00081190, "UT", b"http://a")], "V001") == [("warning", None, "RetrieveURL")]


def test_us_or_ss_follows_pixel_representation_of_the_nearest_data_set() -> None:
    signed, unsigned = struct.pack("<H", 1), struct.pack("<H", 0)
    assert found([(PIXEL_REPRESENTATION, "US", signed), (SMALLEST, "SS", b"\0\0")], "V001") == []
    report = check([(PIXEL_REPRESENTATION, "US", signed), (SMALLEST, "US", b"\0\0")], "V001")
    assert [(f.severity, dict(f.detail)) for f in report.findings] == [("warning", {"expected": "SS"})]
    assert found([(SMALLEST, "SS", b"\0\0")], "V001") == []
    inner = [(0x00880200, "SQ", [[(SMALLEST, "SS", b"\0\0")]])]
    outer = [(PIXEL_REPRESENTATION, "US", unsigned)]
    assert found([*outer, *inner], "V001") == [("warning", None, "IconImageSequence[1].SmallestImagePixelValue")]


def test_number_of_values_against_the_dictionary() -> None:
    report = check([(NAME, "PN", b"A^B\\C^D ")], "V002")
    assert [(f.observed, dict(f.detail)) for f in report.findings] == [(2, {"vm": "1"})]
    assert found([(0x00080008, "CS", b"A\\B\\C ")], "V002") == []


def test_unknown_public_elements_but_no_repeating_groups() -> None:
    assert found([(0x00080007, "LO", b"")], "V003") == [("warning", None, "(0008,0007)")]
    assert found([(0x60020010, "US", b"\1\0"), (0x00080000, "UL", b"\0" * 4), (0x00090001, "LO", b"")], "V003") == []


def test_binary_length_needs_no_held_value() -> None:
    made = parsed([(0x7FE00010, "OW", b"\0")])
    made.root.elements[0].value = None
    made.root.elements[0].length = 70001
    report = check_parsed(made, select="V032")
    assert [(f.observed, dict(f.detail)) for f in report.findings] == [(70001, {"multiple": 2})]


def test_terms_of_specific_character_set() -> None:
    report = check([(0x00080005, "CS", b"ISO_IR 100\\ISO-IR 6 ")], "V04")
    assert [(f.code, f.value_number) for f in report.findings] == [("V040", 2), ("V043", 1)]
    assert found([(0x00080005, "CS", b"\\ISO 2022 IR 87")], "V04") == []


def test_text_without_character_set_is_told_there_once() -> None:
    report = check([(NAME, "PN", b"\xc4^B "), (0x00081030, "LO", b"\xe9" * 80)], "V")
    assert [(f.code, f.path, f.count) for f in report.findings] == [("V041", "SpecificCharacterSet", 2)]


def test_items_are_read_by_the_character_set_around_them() -> None:
    items = [(0x00081115, "SQ", [[(0x0008103E, "LO", b"\xe9\xe9")], [(0x0008103E, "LO", b"ab")]])]
    assert found([(0x00080005, "CS", b"ISO_IR 100"), *items], "V04") == []
    assert found([(0x00080005, "CS", b"ISO_IR 192"), *items], "V04") == [("error", None, "SpecificCharacterSet")]
    own = [(0x00081115, "SQ", [[(0x00080005, "CS", b"ISO_IR 192"), (0x0008103E, "LO", b"\xe9\xe9")]])]
    path = "ReferencedSeriesSequence[1].SpecificCharacterSet"
    assert found([(0x00080005, "CS", b"ISO_IR 100"), *own], "V042") == [("error", None, path)]


def test_nothing_else_is_said_of_text_under_a_misspelt_character_set() -> None:
    report = check([(0x00080005, "CS", b"ISO_IR_100"), (0x00081030, "LO", b"\xe9" * 80)], "V")
    assert [f.code for f in report.findings] == ["V012", "V040"] or [f.code for f in report.findings] == ["V040"]


def test_open_items_and_private_implicit_elements_have_no_value_rules() -> None:
    bad = [(0x00080020, "DA", b"19991301")]
    assert found(bad, "V013") == [("error", None, "StudyDate")]
    assert found([(0x04000550, "SQ", [bad])], "V013") == []
    private = parsed([(0x00091001, "DA", b"19991301")])
    assert len(check_parsed(private, select="V013").findings) == 1
    private.root.elements[0].implicit = True
    assert check_parsed(private, select="V013").findings == ()


def test_padding_rules_fold_to_the_file() -> None:
    report = check([(0x00080016, "UI", b"1.2 "), (0x00080018, "UI", b"1.3 ")], "V024")
    assert [(f.path, f.count) for f in report.findings] == [("", 2)]


def test_values_are_left_out_unless_asked_for() -> None:
    made = parsed([(0x00080020, "DA", b"19991301")])
    assert check_parsed(made, select="V013").findings[0].value is None
    assert check_parsed(made, select="V013", redact=False).findings[0].value == "19991301"

"""Attributes of one object that must fit each other: C001 to C007, each fired and silent.

What is right is taken from PS3.5 9 and PS3.3 C.7.1.1, C.7.6.1, C.7.6.2.1.1 and 10.7.1.3.
"""

from __future__ import annotations

import math

import pytest
from made_bytes import el, meta
from made_images import BIG, DEFLATED, EXPLICIT, IMPLICIT, Content, Said, error, said, warning

from validicom.reference import check_bytes

SYNTAXES = (EXPLICIT, IMPLICIT, BIG, DEFLATED)
ROWS, COLUMNS = 0x00280010, 0x00280011
PIXEL_SPACING, IMAGER_SPACING, SCANNED_SPACING, THICKNESS = 0x00280030, 0x00181164, 0x00182010, 0x00180050
PATIENT, SLIDE = 0x00200037, 0x00480102
BORN, STUDIED = 0x00100030, 0x00080020
SPACINGS = (
    (PIXEL_SPACING, "PixelSpacing"),
    (IMAGER_SPACING, "ImagerPixelSpacing"),
    (SCANNED_SPACING, "NominalScannedPixelSpacing"),
)


# -- C001: UIDs (the SOP Instance UID of the file is 1.2.3)


def uids(study: str, series: str, frame: str) -> Content:
    return {0x0020000D: ("UI", study), 0x0020000E: ("UI", series), 0x00200052: ("UI", frame)}


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (uids("1.2.4", "1.2.5", "1.2.6"), []),
        (uids("1.2.3", "1.2.5", "1.2.6"), [("StudyInstanceUID", "SOPInstanceUID")]),
        (uids("1.2.4", "1.2.4", "1.2.6"), [("SeriesInstanceUID", "StudyInstanceUID")]),
        (uids("1.2.4", "1.2.5", "1.2.5"), [("FrameOfReferenceUID", "SeriesInstanceUID")]),
        (uids("1.2.4", "1.2.4", "1.2.4"), [("SeriesInstanceUID", "StudyInstanceUID"), ("FrameOfReferenceUID", "StudyInstanceUID")]),
        (uids("1.2.4", "1.2.3", "1.2.4"), [("SeriesInstanceUID", "SOPInstanceUID"), ("FrameOfReferenceUID", "StudyInstanceUID")]),
        # Padding is no part of a UID, nor is nothing a UID.
        (uids("1.2.3 ", "1.2.5", "1.2.6"), [("StudyInstanceUID", "SOPInstanceUID")]),
        (uids("1.2.3\0\0\0", "1.2.5", "1.2.6"), [("StudyInstanceUID", "SOPInstanceUID")]),
        (uids("", "", "  "), []),
        (uids("1.2.30", "1.2.3.1", "1.2"), []),
    ],
)  # fmt: skip
def test_uids(content: Content, wanted: list[tuple[str, str]]) -> None:
    for syntax in SYNTAXES:
        told = said(content, "C001", syntax=syntax)
        assert told == [error("C001", path, other=other) for path, other in wanted]


def test_uids_of_items_are_others() -> None:
    assert said({0x00081140: ("SQ", [uids("1.2.3", "1.2.3", "1.2.3")])}, "C001") == []


# -- C002: references


@pytest.mark.parametrize(
    ("tag", "name"), [(0x00081140, "ReferencedImageSequence"), (0x00082112, "SourceImageSequence")]
)
def test_references(tag: int, name: str) -> None:
    own: Content = {0x00081155: ("UI", "1.2.3")}
    other: Content = {0x00081155: ("UI", "1.2.4")}
    path = f"{name}[2].ReferencedSOPInstanceUID"
    assert said({tag: ("SQ", [other, own])}, "C002") == [warning("C002", path)]
    assert said({tag: ("SQ", [other, {}, {0x00081155: ("UI", "")}])}, "C002") == []
    assert said({tag: ("SQ", [own]), 0x00080018: None}, "C002", syntax=BIG) == [warning("C002", path.replace("2", "1"))]
    assert said({0x00081199: ("SQ", [own])}, "C002") == []
    assert said({0x00081115: ("SQ", [{tag: ("SQ", [own])}])}, "C002") == []


# -- C003: distances


def distance(path: str, fault: str, number: int) -> list[Said]:
    return [error("C003", path, number=number, fault=fault)]


@pytest.mark.parametrize(
    ("value", "rows", "columns", "wanted"),
    [
        ("0.5\\0.5", 4, 4, None),
        ("-0.5\\0.5", 4, 4, ("negative", 1)),
        ("0.5\\-1E-3", 4, 4, ("negative", 2)),
        ("-1\\-1", 4, 4, ("negative", 1)),
        ("0\\0.5", 4, 4, ("zero", 1)),
        ("0.5\\0", 4, 4, ("zero", 2)),
        ("0\\-1", 4, 4, ("zero", 1)),
        ("0\\-1", 1, 4, ("negative", 2)),
        ("-0\\1", 4, 4, ("zero", 1)),
        # One row is not apart from another, nor one column.
        ("0\\0.5", 1, 4, None),
        ("0.5\\0", 4, 1, None),
        ("0\\0", 1, 4, ("zero", 2)),
        # How many there are is not known.
        ("0\\0", None, None, None),
        ("0\\-1", None, None, ("negative", 2)),
        ("-1\\0", None, None, ("negative", 1)),
        # What is no pair of numbers is for other rules.
        ("-1", 4, 4, None),
        ("-1\\-1\\-1", 4, 4, None),
        ("-1\\x", 4, 4, None),
        ("-1\\", 4, 4, None),
        ("", 4, 4, None),
        (" -1 \\ 1 ", 4, 4, ("negative", 1)),
        ("1e400\\1e-400", 4, 4, ("zero", 2)),
    ],
)
@pytest.mark.parametrize(("tag", "name"), SPACINGS)
def test_spacings(
    value: str, rows: int | None, columns: int | None, wanted: tuple[str, int] | None, tag: int, name: str
) -> None:
    content: Content = {
        tag: ("DS", value),
        ROWS: None if rows is None else ("US", [rows]),
        COLUMNS: None if columns is None else ("US", [columns]),
    }
    assert said(content, "C003") == ([] if wanted is None else distance(name, *wanted))


def test_spacings_at_any_depth_but_not_in_open_items() -> None:
    measures: Content = {0x00289110: ("SQ", [{PIXEL_SPACING: ("DS", "0\\1")}])}
    content: Content = {ROWS: ("US", [4]), COLUMNS: ("US", [4]), 0x52009229: ("SQ", [measures])}
    path = "SharedFunctionalGroupsSequence[1].PixelMeasuresSequence[1].PixelSpacing"
    for syntax in SYNTAXES:
        assert said(content, "C003", syntax=syntax) == distance(path, "zero", 1)
    assert said({**content, 0x52009229: None, 0x04000561: ("SQ", [{0x04000550: ("SQ", [measures])}])}, "C003") == []


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("1", []),
        ("0", [warning("C003", "SliceThickness", number=1, fault="zero")]),
        ("-0.0", [warning("C003", "SliceThickness", number=1, fault="zero")]),
        ("-2.5", [error("C003", "SliceThickness", number=1, fault="negative")]),
        ("", []),
        ("-1\\-1", []),
        ("-x", []),
    ],
)
def test_slice_thickness(value: str, wanted: list[Said]) -> None:
    for syntax in SYNTAXES:
        assert said({THICKNESS: ("DS", value)}, "C003", syntax=syntax) == wanted


def test_a_spacing_of_another_vr_is_not_read() -> None:
    assert said({PIXEL_SPACING: ("LO", "-1\\-1"), THICKNESS: ("LO", "-1")}, "C003") == []


# -- C004, C005: orientations


def turned(degrees: float, by: float = 90) -> str:
    a, b = math.radians(degrees), math.radians(degrees + by)
    return f"{math.cos(a):.6f}\\{math.sin(a):.6f}\\0\\{math.cos(b):.6f}\\{math.sin(b):.6f}\\0"


RIGHT = (
    "1\\0\\0\\0\\1\\0",
    "0\\-1\\0\\0\\0\\-1",
    turned(30),
    turned(77.7),
    "1.0009\\0\\0\\0\\1\\0",
    "1\\0\\0\\9e-4\\1\\0",
)


@pytest.mark.parametrize(("tag", "name"), [(PATIENT, "ImageOrientationPatient"), (SLIDE, "ImageOrientationSlide")])
@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        *((value, []) for value in RIGHT),
        ("1.005\\0\\0\\0\\1\\0", [("C004", "warning", 1)]),
        ("0.995\\0\\0\\0\\1\\0", [("C004", "warning", 1)]),
        ("1\\0\\0\\0\\1.005\\0", [("C004", "warning", 4)]),
        ("1.02\\0\\0\\0\\1\\0", [("C004", "error", 1)]),
        ("1\\0\\0\\0\\0.5\\0", [("C004", "error", 4)]),
        ("0\\0\\0\\0\\0\\0", [("C004", "error", 1)]),
        ("2\\0\\0\\0\\3\\0", [("C004", "error", 1)]),
        # The worse one of two.
        ("1.005\\0\\0\\0\\2\\0", [("C004", "error", 4)]),
        (turned(0, 89.8), [("C005", "warning", None)]),
        (turned(10, 90.2), [("C005", "warning", None)]),
        (turned(10, 89), [("C005", "error", None)]),
        ("1\\0\\0\\1\\0\\0", [("C005", "error", None)]),
        ("1\\0\\0\\-1\\0\\0", [("C005", "error", None)]),
        ("1.1\\0\\0\\1.1\\0\\0", [("C004", "error", 1), ("C005", "error", None)]),
        ("1\\0\\0\\0\\1", []),
        ("1\\0\\0\\0\\1\\0\\0", []),
        ("2\\0\\0\\0\\x\\0", []),
        ("2\\0\\0\\0\\2\\", []),
        ("", []),
        # Greater than any double: the length is wrong, the angle cannot be told.
        ("1e999\\0\\0\\0\\1\\0", [("C004", "error", 1)]),
    ],
)
def test_orientations(tag: int, name: str, value: str, wanted: list[tuple[str, str, int | None]]) -> None:
    expected: list[Said] = [(code, severity, name, {}, None, number) for code, severity, number in wanted]
    assert said({tag: ("DS", value)}, "C004", "C005") == expected


def test_orientations_at_any_depth_but_not_in_open_items() -> None:
    plane: Content = {0x00209116: ("SQ", [{PATIENT: ("DS", "2\\0\\0\\0\\1\\0")}])}
    path = "PerFrameFunctionalGroupsSequence[1].PlaneOrientationSequence[1].ImageOrientationPatient"
    for syntax in SYNTAXES:
        assert said({0x52009230: ("SQ", [plane])}, "C004", syntax=syntax) == [error("C004", path, number=1)]
    assert said({0x04000561: ("SQ", [{0x04000550: ("SQ", [plane])}])}, "C004") == []


# -- C006: dates


@pytest.mark.parametrize(
    ("born", "studied", "fires"),
    [
        ("20000101", "20200101", False),
        ("20200101", "20200101", False),
        ("20200102", "20200101", True),
        ("20210101", "20201231", True),
        ("20200102 ", "20200101", True),
        ("20200102\\19000101", "20200101", True),
        ("20200101 \\20200102", "20200101", False),
        (" 20200102", "20200101", False),
        ("20200230", "20200101", False),
        ("20200102", "20200001", False),
        ("2020", "1999", False),
        ("2020.01.02", "20200101", False),
        ("", "20200101", False),
        ("20200102", "", False),
    ],
)
def test_dates(born: str, studied: str, fires: bool) -> None:
    wanted = [warning("C006", "StudyDate")] if fires else []
    for syntax in SYNTAXES:
        assert said({BORN: ("DA", born), STUDIED: ("DA", studied)}, "C006", syntax=syntax) == wanted


def test_dates_that_are_not_both_there() -> None:
    assert said({BORN: ("DA", "20200102")}, "C006") == []
    assert said({STUDIED: ("DA", "20200102")}, "C006") == []
    assert said({BORN: ("LO", "20200102"), STUDIED: ("DA", "20200101")}, "C006") == []


# -- C007: values of Image Type


@pytest.mark.parametrize(
    ("sop_class", "image_type", "wanted"),
    [
        ("1.2.840.10008.5.1.4.1.1.2", "ORIGINAL\\PRIMARY", ("warning", 3, 2)),
        ("1.2.840.10008.5.1.4.1.1.2", "ORIGINAL\\PRIMARY\\AXIAL", None),
        # V002 tells it.
        ("1.2.840.10008.5.1.4.1.1.2", "ORIGINAL", None),
        ("1.2.840.10008.5.1.4.1.1.4.1", "ORIGINAL\\PRIMARY\\T1", ("error", 4, 3)),
        ("1.2.840.10008.5.1.4.1.1.4.1", "ORIGINAL\\PRIMARY\\T1\\NONE", None),
        ("1.2.840.10008.5.1.4.1.1.7", "DERIVED\\SECONDARY", None),
    ],
)
def test_image_type(sop_class: str, image_type: str, wanted: tuple[str, int, int] | None) -> None:
    value = (image_type + " " * (len(image_type) % 2)).encode()
    data = bytes(128) + b"DICM" + meta(sop_class=sop_class) + el(0x00080008, "CS", value)
    found = [one for one in check_bytes(data).findings if one.code == "C007"]
    assert [(one.severity, one.detail["demanded"], one.observed) for one in found] == ([wanted] if wanted else [])

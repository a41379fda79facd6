"""The condition language, its three-valued evaluation, and what follows for Attributes and modules (PS3.5 7.4)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from made_nodes import CT, parsed
from made_tables import ask, iod, level, made, row, said, walk

from validicom.reference import conditions as language
from validicom.reference.conditions import Condition, ConditionError, Otherwise, parse, parse_otherwise
from validicom.reference.engine import check_parsed
from validicom.reference.facts import EDITIONS, conditions, facts, outside_facts, rows, tag_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from made_nodes import Made

    from validicom.reference.facts import TableRow

SHARED, PER_FRAME = "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"
CODES = [row("CodeValue", "3", 1), row("CodingSchemeDesignator", "3", 1), row("LongCodeValue", "3", 1)]
IMAGE = iod(
    {
        "general": [
            row("ImageType", "1"),
            row("PatientName", "2"),
            row("Modality"),
            row("BodyPartExamined"),
            row("Laterality", "1C", condition="c-allowed"),
            row("SeriesNumber"),
            row("SeriesDescription"),
            row("PixelSpacing"),
            row("PatientComments"),
            row("BitsAllocated"),
            row("PixelPaddingValue"),
            row("RecommendedDisplayFrameRateInFloat"),
            row("TableOfXBreakPoints"),
            row("FrameIncrementPointer"),
            row("RedPaletteColorLookupTableData"),
            row("AnatomicRegionSequence"),
            *CODES,
            row("ReferencedImageSequence"),
            row("ReferencedSOPInstanceUID", "1", 1),
            row("ReferencedFrameNumber", "3", 1),
            row("PurposeOfReferenceCodeSequence", "3", 1),
            row("CodeMeaning", "3", 2),
            row(SHARED),
            row("*IODFunctionalGroupMacros", depth=1),
            row(PER_FRAME),
            row("*IODFunctionalGroupMacros", depth=1),
        ],
        "contrast": [row("ContrastBolusAgent", "2"), row("ContrastBolusRoute")],
        "equipment": [row("Manufacturer", "2")],
    },
    {
        "pixel-measures": [row("PixelMeasuresSequence", "1"), row("SliceThickness", "1C", 1, "c-allowed")],
        "frame-type": [row("CTImageFrameTypeSequence", "1"), row("FrameType", "1", 1)],
        "plane": [row("PlanePositionSequence", "1"), row("ImagePositionPatient", "3", 1)],
    },
    usages={"contrast": "U"},
)


def answer(
    expression: str,
    root: Sequence[Made] = (),
    path: Sequence[tuple[str, int]] = (),
    this: str | None = None,
    known: dict[str, bool] | None = None,
    meta: Sequence[Made] = (),
) -> bool | None:
    return ask(level(walk(IMAGE, root, known, meta=meta), path), expression, this).value


# -- The language ------------------------------------------------------------------------------------------------------


def test_and_binds_more_than_or_and_not_more_than_and() -> None:
    for text, known, expected in [
        ("true or false and false", {}, True),
        ("(true or false) and false", {}, False),
        ("not false and false", {}, False),
        ("not (false and false)", {}, True),
        ("not not true", {}, True),
        ("false or outside(a) and true", {"a": True}, True),
    ]:
        assert answer(text, known=known) is expected, text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "true false",
        "true and",
        "Modality in {}",
        "Modality in {CT",
        "Modality in CT",
        "Modality is {CT}",
        "not",
        "(true",
        "none or true",
        "not none",
        "Modality[0] in {CT}",
        "Modality[x] in {CT}",
        "count(Modality[1]) > 1",
        "count(Modality)",
        "count(Modality) > many",
        "presence(Modality)",
        "present()",
        "present(and)",
        "present(^/Modality)",
        "code(Modality) in {CT}",
        "code(Modality) in {(1)}",
        "any(Modality)",
        "equal(Modality)",
        'Modality in {"CT}',
        "Modality % 2",
        "iod {a}",
        "item_number",
    ],
)
def test_what_is_not_of_the_language_is_an_error_that_shows_the_text(text: str) -> None:
    with pytest.raises(
        ConditionError, match=r"expected|stands alone|no meaning|not of the language|two places"
    ) as caught:
        parse(text)
    assert repr(text) in str(caught.value)


def test_otherwise() -> None:
    assert parse_otherwise("allowed") == Otherwise("allowed")
    assert parse_otherwise(" forbidden when  true ") == Otherwise("forbidden", language.Constant(True))
    for text in ("", "may", "unstated when true", "allowed when", "allowed if true"):
        with pytest.raises(ConditionError):
            parse_otherwise(text)


def test_quotes_hold_what_words_cannot() -> None:
    assert answer('SeriesDescription in {"A (B), c"}', [made("SeriesDescription", b"A (B), c")]) is True
    assert answer("ReferencedSOPInstanceUID in {1.2.840}", [made("ReferencedSOPInstanceUID", b"1.2.840\0")]) is True


# -- Three values ------------------------------------------------------------------------------------------------------


def test_kleene() -> None:
    values = {"true": True, "false": False, "outside(x)": None}
    for one, a in values.items():
        assert answer(f"not {one}") is (None if a is None else not a)
        for other, b in values.items():
            both = False if False in (a, b) else None if None in (a, b) else True
            either = True if True in (a, b) else None if None in (a, b) else False
            assert answer(f"{one} and {other}") is both
            assert answer(f"{one} or {other}") is either


def test_facts_of_the_world_are_what_the_caller_says() -> None:
    assert answer("outside(x)", known={"x": True}) is True
    assert answer("outside(x)", known={"x": False}) is False
    assert answer("outside(x)", known={"y": True}) is None


def test_the_cause_is_the_first_operand_that_is_unknown() -> None:
    empty = [made("Modality"), made("ReferencedImageSequence", [[made("ReferencedFrameNumber")], []])]
    for text, cause in {
        "outside(x)": ("fact", "x"),
        "unread": ("unread", "yes"),
        "true and outside(x) and outside(y)": ("fact", "x"),
        "false or not outside(y) or unread": ("fact", "y"),
        "(true or outside(x)) and outside(z)": ("fact", "z"),
        "Modality in {CT}": ("attribute", "Modality"),
        "/Modality[2] not in {CT} or outside(x)": ("attribute", "Modality"),
        "equal(Modality, BodyPartExamined)": ("attribute", "Modality"),
        "points_to(Modality, BodyPartExamined)": ("attribute", "Modality"),
        "frame.FrameType in {A}": ("attribute", "FrameType"),
        "first_item": ("attribute", "this"),
        "transfer_syntax in {1.2}": ("attribute", "this"),
        "any(ReferencedImageSequence, ReferencedFrameNumber = 1 or outside(x))": ("attribute", "ReferencedFrameNumber"),
        "all(ReferencedImageSequence, ReferencedFrameNumber not in {2})": ("attribute", "ReferencedFrameNumber"),
        "all(AnatomicRegionSequence, outside(x))": ("attribute", "AnatomicRegionSequence"),
    }.items():
        found = ask(level(walk(IMAGE, empty)), text)
        assert (found.value, found.cause) == (None, cause), text
    assert ask(level(walk(IMAGE, empty)), "true or outside(x)").cause is None


# -- Presence ----------------------------------------------------------------------------------------------------------


def test_presence_of_elements() -> None:
    expected = {  # present, absent, has_value, empty
        None: (False, True, False, False),
        b"": (True, False, False, True),
        b"  ": (True, False, False, True),
        b"\\ ": (True, False, False, True),
        b"CT": (True, False, True, False),
    }
    for value, answers in expected.items():
        root = [] if value is None else [made("Modality", value)]
        for atom, one in zip(("present", "absent", "has_value", "empty"), answers, strict=True):
            assert answer(f"{atom}(Modality)", root) is one, (atom, value)
    no_items, items = [made("AnatomicRegionSequence", [])], [made("AnatomicRegionSequence", [[]])]
    assert answer("present(AnatomicRegionSequence)", no_items) is True
    assert answer("has_value(AnatomicRegionSequence)", no_items) is False
    assert answer("empty(AnatomicRegionSequence)", no_items) is True
    assert answer("has_value(AnatomicRegionSequence)", items) is True


def test_presence_of_one_value() -> None:
    for value, number, answers in [
        (None, 1, (False, True, False, False)),
        (b"", 1, (False, True, False, True)),
        (b"A\\B ", 2, (True, False, True, False)),
        (b"A\\B ", 3, (False, True, False, True)),
        (b"A\\ \\C ", 2, (False, True, False, True)),
    ]:
        root = [] if value is None else [made("ImageType", value)]
        for atom, one in zip(("present", "absent", "has_value", "empty"), answers, strict=True):
            assert answer(f"{atom}(ImageType[{number}])", root) is one, (atom, value, number)
    two = [made("BitsAllocated", struct.pack("<2H", 8, 16))]
    assert [answer(f"present(BitsAllocated[{n}])", two) for n in (1, 2, 3)] == [True, True, False]


def test_values_that_are_not_held() -> None:
    through = walk(IMAGE, [made("ImageType", b"ORIGINAL"), made("Modality", b"CT")])
    for element in through.root.data_set.elements:
        element.value = None
    root = level(through)
    assert ask(root, "has_value(ImageType)").value is True
    assert ask(root, "empty(ImageType)").value is False
    assert ask(root, "present(ImageType[1])").value is None
    for text in ("Modality in {CT}", "Modality not in {CT}", "count(Modality) = 1", "length(Modality) > 0"):
        assert ask(root, text).value is None, text


# -- Values ------------------------------------------------------------------------------------------------------------


def test_membership() -> None:
    for value, is_in in [(b"CT", True), (b" CT ", True), (b"CT\0", True), (b"MR", False), (b"ct", None), (b"", None)]:
        root = [made("Modality", value)]
        assert answer("Modality in {CT, XA}", root) is is_in, value
        assert answer("Modality not in {CT, XA}", root) is (None if is_in is None else not is_in), value
    several = [made("ImageType", b"ORIGINAL\\ PRIMARY \\\\x")]
    assert answer("ImageType in {PRIMARY}", several) is True
    # The fourth value is no code string, and so may mean anything.
    assert answer("ImageType in {AXIAL}", several) is None
    assert answer("ImageType[2] in {AXIAL}", several) is False
    assert answer("ImageType[1] not in {PRIMARY}", several) is True
    # A value that is missing or blank is lawfully absent.
    for number in (3, 5):
        assert answer(f"ImageType[{number}] in {{AXIAL}}", several) is False
        assert answer(f"ImageType[{number}] not in {{AXIAL}}", several) is None
    # A backslash in long text is a character.
    assert answer('PatientComments in {"a"}', [made("PatientComments", b"a\\b ")]) is False
    assert answer("SeriesDescription in {x}", [made("SeriesDescription", b"y")]) is False


def test_membership_of_numbers_and_of_bytes() -> None:
    assert answer("BitsAllocated in {16}", [made("BitsAllocated", struct.pack("<H", 16))]) is True
    assert answer("BitsAllocated in {8}", [made("BitsAllocated", struct.pack("<H", 16))]) is False
    assert answer("PixelPaddingValue in {-1}", [made("PixelPaddingValue", b"\xff\xff", "SS")]) is True
    assert answer("PixelPaddingValue in {-1}", [made("PixelPaddingValue", b"\xff\xff", "US")]) is False
    assert answer("BitsAllocated in {16}", [made("BitsAllocated", b"\1\2\3")]) is None
    for vr, value in (("UN", b"CT"), ("OB", b"CT"), ("FL", struct.pack("<f", 1.0))):
        assert answer("Modality in {CT, 1, 1.0}", [made("Modality", value, vr)]) is None, vr
    through = walk(IMAGE, [made("BitsAllocated", b"\0\x10")])
    through.root.data_set.elements[0].big_endian = True
    assert ask(level(through), "BitsAllocated in {16}").value is True


def test_absent_operands() -> None:
    # Modality may be absent (Type 3), and so may what no table has; Image Type (1) and Patient's Name (2) may not.
    for keyword, expected in (("Modality", False), ("EchoTime", False), ("ImageType", None), ("PatientName", None)):
        for text in (f"{keyword} in {{A}}", f"{keyword} = 1", f"{keyword} < 1", f"length({keyword}) < 99",
                     f"points_to({keyword}, Modality)", f"code({keyword}) in {{(1, DCM)}}",
                     f"points_into_functional_groups({keyword})"):  # fmt: skip
            assert answer(text) is expected, text
        for text in (f"{keyword} not in {{A}}", f"{keyword} != 1", f"length({keyword}) != 1"):
            assert answer(text) is None, text
        for text in (f"count({keyword}) < 1", f"items({keyword}) = 0"):
            assert answer(text) is (True if expected is False else None), text
    assert answer("any(AnatomicRegionSequence, true)") is False
    assert answer("all(AnatomicRegionSequence, true)") is None


def test_an_operand_is_demanded_by_a_condition_that_is_true() -> None:
    for known, expected in (({"demand": True}, None), ({"demand": False}, False), ({}, False)):
        assert answer("Laterality in {L}", known=known) is expected, known
    # A module that is not in force demands nothing: Contrast/Bolus Agent speaks for its own.
    assert answer("ContrastBolusAgent in {A}") is False
    assert answer("ContrastBolusAgent in {A}", [made("ContrastBolusRoute", b"IV")]) is False
    assert answer("Manufacturer in {A}") is None


def test_a_demand_by_condition_is_not_followed_further() -> None:
    """Laterality hangs on Modality, which hangs on Body Part: absent Modality counts as lawful in the second step."""
    chain = iod(
        {
            "m": [
                row("BodyPartExamined"),
                row("Modality", "1C", condition="body"),
                row("Laterality", "1C", condition="modality"),
                row("SeriesNumber", "1C", condition="laterality"),
            ]
        }
    )
    texts = {
        "body": "BodyPartExamined in {A}",
        "modality": "absent(Modality) or Modality in {CT}",
        "laterality": "false",
    }
    table = {name: Condition(name, parse(text), Otherwise("allowed")) for name, text in texts.items()}
    root = level(walk(chain, [made("BodyPartExamined", b"A ")], conditions=table))
    # Body Part demands Modality: what it is cannot be told.
    assert ask(root, "Modality in {MR}").value is None
    # Whether Laterality is demanded hangs on Modality alone.
    table["modality"] = Condition("modality", parse("not Modality in {CT}"), Otherwise("allowed"))
    root = level(walk(chain, [made("BodyPartExamined", b"A ")], conditions=table))
    assert ask(root, "Laterality in {L}").value is None
    table["modality"] = Condition("modality", parse("Modality in {CT}"), Otherwise("allowed"))
    root = level(walk(chain, [made("BodyPartExamined", b"A ")], conditions=table))
    assert ask(root, "Laterality in {L}").value is False


def test_comparisons() -> None:
    for text, value, expected in [
        ("SeriesNumber = 1", b"1 ", True),
        ("SeriesNumber = 1", b"+01", True),
        ("SeriesNumber = 1", b"2", False),
        ("SeriesNumber != 1", b"2", True),
        ("SeriesNumber != 1", b"1", False),
        ("SeriesNumber != 1", b"x", None),
        ("SeriesNumber > 1", b"x", None),
        ("SeriesNumber > 1", b"x\\2", True),
        ("SeriesNumber > 1", b"x\\1", None),
        ("SeriesNumber > 1", b"", None),
        ("PixelSpacing > 0.5", b".25\\5E-1", False),
        ("PixelSpacing >= 0.5", b".25\\5E-1", True),
        ("PixelSpacing[1] >= 0.5", b".25\\5E-1", False),
        ("PixelSpacing[3] < 9", b".25\\5E-1", False),
        ("PixelSpacing[3] != 9", b".25\\5E-1", None),
        ("PixelSpacing <= 0.25", b".25\\ ", True),
        ("Modality = 1", b"1", None),
    ]:
        keyword = text.split("[")[0].split(" ")[0]
        assert answer(text, [made(keyword, value)]) is expected, (text, value)
    float_value = [made("RecommendedDisplayFrameRateInFloat", struct.pack("<f", 2.5))]
    assert answer("RecommendedDisplayFrameRateInFloat < 3", float_value) is True
    nan = [made("RecommendedDisplayFrameRateInFloat", struct.pack("<f", float("nan")))]
    assert answer("RecommendedDisplayFrameRateInFloat < 3", nan) is None
    assert answer("BitsAllocated > 8", [made("BitsAllocated", struct.pack("<H", 16))]) is True


def test_counts_and_lengths() -> None:
    assert answer("count(ImageType) = 3", [made("ImageType", b"A\\\\C")]) is True
    assert answer("count(ImageType) = 0", [made("ImageType", b" ")]) is True
    assert answer("count(BitsAllocated) = 2", [made("BitsAllocated", bytes(4))]) is True
    assert answer("count(BitsAllocated) = 2", [made("BitsAllocated", bytes(5))]) is None
    assert (
        answer("count(RedPaletteColorLookupTableData) = 1", [made("RedPaletteColorLookupTableData", bytes(4))]) is None
    )
    two = [made("ReferencedImageSequence", [[], []])]
    assert answer("items(ReferencedImageSequence) > 1", two) is True
    assert answer("count(ReferencedImageSequence) > 2", two) is False
    assert answer("items(ReferencedImageSequence) = 0", [made("ReferencedImageSequence", [])]) is True
    assert answer("items(ImageType) = 1", [made("ImageType", b"A ")]) is None
    assert answer("length(SeriesDescription) > 3", [made("SeriesDescription", b" abc ")]) is False
    assert answer("length(SeriesDescription) = 3", [made("SeriesDescription", b"\\ abc\\long one")]) is True
    assert answer("length(SeriesDescription) = 1", [made("SeriesDescription", b"\xe4 ")]) is None
    assert answer("length(SeriesDescription) = 0", [made("SeriesDescription", b"")]) is None
    assert answer("length(BitsAllocated) = 2", [made("BitsAllocated", bytes(2))]) is None


def test_codes() -> None:
    def items(*pairs: tuple[bytes | None, bytes | None]) -> list[Made]:
        return [
            made(
                "AnatomicRegionSequence",
                [
                    [
                        made(name, part)
                        for name, part in zip(("CodeValue", "CodingSchemeDesignator"), pair, strict=True)
                        if part
                    ]
                    for pair in pairs
                ],
            )
        ]

    text = "code(AnatomicRegionSequence) in {(1, DCM), (T-1, SRT)}"
    assert answer(text, items((b"1 ", b"DCM "))) is True
    assert answer(text, items((b"2", b"DCM"), (b"T-1", b"SRT"))) is True
    assert answer(text, items((b"1", b"SRT"))) is False
    assert answer(text, items((b"1", None))) is None
    assert answer(text, items((None, b"DCM"), (b"1", b"DCM"))) is True
    assert answer(text, items((None, b"DCM"), (b"2", b"DCM"))) is None
    assert answer(text, [made("AnatomicRegionSequence", [])]) is None
    long_code = [made("CodingSchemeDesignator", b"DCM"), made("LongCodeValue", b"1")]
    assert answer(text, [made("AnatomicRegionSequence", [long_code])]) is True
    # The short value stands before the long one, unless it is empty.
    assert answer(text, [made("AnatomicRegionSequence", [[made("CodeValue", b"2"), *long_code]])]) is False
    assert answer(text, [made("AnatomicRegionSequence", [[made("CodeValue", b""), *long_code]])]) is True
    assert answer("code(Modality) in {(1, DCM)}", [made("Modality", b"1")]) is None


def test_equal() -> None:
    for one, other, expected in [(b"A ", b" A", True), (b"A", b"B", False), (b"A", b"", None), (b"A", None, None)]:
        root = [made("Modality", one)] + ([] if other is None else [made("BodyPartExamined", other)])
        assert answer("equal(Modality, BodyPartExamined)", root) is expected
    assert answer("equal(ImageType[2], Modality)", [made("ImageType", b"A\\B"), made("Modality", b"B ")]) is True


def test_pointers() -> None:
    def pointing(*keywords: str) -> list[Made]:
        tags = [tag_of("2025e", keyword) for keyword in keywords]
        value = b"".join(struct.pack("<2H", tag >> 16, tag & 0xFFFF) for tag in tags)
        return [made("FrameIncrementPointer", value)]

    assert answer("points_to(FrameIncrementPointer, FrameTime)", pointing("SliceVector", "FrameTime")) is True
    assert answer("points_to(FrameIncrementPointer, FrameTime)", pointing("SliceVector")) is False
    assert answer("points_to(FrameIncrementPointer, FrameTime)", [made("FrameIncrementPointer", b"\1\2\3")]) is None
    assert answer("points_to(Modality, FrameTime)", [made("Modality", b"CT")]) is None
    assert answer("points_to(FrameIncrementPointer, this)", pointing("FrameTime"), this="FrameTime") is True
    assert answer("points_into_functional_groups(FrameIncrementPointer)", pointing("SliceThickness")) is True
    # A macro's own Sequence is not inside one.
    assert answer("points_into_functional_groups(FrameIncrementPointer)", pointing("PixelMeasuresSequence")) is False
    assert answer("points_into_functional_groups(FrameIncrementPointer)", pointing("FrameTime")) is False


# -- Items -------------------------------------------------------------------------------------------------------------

THREE = [made("ReferencedImageSequence", [[made("ReferencedFrameNumber", n)] for n in (b"1", b"1", b"2")])]


def test_where_an_item_stands() -> None:
    for number, answers in {1: (True, False, False), 2: (False, False, False), 3: (False, True, True)}.items():
        at = level(walk(IMAGE, THREE), [("ReferencedImageSequence", number)])
        texts = ("first_item", "last_item", "item_number > 2")
        assert tuple(ask(at, text).value for text in texts) == answers
    assert [answer(text, THREE) for text in ("first_item", "last_item", "item_number > 0")] == [None] * 3


def test_changes() -> None:
    def changes(*values: bytes | None) -> bool | None:
        items: list[list[Made]] = [[] if value is None else [made("ReferencedFrameNumber", value)] for value in values]
        root = [made("ReferencedImageSequence", items)]
        return answer("changes(ReferencedFrameNumber)", root, [("ReferencedImageSequence", 1)])

    assert changes(b"1", b"1", b"2") is True
    assert changes(b"1", b" 1") is False
    assert changes(b"1", None, b"", b"1") is False
    assert changes(None, None) is False
    assert answer("changes(ReferencedFrameNumber)", THREE) is None
    this = answer("changes(this)", THREE, [("ReferencedImageSequence", 2)], "ReferencedFrameNumber")
    assert this is True
    inner = [made("ReferencedImageSequence", [[made("PurposeOfReferenceCodeSequence", [[]])]])]
    assert answer("changes(PurposeOfReferenceCodeSequence)", inner, [("ReferencedImageSequence", 1)]) is None


def test_any_and_all() -> None:
    for text, expected in {
        "any(ReferencedImageSequence, ReferencedFrameNumber = 2)": True,
        "any(ReferencedImageSequence, ReferencedFrameNumber = 3)": False,
        "all(ReferencedImageSequence, ReferencedFrameNumber > 0)": True,
        "all(ReferencedImageSequence, ReferencedFrameNumber = 1)": False,
        "all(ReferencedImageSequence, ReferencedFrameNumber > 0 or last_item)": True,
        "any(ReferencedImageSequence, ReferencedFrameNumber = 2 and first_item)": False,
        # What an Item does not have is looked for around it.
        "any(ReferencedImageSequence, Modality in {CT})": True,
    }.items():
        assert answer(text, [*THREE, made("Modality", b"CT")]) is expected, text
    mixed = [made("ReferencedImageSequence", [[made("ReferencedFrameNumber")], [made("ReferencedFrameNumber", b"2")]])]
    assert answer("any(ReferencedImageSequence, ReferencedFrameNumber = 2)", mixed) is True
    assert answer("any(ReferencedImageSequence, ReferencedFrameNumber = 1)", mixed) is None
    assert answer("all(ReferencedImageSequence, ReferencedFrameNumber = 2)", mixed) is None
    assert answer("all(ReferencedImageSequence, ReferencedFrameNumber = 1)", mixed) is False
    none = [made("ReferencedImageSequence", [])]
    assert answer("any(ReferencedImageSequence, true)", none) is False
    assert answer("all(ReferencedImageSequence, true)", none) is None


# -- Levels ------------------------------------------------------------------------------------------------------------


def test_an_operand_is_looked_for_outwards_where_the_tables_have_no_row() -> None:
    inner = made("PurposeOfReferenceCodeSequence", [[made("CodeMeaning", b"x")]])
    item = [made("Modality", b"MR"), made("ReferencedFrameNumber", b"5"), inner]
    root = [made("Modality", b"CT"), made("ReferencedFrameNumber", b"7"), made("ReferencedImageSequence", [item])]
    deep = [("ReferencedImageSequence", 1), ("PurposeOfReferenceCodeSequence", 1)]
    # Modality has a row in the root only: the one in the Item is not meant.
    assert answer("Modality in {CT}", root, deep) is True
    assert answer("ReferencedFrameNumber = 5", root, deep) is True
    assert answer("^ReferencedFrameNumber = 5", root, deep) is True
    assert answer("/ReferencedFrameNumber = 7", root, deep) is True
    # No level has a row: the data set itself.
    assert answer("present(EchoTime)", [made("EchoTime", b"1"), *root], deep) is False
    assert answer("present(EchoTime)", [made("ReferencedImageSequence", [[made("EchoTime")]])], deep[:1]) is True


def test_outwards_beyond_the_root_is_nothing() -> None:
    root = [made("ImageType", b"A ")]
    assert answer("absent(^ImageType)", root) is True
    assert answer("^ImageType in {A}", root) is False
    assert answer("absent(^^ImageType)", [*root, *THREE], [("ReferencedImageSequence", 1)]) is True
    assert answer("absent(^ImageType)", [*root, *THREE], [("ReferencedImageSequence", 1)]) is False


def test_this_is_the_conditional_attribute_wherever_the_expression_looks() -> None:
    root = [made("Modality", b"CT"), *THREE]
    assert answer("this in {CT}", root, this="Modality") is True
    assert (
        answer("any(ReferencedImageSequence, ReferencedFrameNumber = 2 and this in {CT})", root, this="Modality")
        is True
    )
    item = [("ReferencedImageSequence", 3)]
    assert answer("this = 2", THREE, item, "ReferencedFrameNumber") is True
    assert answer("present(this)", root) is None


def frames(shared: Sequence[Made] = (), *per_frame: Sequence[Made]) -> list[Made]:
    return [made(SHARED, [list(shared)]), made(PER_FRAME, [list(one) for one in per_frame])]


def frame_type(value: bytes) -> Made:
    return made("CTImageFrameTypeSequence", [[made("FrameType", value)]])


def test_other_macros_of_the_frame() -> None:
    measures = made("PixelMeasuresSequence", [[]])
    root = frames([frame_type(b"ORIGINAL")], [measures], [measures, frame_type(b"DERIVED ")])
    first = [(PER_FRAME, 1), ("PixelMeasuresSequence", 1)]
    second = [(PER_FRAME, 2), ("PixelMeasuresSequence", 1)]
    for text in ("FrameType in {ORIGINAL}", "frame.FrameType in {ORIGINAL}"):
        # The frame's own comes before the shared one.
        assert answer(text, root, first) is True, text
        assert answer(text, root, second) is False, text
    # From the root: Item 1 of the shared ones, then the first frame; not outwards without `frame.`.
    assert answer("frame.FrameType in {ORIGINAL}", root) is True
    assert answer("FrameType in {ORIGINAL}", root) is False
    only_frames = frames([], [frame_type(b"DERIVED ")], [frame_type(b"ORIGINAL")])
    assert answer("frame.FrameType in {DERIVED}", only_frames) is True
    # From a shared macro, only shared ones are looked at.
    shared = frames([measures], [frame_type(b"ORIGINAL")])
    assert answer("FrameType in {ORIGINAL}", shared, [(SHARED, 1), ("PixelMeasuresSequence", 1)]) is None


def test_what_no_macro_of_the_frame_has_is_absent_and_else_unknown() -> None:
    for root in ([], frames([made("CTImageFrameTypeSequence", [[]])], [])):
        assert answer("present(frame.FrameType)", root) is False
        assert answer("absent(frame.FrameType)", root) is True
        for text in ("frame.FrameType in {A}", "frame.FrameType not in {A}", "frame.FrameType = 1",
                     "count(frame.FrameType) = 0", "items(frame.FrameType) = 0",
                     "code(frame.FrameType) in {(1, DCM)}"):  # fmt: skip
            assert answer(text, root) is None, text


# -- The data set as a whole -------------------------------------------------------------------------------------------


def test_modules_and_macros() -> None:
    assert answer("module(general)") is True
    assert answer("module(contrast)") is False
    assert answer("module(contrast)", [made("ContrastBolusAgent")]) is False
    assert answer("module(contrast)", [made("ContrastBolusAgent", b"x ")]) is True
    assert answer("module(waveform)") is False
    assert answer("macro(frame-type)", frames([], [], [frame_type(b"A ")])) is True
    assert answer("macro(frame-type)", frames([frame_type(b"A ")])) is True
    assert answer("macro(frame-type)", frames([made("CTImageFrameTypeSequence", [])], [])) is False
    assert answer("macro(pixel-measures)", frames([frame_type(b"A ")])) is False
    assert answer("macro(unassigned)", frames([frame_type(b"A ")])) is False


def test_iod_transfer_syntax_and_encapsulation() -> None:
    assert answer("iod in {other, made}") is True
    assert answer("iod in {other}") is False
    jpeg, little = (
        made("TransferSyntaxUID", b"1.2.840.10008.1.2.4.50"),
        made("TransferSyntaxUID", b"1.2.840.10008.1.2.1\0"),
    )
    assert answer("transfer_syntax in {1.2.840.10008.1.2.1}", meta=[little]) is True
    assert answer("transfer_syntax in {1.2.840.10008.1.2.1}", meta=[jpeg]) is False
    assert answer("transfer_syntax in {1.2.840.10008.1.2.1}") is None
    assert answer("encapsulated", meta=[jpeg]) is True
    assert answer("encapsulated", meta=[little]) is False
    for flag in (False, True):
        through = walk(IMAGE, [made("PixelData", b"")])
        through.root.data_set.elements[0].encapsulated = flag
        assert ask(level(through), "encapsulated").value is flag


def test_repeating_groups() -> None:
    overlay: list[Made] = [(0x60020010, "US", b"\1\0")]
    assert answer("group(60xx)", overlay) is True
    assert answer("group(6002)", overlay) is True
    assert answer("group(6000)", overlay) is False
    assert answer("group(60xx)", [(0x60010010, "LO", b"x "), (0x60200010, "US", b"\1\0")]) is False


# -- Presence and prohibition ------------------------------------------------------------------------------------------

ABSENT, EMPTY, VALUE = None, b"", b"CT"


def judged(
    rows_: Sequence[TableRow], value: bytes | None, known: dict[str, bool] | None = None, **options: bool
) -> list[tuple[str, str]]:
    """What is said of Modality, by a module of usage M."""
    return judged_by({"m": rows_}, value, known, **options)


def judged_by(
    modules: Mapping[str, Sequence[TableRow]],
    value: bytes | None,
    known: dict[str, bool] | None = None,
    usages: dict[str, str] | None = None,
    root: Sequence[Made] = (),
    **options: bool,
) -> list[tuple[str, str]]:
    root = [*root, *([] if value is None else [made("Modality", value)])]
    found = walk(iod(modules, usages=usages), root, known, **options).run()
    return [(code, severity) for code, severity, keyword in said(found) if keyword == "Modality"]


def states(text: str) -> dict[str, bool]:
    """`demand` and `when` as two characters: + true, - false, ? unknown."""
    return {name: sign == "+" for name, sign in zip(("demand", "when"), text, strict=False) if sign != "?"}


ERROR, WARNING, UNDETERMINED = "error", "warning", "undetermined"
#: Condition, facts, and what is said where the Attribute of Type 1C is absent, empty, there with a value.
TYPE_1C = [
    ("c-allowed", "+", "A104", "A105", None),
    ("c-forbidden", "+", "A104", "A105", None),
    ("c-unstated", "+", "A104", "A105", None),
    ("c-allowed-when", "+-", "A104", "A105", None),
    ("c-forbidden-when", "+-", "A104", "A105", None),
    ("c-allowed", "-", None, None, None),
    ("c-forbidden", "-", None, "A107", "A107"),
    ("c-unstated", "-", None, "A107", "A107"),
    ("c-allowed-when", "-+", None, None, None),
    ("c-allowed-when", "--", None, "A107", "A107"),
    ("c-allowed-when", "-?", None, "A108", "A108"),
    ("c-forbidden-when", "-+", None, "A107", "A107"),
    ("c-forbidden-when", "--", None, None, None),
    ("c-forbidden-when", "-?", None, "A108", "A108"),
    ("c-forbidden-when", "++", None, "A107", "A107"),
    ("c-forbidden-when", "?+", None, "A107", "A107"),
    ("c-allowed", "?", "A108", "A108", None),
    ("c-forbidden", "?", "A108", "A105", "A108"),
    ("c-unstated", "?", "A108", "A105", "A108"),
    ("c-allowed-when", "?+", "A108", "A108", None),
    ("c-allowed-when", "?-", "A108", "A108", "A108"),
    ("c-allowed-when", "??", "A108", "A108", "A108"),
    ("c-forbidden-when", "?-", "A108", "A108", None),
    ("c-none", "", None, None, None),
    ("c-unread", "", None, "A105", None),
    ("not-compiled", "", None, None, None),
]


@pytest.mark.parametrize(("condition", "known", "absent", "empty", "value"), TYPE_1C)
def test_type_1c(condition: str, known: str, absent: str | None, empty: str | None, value: str | None) -> None:
    for content, code in ((ABSENT, absent), (EMPTY, empty), (VALUE, value)):
        # A prohibited Attribute that is empty says nothing wrong.
        severity = UNDETERMINED if code == "A108" else WARNING if (code, content) == ("A107", EMPTY) else ERROR
        expected = [] if code is None else [(code, severity)]
        assert judged([row("Modality", "1C", condition=condition)], content, states(known)) == expected, content


#: The same of Type 2C.
TYPE_2C = [
    ("c-allowed", "+", "A106", None, None),
    ("c-forbidden", "+", "A106", None, None),
    ("c-allowed", "-", None, None, None),
    ("c-unstated", "-", None, "A107", "A107"),
    ("c-forbidden-when", "++", None, "A107", "A107"),
    ("c-allowed", "?", "A108", None, None),
    ("c-forbidden", "?", "A108", "A108", "A108"),
    ("c-allowed-when", "?+", "A108", None, None),
    ("c-none", "", None, None, None),
]


@pytest.mark.parametrize(("condition", "known", "absent", "empty", "value"), TYPE_2C)
def test_type_2c(condition: str, known: str, absent: str | None, empty: str | None, value: str | None) -> None:
    for content, code in ((ABSENT, absent), (EMPTY, empty), (VALUE, value)):
        severity = UNDETERMINED if code == "A108" else WARNING if (code, content) == ("A107", EMPTY) else ERROR
        expected = [] if code is None else [(code, severity)]
        assert judged([row("Modality", "2C", condition=condition)], content, states(known)) == expected, content


#: Type and condition of a sentence beside it.
NOTES = [
    ("3", "c-allowed", "+", "A109", None, None),
    ("3", "c-allowed", "-", None, None, None),
    ("3", "c-forbidden", "-", None, "A107", "A107"),
    ("3", "c-forbidden", "?", None, "A108", "A108"),
    ("3", "c-allowed", "?", None, None, None),
    ("3", "c-forbidden-when", "-+", None, "A107", "A107"),
    ("3", "c-none", "", None, None, None),
    ("1", "c-forbidden-when", "-+", None, "A107", "A107"),
    ("1", "c-forbidden-when", "--", "A101", "A102", None),
    ("1", "c-forbidden-when", "-?", "A101", "A102", None),
    ("1", "c-forbidden", "-", "A101", "A102", None),
    ("2", "c-forbidden-when", "?+", None, "A107", "A107"),
    ("2", "c-allowed", "-", "A103", None, None),
]


@pytest.mark.parametrize(("type_", "condition", "known", "absent", "empty", "value"), NOTES)
def test_sentences_beside_a_type(
    type_: str, condition: str, known: str, absent: str | None, empty: str | None, value: str | None
) -> None:
    for content, code in ((ABSENT, absent), (EMPTY, empty), (VALUE, value)):
        severity = UNDETERMINED if code == "A108" else WARNING if (code, content) == ("A107", EMPTY) else ERROR
        expected = [] if code is None else [(code, severity)]
        assert judged([row("Modality", type_, condition=condition, kind="note")], content, states(known)) == expected


def test_the_strictest_demand_wins() -> None:
    types = [("1", "A101"), ("1C", "A104"), ("2", "A103"), ("2C", "A106"), ("3", "A109")]
    all_rows = [row("Modality", t, condition="c-allowed", kind="note" if t in "123" else t) for t, _ in types]
    for number, (_, code) in enumerate(types):
        # Each stricter one is left out in turn; the order of the modules is of no matter.
        modules = {str(n): [one] for n, one in enumerate(reversed(all_rows[number:]))}
        assert judged_by(modules, ABSENT, {"demand": True}) == [(code, ERROR)]
    # A demand of Type 2 is met by an empty Attribute, and then nothing else is asked.
    both = {"a": [row("Modality", "2")], "b": [row("Modality", "1C", condition="c-forbidden")]}
    assert judged_by(both, EMPTY) == []
    assert judged_by(both, ABSENT) == [("A103", ERROR)]


def test_forbidden_only_if_all_forbid() -> None:
    forbidding = [row("Modality", "1C", condition="c-forbidden")]
    for other, said_ in [
        ([row("Modality", "3")], []),
        ([row("Modality", "1")], []),
        ([row("Modality", "1C", condition="c-allowed")], []),
        ([row("Modality", "2C", condition="c-unstated")], [("A107", ERROR)]),
        ([row("Modality", "1C", condition="c-unread")], []),
        ([row("SeriesNumber")], [("A107", ERROR)]),
    ]:
        assert judged_by({"a": forbidding, "b": other}, VALUE, {"demand": False}) == said_
    # A module that is not in force, but may be, can permit; where it forbids as well, nothing is sure.
    quiet = {"b": "U"}
    permitting = {"a": forbidding, "b": [row("Modality", "3"), row("SeriesNumber", "1")]}
    assert judged_by(permitting, VALUE, {"demand": False}, quiet) == []
    also = {"a": forbidding, "b": [*forbidding, row("SeriesNumber", "1")]}
    assert judged_by(also, VALUE, {"demand": False}, quiet) == [("A107", WARNING)]


def test_an_empty_attribute_that_another_row_lets_be_empty() -> None:
    first = [row("Modality", "1C", condition="c-unstated")]
    for other, said_ in [
        ([row("Modality", "3")], [("A108", UNDETERMINED)]),
        ([row("Modality", "2C", condition="c-forbidden")], [("A108", UNDETERMINED)]),
        ([row("Modality", "1C", condition="c-allowed")], [("A108", UNDETERMINED)]),
        ([row("Modality", "1C", condition="c-forbidden")], [("A105", ERROR)]),
    ]:
        assert judged_by({"a": first, "b": other}, EMPTY) == said_


def test_what_makes_an_error_a_warning() -> None:
    missing, there = {"demand": True}, {"demand": False}
    for options in ({"doubtful": True}, {"flag": "truncated", "doubtful": True}):
        unsure = [row("Modality", "1C", condition="c-forbidden", **options)]  # type: ignore[arg-type]
        assert judged(unsure, ABSENT, missing) == [("A104", WARNING)]
        assert judged(unsure, VALUE, there) == [("A107", WARNING)]
    # A wording that is not the edition's own is good for what it says, not for what it leaves out.
    carried = {name: [row("Modality", "1C", condition=name, flag="carried")] for name in ("c-forbidden", "c-unstated")}
    assert judged(carried["c-unstated"], ABSENT, missing) == [("A104", ERROR)]
    assert judged(carried["c-forbidden"], VALUE, there) == [("A107", ERROR)]
    assert judged(carried["c-unstated"], VALUE, there) == [("A107", WARNING)]
    recent = [row("Modality", "1C", condition="c-forbidden", in_all=False)]
    for named, severity in ((False, WARNING), (True, ERROR)):
        assert judged(recent, ABSENT, missing, edition_named=named) == [("A104", severity)]
        assert judged(recent, VALUE, there, edition_named=named) == [("A107", severity)]
    by_evidence = {
        "a": [row("SeriesNumber", "1")],
        "u": [row("Modality", "1C", condition="c-forbidden"), row("Laterality")],
    }
    speaks = [made("Laterality", b"L ")]
    assert judged_by(by_evidence, ABSENT, missing, {"u": "U"}, speaks) == [("A104", WARNING)]
    assert judged_by(by_evidence, VALUE, there, {"u": "U"}, speaks) == [("A107", WARNING)]
    assert judged_by(by_evidence, ABSENT, missing, {"u": "U"}) == []


def test_detail_names_the_condition_or_what_is_missing() -> None:
    rows_ = [
        row("Modality", "1C", condition="c-forbidden"),
        row("Laterality", "1C", condition="c-unread"),
        row("SeriesNumber", "2C", condition="c-allowed-when"),
    ]
    found = walk(iod({"m": rows_}), []).run()
    assert [(one.code, dict(one.detail), one.module) for one in found.attributes] == [
        ("A108", {"fact": "demand"}, "m"),
        ("A108", {"fact": "demand"}, "m"),
    ]
    assert found.undetermined == {"demand": 2}
    assert found.conditions_not_checked == 1
    found = walk(iod({"m": rows_}), [], {"demand": True}).run()
    assert [(one.code, dict(one.detail)) for one in found.attributes] == [
        ("A104", {"condition": "c-forbidden"}),
        ("A106", {"condition": "c-allowed-when"}),
    ]


def test_conditions_hold_in_each_item_for_itself() -> None:
    table = {"c": Condition("c", parse("CodeValue in {1}"), Otherwise("forbidden"))}
    of = iod(
        {"m": [row("AnatomicRegionSequence"), row("CodeValue", "3", 1), row("CodeMeaning", "1C", 1, condition="c")]}
    )
    one, two = made("CodeValue", b"1 "), made("CodeValue", b"2 ")
    root = [made("AnatomicRegionSequence", [[one], [two], [two, made("CodeMeaning", b"x ")]])]
    found = walk(of, root, conditions=table).run()
    assert said(found) == [("A104", ERROR, "CodeMeaning"), ("A107", ERROR, "CodeMeaning")]


def test_a_content_item_of_another_value_type_is_asked_nothing() -> None:
    of = iod(
        {"m": [row("ValueType", "1"), row("*+num")], "+num": [row("Modality", "1C", condition="c-forbidden")]},
        value_types={("m", 1): "NUM"},
    )
    for value_type, expected in ((b"NUM ", [("A104", ERROR, "Modality")]), (b"TEXT", [])):
        assert said(walk(of, [made("ValueType", value_type)], {"demand": True}).run()) == expected
    there = [made("ValueType", b"TEXT"), made("Modality", b"CT")]
    assert said(walk(of, there, {"demand": False}).run()) == [("A107", WARNING, "Modality")]


# -- Modules -----------------------------------------------------------------------------------------------------------

CONDITIONAL = {
    "general": [row("SeriesNumber", "3")],
    "c": [row("Modality", "1"), row("Laterality", "2"), row("BodyPartExamined")],
}


def modules(
    condition: str, known: str, root: Sequence[Made] = (), rows_: Sequence[TableRow] | None = None
) -> tuple[list[tuple[str, str, bool]], list[tuple[str, str, str]]]:
    """Code, severity and whether at an Element, of the conditional module; what is said of its Attributes."""
    tables = CONDITIONAL if rows_ is None else {**CONDITIONAL, "c": list(rows_)}
    of = iod(tables, usages={"c": "C"}, conditions={"c": condition})
    found = walk(of, [made("SeriesNumber", b"1 "), *root], states(known)).run()
    return [(one.code, one.severity, one.element is not None) for one in found.modules], said(found)


ROWS_MISSING = [("A101", ERROR, "Modality"), ("A103", ERROR, "Laterality")]
EVIDENCE = [made("BodyPartExamined", b"HEAD")]
#: Something that the module demands is there besides what speaks for it.
FULL = [made("Laterality"), *EVIDENCE]


def test_a_module_whose_condition_is_true() -> None:
    for condition in ("c-allowed", "c-forbidden", "c-unstated"):
        assert modules(condition, "+") == ([("M007", ERROR, False)], ROWS_MISSING)
        # Something of it is there: its rows are asked as those of a mandatory one.
        assert modules(condition, "+", EVIDENCE) == ([], ROWS_MISSING)
        assert modules(condition, "+", [made("Modality")]) == ([], [("A102", ERROR, "Modality"), ROWS_MISSING[1]])
    # What demands nothing cannot be missing.
    assert modules("c-allowed", "+", rows_=[row("Modality")]) == ([], [])


def test_a_module_whose_condition_is_false() -> None:
    for condition, known in (
        ("c-forbidden", "-"),
        ("c-unstated", "-"),
        ("c-allowed-when", "--"),
        ("c-forbidden-when", "-+"),
    ):
        assert modules(condition, known) == ([], [])
        # Evidence does not put it in force.
        assert modules(condition, known, FULL) == ([("M008", WARNING, True)], [])
    for condition, known in (("c-allowed", "-"), ("c-allowed-when", "-+"), ("c-forbidden-when", "--"), ("c-none", "")):
        assert modules(condition, known) == ([], [])
        assert modules(condition, known, EVIDENCE) == ([("M004", WARNING, True)], [])
        assert modules(condition, known, FULL) == ([], [("A101", WARNING, "Modality")])


def test_a_module_whose_condition_is_unknown() -> None:
    for condition in ("c-allowed", "c-forbidden"):
        assert modules(condition, "?") == ([("M009", UNDETERMINED, False)], [])
        assert modules(condition, "?", EVIDENCE) == ([("M004", WARNING, True)], [])
        assert modules(condition, "?", FULL) == ([], [("A101", WARNING, "Modality")])
        assert modules(condition, "?", rows_=[row("Modality")]) == ([], [])
    of = iod(CONDITIONAL, usages={"c": "C"}, conditions={"c": "c-unread"})
    found = walk(of, []).run()
    assert (found.modules, found.conditions_not_checked, found.undetermined) == ([], 1, {})
    found = walk(iod(CONDITIONAL, usages={"c": "C"}, conditions={"c": "c-allowed"}), []).run()
    assert (dict(found.modules[0].detail), found.undetermined) == ({"fact": "demand"}, {"demand": 1})


def test_a_module_that_is_not_there_by_its_condition_permits_nothing() -> None:
    tables = {"m": [row("Modality", "1C", condition="c-forbidden")], "c": [row("Modality"), row("Laterality", "1")]}
    for condition, expected in (("c-forbidden", [("A107", ERROR, "Modality")]), ("c-allowed", [])):
        of = iod(tables, usages={"c": "C"}, conditions={"c": condition})
        assert said(walk(of, [made("Modality", b"CT")], {"demand": False}).run()) == expected


def test_modules_go_by_evidence_in_conditions_of_modules() -> None:
    tables = {**CONDITIONAL, "d": [row("PatientComments", "1")]}
    table = {
        "c": Condition("c", parse("module(d)"), Otherwise("forbidden")),
        "d": Condition("d", parse("not module(c)"), Otherwise("forbidden")),
    }
    of = iod(tables, usages={"c": "C", "d": "C"}, conditions={"c": "c", "d": "d"})
    found = walk(of, [], conditions=table).run()
    assert [(one.code, one.module) for one in found.modules] == [("M007", "d")]
    found = walk(of, [made("PatientComments", b"x ")], conditions=table).run()
    assert [(one.code, one.module) for one in found.modules] == [("M007", "c")]


def test_without_a_table_of_conditions_modules_go_by_evidence() -> None:
    of = iod(CONDITIONAL, usages={"c": "C"}, conditions={"c": "c-allowed"})
    assert walk(of, [], conditions=None).run().modules == []
    assert said(walk(of, FULL, conditions=None).run()) == [("A101", WARNING, "Modality")]


# -- The report and the tables -----------------------------------------------------------------------------------------


def test_the_report_counts_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    (laterality,) = {r.condition for r in facts("2025e").table_rows if (r.table, r.tag) == ("C.7-5a", "00200060")}
    table = {laterality: Condition(laterality, parse("outside(part-is-paired)"), Otherwise("forbidden"))}
    monkeypatch.setattr("validicom.reference.iod.conditions", lambda of: table)
    monkeypatch.setattr("validicom.reference.engine.outside_facts", lambda of: frozenset({"part-is-paired"}))
    ct = parsed([(0x00080016, "UI", CT)])
    levels = ("error", "warning", "undetermined")
    report = check_parsed(ct, select=["A104", "A106", "A108"], levels=levels)
    (only,) = report.findings
    assert (only.code, only.severity, only.path, only.detail) == (
        "A108", "undetermined", "Laterality", {"fact": "part-is-paired"},
    )  # fmt: skip
    assert report.undetermined == {"part-is-paired": 1}
    # What only the world knows does not change the verdict.
    assert report.verdict == "pass"
    known = check_parsed(ct, select=["A104", "A106", "A108"], levels=levels, facts={"part-is-paired": True})
    assert [(f.code, f.path) for f in known.findings] == [("A106", "Laterality")]
    assert (known.undetermined, known.verdict) == ({}, "fail")
    with pytest.raises(ValueError, match="weather-is-fine"):
        check_parsed(ct, facts={"weather-is-fine": True})


def test_the_most_missed_fact_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {r.condition for r in facts("2025e").table_rows if r.condition}
    table = {
        name: Condition(name, parse(f"outside({'abc'[number % 3]})"), Otherwise("allowed"))
        for number, name in enumerate(sorted(names))
    }
    monkeypatch.setattr("validicom.reference.iod.conditions", lambda of: table)
    counts = check_parsed(parsed([(0x00080016, "UI", CT)])).undetermined
    assert set(counts) == {"a", "b", "c"}
    assert list(counts.items()) == sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


@pytest.mark.skipif(conditions() is None, reason="there is no table of conditions")
def test_the_conditions_in_the_tree_name_only_what_there_is() -> None:
    known = conditions() or {}
    ids = {kind: {row_[kind] for e in EDITIONS for row_ in rows(f"{e}/{name}.tsv")} for kind, name in (
        ("module", "iod_modules"), ("macro", "iod_fg_macros"), ("iod", "iods"),
    )}  # fmt: skip
    wrong: list[str] = []
    for condition in known.values():
        wholes = [condition.required, *([condition.otherwise.when] if condition.otherwise.when else [])]
        for part in (part for whole in wholes for part in language.parts(whole)):
            for name in ("operand", "one", "other"):
                operand = getattr(part, name, None)
                if operand is not None and not operand.is_this:
                    tag_of(EDITIONS[-1], operand.keyword)
            if isinstance(part, language.Named):
                names = outside_facts() if part.kind == "outside" else ids.get(part.kind, {part.name})
                wrong += [] if part.name in names else [f"{condition.id}: {part.kind} {part.name}"]
            if isinstance(part, language.OneOf) and part.kind == "iod":
                wrong += [f"{condition.id}: iod {one}" for one in part.among if one not in ids["iod"]]
    assert wrong == []

"""Rules of the family G: which macros frames lack, and how frames and dimensions go together (PS3.3 C.7.6.16)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from made_nodes import check, parsed
from made_tables import CONDITIONS, EDITION, iod, made, row, walk

from validicom.reference.evaluation import PER_FRAME_GROUPS, SHARED_GROUPS
from validicom.reference.facts import facts
from validicom.reference.findings import path_text
from validicom.reference.groups import look_at_groups

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from made_nodes import Made

    from validicom.reference.conditions import Condition
    from validicom.reference.iod import Assessment, Iod
    from validicom.reference.model import DataSet

SHARED, PER_FRAME = "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"
GENERAL = [
    row("ImageType", "1"),
    row("NumberOfFrames", "1"),
    row("DimensionOrganizationType"),
    row("ConcatenationUID"),
    row(SHARED, "2"),
    row("*IODFunctionalGroupMacros", depth=1),
    row(PER_FRAME, "2"),
    row("*IODFunctionalGroupMacros", depth=1),
]
MACROS = {
    "pixel-measures": [row("PixelMeasuresSequence", "1"), row("SliceThickness", "3", 1)],
    "frame-content": [
        row("FrameContentSequence", "1"),
        row("FrameAcquisitionNumber", "3", 1),
        row("DimensionIndexValues", "3", 1),
    ],
    "derivation-image": [row("DerivationImageSequence", "2"), row("SourceImageSequence", "2", 1)],
    "plane-position-slide": [
        row("PlanePositionSlideSequence", "1"),
        row("ColumnPositionInTotalImagePixelMatrix", "1", 1),
    ],
    "unassigned-shared-converted-attributes": [row("UnassignedSharedConvertedAttributesSequence", "1C")],
    "unassigned-per-frame-converted-attributes": [row("UnassignedPerFrameConvertedAttributesSequence", "1C")],
}
USAGES = {"plane-position-slide": "U", "derivation-image": "U"}
MEASURES = made("PixelMeasuresSequence", [[made("SliceThickness", b"1 ")]])
CONTENT = made("FrameContentSequence", [[made("FrameAcquisitionNumber", b"\1\0")]])
DERIVED = made("DerivationImageSequence", [[]])
TILES = made("PlanePositionSlideSequence", [[]])
FULL = made("DimensionOrganizationType", b"TILED_FULL")
Said = list[tuple[str, str, str, "str | None", dict[str, "str | int"]]]
#: Frame Content is mandatory and may not be shared: who has no frames lacks it (PS3.3 C.7.6.16.2.2).
NO_FRAMES: Said = [("G001", "error", PER_FRAME, "frame-content", {})]


def of(usages: Mapping[str, str] | None = None, condition: str = "", milder: Sequence[str] = ()) -> Iod:
    """The IOD; the derivation macro is of usage C if there is a condition."""
    usage = {**USAGES, **({"derivation-image": "C"} if condition else {}), **(usages or {})}
    return iod({"general": GENERAL}, MACROS, usage, {"derivation-image": condition}, milder=milder)


def assessed(
    root: Sequence[Made] | DataSet,
    image: Iod | None = None,
    known: Mapping[str, bool] | None = None,
    conditions: Mapping[str, Condition] | None = CONDITIONS,
    *,
    edition_named: bool = False,
) -> Assessment:
    through = walk(image or of(), root, known, conditions, edition_named=edition_named)
    found = through.run()
    look_at_groups(through, found)
    return found


def told(found: Assessment) -> Said:
    keyword = facts(EDITION).keyword
    return [
        (code, raw.severity, path_text(raw.place, keyword), raw.module, dict(raw.detail)) for code, raw in found.groups
    ]


def said(root: Sequence[Made], image: Iod | None = None, known: Mapping[str, bool] | None = None) -> Said:
    return told(assessed(root, image, known))


def frames(*items: Sequence[Made]) -> Made:
    return made(PER_FRAME, list(items))


def shared(*items: Made) -> Made:
    return made(SHARED, [list(items)])


def test_a_macro_may_stand_in_either_place() -> None:
    assert said([shared(MEASURES), frames([CONTENT], [CONTENT])]) == []
    assert said([shared(), frames([MEASURES, CONTENT], [MEASURES, CONTENT])]) == []
    assert said([frames([MEASURES, CONTENT])]) == []


def test_a_mandatory_macro_is_missing_where_it_is_in_neither() -> None:
    found = said([shared(), frames([MEASURES, CONTENT], [CONTENT])])
    assert found == [("G001", "error", f"{PER_FRAME}[2]", "pixel-measures", {})]
    every = said([frames([CONTENT], [CONTENT])])
    assert [one[2] for one in every] == [f"{PER_FRAME}[1]", f"{PER_FRAME}[2]"]


def test_a_sequence_without_items_is_no_macro_unless_its_type_allows_it() -> None:
    empty = made("PixelMeasuresSequence", [])
    assert [one[0] for one in said([shared(empty), frames([CONTENT])])] == ["G001"]
    image = of({"derivation-image": "M"})
    assert said([shared(MEASURES), frames([CONTENT, made("DerivationImageSequence", [])])], image) == []
    assert [one[3] for one in said([shared(MEASURES), frames([CONTENT])], image)] == ["derivation-image"]


def test_a_macro_whose_sequence_need_not_be_there_is_never_missing() -> None:
    image = of({"unassigned-shared-converted-attributes": "M"})
    assert said([shared(MEASURES), frames([CONTENT])], image) == []


def test_a_macro_of_some_editions_only_is_milder() -> None:
    image = of(milder=["pixel-measures"])
    root = [shared(), frames([CONTENT])]
    assert [one[:2] for one in told(assessed(root, image))] == [("G001", "warning")]
    assert [one[:2] for one in told(assessed(root, image, edition_named=True))] == [("G001", "error")]


def test_without_frames_a_macro_that_is_not_shared_is_a_warning() -> None:
    not_shared = ("G001", "warning", f"{SHARED}[1]", "pixel-measures", {})
    assert said([shared()]) == [*NO_FRAMES, not_shared]
    assert said([shared(), made(PER_FRAME, [])]) == [not_shared]
    # Frame Content is one of those that may not be shared, so it is missing without any functional group, too.
    assert said([shared(MEASURES)]) == NO_FRAMES
    assert said([]) == NO_FRAMES
    # Nor is anything said where frames follow from their order, or are told by another part of a concatenation.
    assert said([FULL, shared()]) == []
    assert said([made("ConcatenationUID", b"1.2\0"), shared()]) == []
    assert said([made("ConcatenationUID", b""), shared()]) == []
    sparse = made("DimensionOrganizationType", b"TILED_SPARSE")
    assert said([sparse, shared()]) == [*NO_FRAMES, not_shared]
    # Where the Sequence is there, but empty, there is nothing to look at: rules of Attributes tell that.
    assert said([made(SHARED, []), made(PER_FRAME, [])]) == []


def test_frames_of_a_concatenation_are_looked_at() -> None:
    root = [made("ConcatenationUID", b"1.2\0"), shared(), frames([CONTENT])]
    assert [one[:2] for one in said(root)] == [("G001", "error")]


def test_frames_of_a_full_tiling_may_lack_what_their_order_says() -> None:
    image = of({"plane-position-slide": "M"})
    assert said([FULL, shared(MEASURES), frames([], [])], image) == []
    lacking = said([shared(MEASURES), frames([])], image)
    assert {one[3] for one in lacking} == {"frame-content", "plane-position-slide"}
    assert [one[3] for one in said([FULL, shared(), frames([])], image)] == ["pixel-measures"]


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        ("c-unstated", {"demand": True}, [("G001", "error", {"condition": "c-unstated"})]),
        ("c-unstated", {"demand": False}, []),
        ("c-unstated", {}, [("G010", "undetermined", {"fact": "demand"})]),
        ("c-none", {}, []),
        ("c-unread", {}, []),
        ("c-that-no-table-has", {}, []),
    ],
)
def test_a_conditional_macro_that_is_not_there(
    condition: str, known: dict[str, bool], expected: list[tuple[str, str, dict[str, str]]]
) -> None:
    root = [shared(MEASURES), frames([CONTENT, DERIVED], [CONTENT])]
    found = said(root, of(condition=condition), known)
    assert [(code, severity, detail) for code, severity, _, _, detail in found] == expected
    assert all(one[2:4] == (f"{PER_FRAME}[2]", "derivation-image") for one in found)


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        ("c-forbidden", {"demand": False}, True),
        ("c-forbidden", {"demand": True}, False),
        ("c-forbidden", {}, False),
        ("c-unstated", {"demand": False}, False),
        ("c-allowed", {"demand": False}, False),
        ("c-allowed-when", {"demand": False, "when": False}, True),
        ("c-allowed-when", {"demand": False, "when": True}, False),
        ("c-allowed-when", {"demand": False}, False),
        ("c-forbidden-when", {"demand": False, "when": True}, True),
        ("c-forbidden-when", {"demand": False, "when": False}, False),
    ],
)
def test_a_conditional_macro_that_is_there(condition: str, known: dict[str, bool], expected: bool) -> None:
    detail = {"condition": condition}
    in_frame = ("G011", "warning", f"{PER_FRAME}[1].DerivationImageSequence", "derivation-image", detail)
    found = said([shared(MEASURES), frames([CONTENT, DERIVED])], of(condition=condition), known)
    assert found == ([in_frame] if expected else [])
    is_shared = ("G011", "warning", f"{SHARED}[1].DerivationImageSequence", "derivation-image", detail)
    found = said([shared(MEASURES, DERIVED), frames([CONTENT])], of(condition=condition), known)
    assert found == ([is_shared] if expected else [])


def test_what_stays_open_is_counted_for_each_frame() -> None:
    root = [shared(MEASURES), frames([CONTENT], [CONTENT], [CONTENT, DERIVED])]
    found = assessed(root, of(condition="c-unstated"))
    assert (found.undetermined, found.conditions_not_checked) == ({"demand": 2}, 0)
    found = assessed(root, of(condition="c-unread"))
    assert (found.undetermined, found.conditions_not_checked) == ({}, 2)
    # Without frames it is asked of what is shared, but not where nothing can be said there.
    assert assessed([shared(MEASURES)], of(condition="c-unstated")).undetermined == {"demand": 1}
    assert assessed([FULL, shared(MEASURES)], of(condition="c-unstated")).undetermined == {}


def test_without_a_table_of_conditions_only_mandatory_macros_are_asked_for() -> None:
    found = assessed([shared(), frames([CONTENT])], of(condition="c-unread"), conditions=None)
    assert [one[3] for one in told(found)] == ["pixel-measures"]
    assert found.conditions_not_checked == 0


def test_a_condition_is_asked_of_each_frame() -> None:
    measured = made("PixelMeasuresSequence", [[]])
    image = iod(
        {"general": GENERAL},
        MACROS,
        {**USAGES, "derivation-image": "C"},
        {"derivation-image": "c-thick"},
    )
    from validicom.reference.conditions import Condition, parse, parse_otherwise

    thick = Condition("c-thick", parse("present(frame.SliceThickness)"), parse_otherwise("unstated"))
    root = [frames([MEASURES, CONTENT], [measured, CONTENT])]
    found = told(assessed(root, image, conditions={"c-thick": thick}))
    assert [(one[0], one[2]) for one in found] == [("G001", f"{PER_FRAME}[1]")]


def test_a_macro_in_both_places_is_one_error() -> None:
    both = [shared(MEASURES), frames([CONTENT, MEASURES], [CONTENT, MEASURES])]
    assert said(both) == [("G002", "error", f"{SHARED}[1].PixelMeasuresSequence", "pixel-measures", {})]
    empty = made("DerivationImageSequence", [])
    assert said([shared(MEASURES, empty), frames([CONTENT, DERIVED])]) == []
    assert said([shared(MEASURES, DERIVED), frames([CONTENT, empty])]) == []


@pytest.mark.parametrize(
    ("count", "expected"),
    [(b"2 ", []), (b"3 ", [3]), (b"1 ", [1]), (b"", []), (b"0 ", []), (b"x ", []), (b"99999999999 ", []), (b"+2", [])],
)
def test_there_is_an_item_for_each_frame(count: bytes, expected: list[int]) -> None:
    root = [made("NumberOfFrames", count), shared(MEASURES), frames([CONTENT], [CONTENT])]
    found = assessed(root)
    assert [raw.detail["demanded"] for _, raw in found.groups] == expected
    assert all(
        (code, raw.observed, raw.place) == ("G003", 2, ((PER_FRAME_GROUPS, 1, 0),)) for code, raw in found.groups
    )


def test_the_number_of_items_is_not_asked_without_items_or_number() -> None:
    assert said([shared(MEASURES), frames([CONTENT], [CONTENT])]) == []
    assert said([made("NumberOfFrames", b"5 "), made(PER_FRAME, [])]) == []


def test_what_is_cut_or_was_not_kept_is_not_counted() -> None:
    root = parsed(
        [
            made("NumberOfFrames", b"9 "),
            made(SHARED, [[MEASURES], [MEASURES]]),
            frames([CONTENT]),
            made("DimensionIndexSequence", [[], []]),
        ]
    ).root
    elements = {element.tag: element for element in root.elements}
    assert [one[0] for one in told(assessed(root))] == ["G006", "G003"]
    elements[SHARED_GROUPS].truncated = True
    elements[PER_FRAME_GROUPS].has_items_not_kept = True
    assert told(assessed(root)) == []


def test_frames_that_were_not_kept_are_frames() -> None:
    root = parsed([shared(), made(PER_FRAME, [])]).root
    root.elements[-1].has_items_not_kept = True
    assert told(assessed(root)) == []


def test_some_macros_have_one_place_only() -> None:
    found = said([shared(MEASURES, CONTENT)])
    assert found == [*NO_FRAMES, ("G004", "error", f"{SHARED}[1].FrameContentSequence", "frame-content", {})]
    of_all = made("UnassignedSharedConvertedAttributesSequence", [[]])
    of_one = made("UnassignedPerFrameConvertedAttributesSequence", [[]])
    assert said([shared(MEASURES, of_all), frames([CONTENT, of_one])]) == []
    wrong = said([shared(MEASURES, of_one), frames([CONTENT, of_all])])
    assert [(one[0], one[3]) for one in wrong] == [
        ("G004", "unassigned-shared-converted-attributes"),
        ("G004", "unassigned-per-frame-converted-attributes"),
    ]
    # Without an Item it says nothing.
    none = made("UnassignedPerFrameConvertedAttributesSequence", [])
    assert said([shared(MEASURES, none), frames([CONTENT])]) == []


def test_one_item_is_shared() -> None:
    found = assessed([made(SHARED, [[MEASURES], [MEASURES]]), frames([CONTENT])])
    assert [(code, raw.severity, raw.place, raw.observed) for code, raw in found.groups] == [
        ("G006", "error", ((SHARED_GROUPS, 1, 0),), 2)
    ]


def test_only_the_first_occurrence_counts() -> None:
    assert said([shared(MEASURES), frames([CONTENT]), made(PER_FRAME, [[], []])]) == []


# -- Dimensions

#: A frame that lacks nothing.
GROUPS = [shared(MEASURES), frames([CONTENT])]

#: Of (0020,9157).
VALUES = "DimensionIndexValues"


def index(*dimensions: Sequence[Made]) -> Made:
    return made("DimensionIndexSequence", list(dimensions))


def organization(*uids: bytes) -> Made:
    return made("DimensionOrganizationSequence", [[made("DimensionOrganizationUID", uid)] for uid in uids])


def pointer(keyword: str, to: str | int) -> Made:
    from validicom.reference.facts import tag_of

    tag = to if isinstance(to, int) else tag_of(EDITION, to)
    return made(keyword, struct.pack("<HH", tag >> 16, tag & 0xFFFF))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (struct.pack("<2I", 1, 1), []),
        (struct.pack("<I", 1), [1]),
        (struct.pack("<3I", 1, 2, 3), [3]),
        (b"", []),
        (b"\1\0\0\0\1\0", []),
    ],
)
def test_a_frame_has_a_value_for_each_dimension(values: bytes, expected: list[int]) -> None:
    content = made("FrameContentSequence", [[made(VALUES, values)]])
    found = assessed([shared(MEASURES), frames([content]), index([], [])])
    assert [(code, raw.observed, raw.detail) for code, raw in found.groups] == [
        ("G007", count, {"demanded": 2}) for count in expected
    ]


def test_index_values_need_dimensions_to_be_compared_with() -> None:
    content = made("FrameContentSequence", [[made(VALUES, struct.pack("<I", 1))]])
    assert said([shared(MEASURES), frames([content])]) == []
    assert said([shared(MEASURES), frames([content]), index()]) == []
    wrong_vr = made("FrameContentSequence", [[made(VALUES, b"\1\0", "US")]])
    assert said([shared(MEASURES), frames([wrong_vr]), index([], [])]) == []


def test_a_dimension_is_of_a_listed_organization() -> None:
    def by(uid: bytes) -> Made:
        return index([made("DimensionOrganizationUID", uid)])

    assert said([*GROUPS, organization(b"1.2\0", b"1.3\0"), by(b"1.3 ")]) == []
    found = said([*GROUPS, organization(b"1.2\0"), by(b"1.3\0")])
    assert found == [("G008", "error", "DimensionIndexSequence[1].DimensionOrganizationUID", None, {})]
    assert said([*GROUPS, organization(b"1.2\0"), by(b"")]) == []
    assert said([*GROUPS, by(b"1.3\0")]) == []
    assert said([*GROUPS, made("DimensionOrganizationSequence", []), by(b"1.3\0")]) == []


def test_an_organization_that_is_not_at_hand_may_be_any() -> None:
    root = parsed([organization(b"1.2\0"), index([made("DimensionOrganizationUID", b"1.3\0")]), *GROUPS]).root
    root.elements[0].items[0].elements[0].value = None
    assert told(assessed(root)) == []


@pytest.mark.parametrize(
    ("group", "attribute", "expected"),
    [
        ("PixelMeasuresSequence", "SliceThickness", None),
        ("PixelMeasuresSequence", "FrameAcquisitionNumber", "pointer"),
        ("PatientName", "SliceThickness", "group"),
        (SHARED, "SliceThickness", "group"),
        (0x00091001, "SliceThickness", None),
        ("PixelMeasuresSequence", 0x00091001, None),
    ],
)
def test_a_dimension_points_into_a_functional_group(
    group: str | int, attribute: str | int, expected: str | None
) -> None:
    item = [pointer("DimensionIndexPointer", attribute), pointer("FunctionalGroupPointer", group)]
    found = said([*GROUPS, index(item)])
    keyword = {"group": "FunctionalGroupPointer", "pointer": "DimensionIndexPointer"}.get(expected or "")
    path = f"DimensionIndexSequence[1].{keyword}"
    assert found == ([("G009", "warning", path, None, {"fault": expected})] if expected else [])


def test_a_dimension_without_a_group_points_anywhere() -> None:
    assert said([*GROUPS, index([pointer("DimensionIndexPointer", "PatientName")])]) == []
    assert said([*GROUPS, index([made("FunctionalGroupPointer", b"\x10\0")])]) == []


# -- By the tables of an edition


def test_the_rules_are_at_work_and_only_where_there_are_macros() -> None:
    ct: list[Made] = [made("SOPClassUID", b"1.2.840.10008.5.1.4.1.1.2\0"), made(SHARED, [[], []])]
    assert check(ct, "G").findings == ()
    enhanced: list[Made] = [made("SOPClassUID", b"1.2.840.10008.5.1.4.1.1.2.1\0"), made(SHARED, [[], []])]
    assert [finding.code for finding in check(enhanced, "G006").findings] == ["G006"]


def test_frames_that_lack_the_same_are_one_finding() -> None:
    root = [made("SOPClassUID", b"1.2.840.10008.5.1.4.1.1.2.1\0"), frames([], [], [])]
    report = check(root, "G001")
    missing = {finding.module: (finding.path, finding.count) for finding in report.findings}
    assert missing["pixel-measures"] == (f"{PER_FRAME}[1]", 3)
    assert missing["frame-content"] == (f"{PER_FRAME}[1]", 3)


def test_iods_without_items_of_frames_are_not_asked() -> None:
    general = [one for one in GENERAL if one.tag != f"{PER_FRAME_GROUPS:08X}"]
    streamed = iod({"general": general}, MACROS, USAGES)
    assert said([shared(), frames([CONTENT])], streamed) == []

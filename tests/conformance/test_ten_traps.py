"""The ten traps that validators of this field have fallen into, each as one test by name.

Each makes data sets that a naive validator gets wrong, says which paragraph decides, and asks core and reference. A
trap has two sides: what must not be found, and the like of it that still must be, so that silence alone never passes.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from differential import encode as enc
from differential.encode import El, Item
from differential.engines import Answer, core, reference
from truth import build

SAMPLE = pathlib.Path(__file__).resolve().parents[1] / "samples" / "ct.dcm"
CT, SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.7"
Engine = Callable[..., Answer]
Told = set[tuple[str, str, str]]
engines = pytest.mark.parametrize("engine", [core, reference], ids=["core", "reference"])


def told(engine: Engine, data: bytes, *levels: str, **options: Any) -> Told:
    """Code, severity and path of what is found, at error and warning unless other levels are named."""
    return {(str(f[0]), str(f[1]), str(f[2])) for f in engine(data, **options).at_level(*(levels or LOUD))}


LOUD = ("error", "warning")


def at(found: Told, *paths: str) -> set[tuple[str, str, str]]:
    """What is found at these paths."""
    return {one for one in found if one[2] in paths}


def below(found: Told, path: str) -> set[tuple[str, str, str]]:
    """What is found at or below a path."""
    return {one for one in found if one[2].startswith(path)}


def ct(*lines: str) -> bytes:
    """A small CT image."""
    return build.part10("ct-image", lines)


@engines
def test_t1_nothing_passes_because_of_unknowns(engine: Engine) -> None:
    # PS3.3 C.7.1.1: what a Patient who is no human needs hangs on a fact that no data set holds. A whole CT passes
    # all the same, says what it does not know, and fails only where the fact is known and the demand not met.
    data = SAMPLE.read_bytes()
    report = engine(data)
    assert report.get("verdict") == "pass"
    assert report.at_level(*LOUD) == []
    assert dict(report.get("undetermined"))["patient-is-human"] >= 5
    assert ("A108", "undetermined", "PatientSpeciesDescription") in told(engine, data, "undetermined")
    human = engine(data, facts={"patient-is-human": True})
    assert human.get("verdict") == "pass"
    assert "patient-is-human" not in dict(human.get("undetermined"))
    other = engine(data, facts={"patient-is-human": False})
    assert other.get("verdict") == "fail"
    assert "PatientSpeciesDescription" in {f[2] for f in other.at_level("error")}


@engines
def test_t2_absent_operands_are_not_read_as_false(engine: Engine) -> None:
    # PS3.3 Table C.8-4: Repetition Time hangs on Scanning Sequence, which is of Type 1. Its absence is one finding
    # of its own, and nothing follows from it.
    def mr(*lines: str) -> Told:
        return told(engine, build.part10("mr-image", lines), *LOUD, "undetermined")

    paths = ("ScanningSequence", "RepetitionTime")
    lacking = at(mr("SequenceVariant = NONE"), *paths)
    assert {one[:2] for one in lacking if one[2] == "ScanningSequence"} == {("A101", "error")}
    assert {one[:2] for one in lacking if one[2] == "RepetitionTime"} == {("A108", "undetermined")}
    assert at(mr("ScanningSequence = SE", "SequenceVariant = NONE"), *paths) == {("A106", "error", "RepetitionTime")}
    assert at(mr("ScanningSequence = EP", "SequenceVariant = NONE"), *paths) == set()
    # PS3.3 Table C.12-1 (SOP Common) and C.7-1: a condition on the value of an Attribute that may lawfully be absent
    # does not hold without it.
    alone = told(engine, ct("PatientName = A^B"), *LOUD, "undetermined")
    assert at(alone, "DeidentificationMethod", "DeidentificationMethodCodeSequence") == set()
    removed = told(engine, ct("PatientIdentityRemoved = YES"))
    assert ("A104", "error", "DeidentificationMethod") in removed
    # PS3.3 Table C.8-63: "other than NONE" of Decay Correction, which Type 1 demands: its absence decides nothing.
    pet = told(engine, build.part10("positron-emission-tomography-image", ["Units = BQML"]), *LOUD, "undetermined")
    assert at(pet, "DecayFactor") == {("A108", "undetermined", "DecayFactor")}


@engines
def test_t3_strictest_is_not_applied_to_prohibitions(engine: Engine) -> None:
    # PS3.3 Table C.8-71 (DX Image): Lossy Image Compression Ratio is 1C and its condition false; Table C.7-9 (General
    # Image) lets it be there. What one module permits, no other forbids. Strictest holds for demands alone.
    lines = ("LossyImageCompression = 00", "LossyImageCompressionRatio = 5")
    for iod in ("digital-x-ray-image", "digital-mammography-x-ray-image"):
        assert at(told(engine, build.part10(iod, lines)), "LossyImageCompressionRatio") == set()
        compressed = told(engine, build.part10(iod, ["LossyImageCompression = 01"]))
        assert at(compressed, "LossyImageCompressionRatio") == {("A104", "error", "LossyImageCompressionRatio")}
    # PS3.3 Table C.8.20-2, PS3.5 7.4.2: only one module has Maximum Fractional Value, and its condition is false.
    binary = told(engine, build.part10("segmentation", ["SegmentationType = BINARY", "MaximumFractionalValue = 255"]))
    assert {code for code, *_ in at(binary, "MaximumFractionalValue")} == {"A107"}
    # PS3.3 C.7.5.1, C.7.5.2: Manufacturer is Type 2 in one module and Type 1 in the other: the strictest demand holds.
    empty = told(engine, build.part10("enhanced-ct-image", ["Manufacturer ="]))
    assert at(empty, "Manufacturer") == {("A102", "error", "Manufacturer")}
    assert at(told(engine, ct("Manufacturer =")), "Manufacturer") == set()


@engines
def test_t4_left_over_attributes_switch_no_module_on(engine: Engine) -> None:
    # PS3.3 A.1.3.3: a module of usage U is there if the implementation uses it. What is empty uses nothing.
    emptied = ct("ContrastBolusAgent =", "ClinicalTrialSponsorName =", "ClinicalTrialProtocolID =")
    wide = engine(emptied)
    assert {f[4] for f in wide.at_level(*LOUD)} & {
        "contrast-bolus",
        "clinical-trial-subject",
        "clinical-trial-study",
    } == set()
    # One Attribute with a value, left by de-identification, is one finding about the module, not one a row.
    one = engine(ct("ClinicalTrialProtocolID = P1"))
    found = [(f[0], f[1]) for f in one.at_level(*LOUD) if f[4] == "clinical-trial-subject"]
    assert found == [("M004", "warning")]
    # A module that is used is checked row by row, one level milder than a mandatory one (PS3.3 Table C.7-2b).
    used = engine(ct("ClinicalTrialProtocolID = P1", "ClinicalTrialSubjectID = S1", "ClinicalTrialSiteID ="))
    rows = {(f[0], f[1], f[2]) for f in used.at_level(*LOUD) if f[4] == "clinical-trial-subject"}
    assert ("A103", "warning", "ClinicalTrialProtocolName") in rows
    assert {severity for _, severity, _ in rows} == {"warning"}


WSI = (
    "NumberOfFrames = 2",
    "SharedFunctionalGroupsSequence[1].PixelMeasuresSequence[1].PixelSpacing = 0.0005\\0.0005",
    "SharedFunctionalGroupsSequence[1].WholeSlideMicroscopyImageFrameTypeSequence[1].FrameType = ORIGINAL\\PRIMARY\\VOLUME\\NONE",
)
FRAMES = "PerFrameFunctionalGroupsSequence"


@engines
def test_t5_functional_groups_of_whole_slide_images(engine: Engine) -> None:
    # PS3.3 C.7.6.17.3, C.7.6.16.1.2: frames of TILED_FULL follow from their order, and say nothing themselves.
    def wsi(*lines: str) -> Told:
        return told(engine, build.part10("vl-whole-slide-microscopy-image", [*WSI, *lines]))

    def groups(found: Told) -> set[str]:
        return {code for code, _, path in found if code.startswith("G") or path == FRAMES}

    full = "DimensionOrganizationType = TILED_FULL"
    assert groups(wsi(full)) == set()
    assert groups(wsi(full, f"{FRAMES}[1]", f"{FRAMES}[2]")) == set()
    # PS3.3 C.7.6.16.2.2.4: a part of a concatenation.
    parts = ("ConcatenationUID = 1.2.3", "InConcatenationNumber = 2", "ConcatenationFrameOffsetNumber = 4")
    assert "G003" not in groups(wsi(full, *parts))
    # PS3.3 C.8.20.2: frames of a label map identify no segment.
    seg = (
        "SegmentationType = LABELMAP",
        "NumberOfFrames = 1",
        f"{FRAMES}[1].FrameContentSequence[1].DimensionIndexValues = 1",
    )
    labels = engine(build.part10("segmentation", seg))
    assert [f for f in labels.at_level(*LOUD) if f[4] == "segmentation"] == []
    # Otherwise each frame has its place (PS3.3 Table A.32.8-2), and there are as many Items as frames (C.7.6.16).
    sparse = wsi(
        "DimensionOrganizationType = TILED_SPARSE", f"{FRAMES}[1].FrameContentSequence[1].DimensionIndexValues = 1\\1"
    )
    assert {"G001", "G003"} <= groups(sparse)
    binary = engine(build.part10("segmentation", ("SegmentationType = BINARY", *seg[1:])))
    assert "G001" in {f[0] for f in binary.at_level(*LOUD) if f[4] == "segmentation"}


@engines
def test_t6_open_items_hold_what_was_replaced(engine: Engine) -> None:
    # PS3.3 C.12.1.1.9.1: Modified Attributes are those of another data set, whatever values they had, if any.
    inner = "OriginalAttributesSequence[1].ModifiedAttributesSequence[1]"
    old = (
        "PatientID =",
        "Modality = NOSUCH",
        "KVP =",
        "ImageType = WRONG",
        "ReferencedImageSequence[1]",
        "PixelSpacing = 0\\0",
    )
    kept = told(engine, ct("Rows = 9", "Columns = 9", *(f"{inner}.{line}" for line in old)))
    assert below(kept, inner) == set()
    unassigned = "SharedFunctionalGroupsSequence[1].UnassignedSharedConvertedAttributesSequence[1]"
    legacy = build.part10("legacy-converted-enhanced-ct-image", [f"{unassigned}.{line}" for line in old])
    assert below(told(engine, legacy), unassigned + ".") == set()
    # What stands beside them is asked for (Table C.12-1), and in them private Elements still need a creator (PS3.5 7.8).
    assert {code for code, *_ in at(kept, "OriginalAttributesSequence[1].AttributeModificationDateTime")} == {"A101"}
    lonely = El(0x04000561, "SQ", items=[Item([El(0x04000550, "SQ", items=[Item([El(0x00091001, "LO", b"ab")])])])])
    assert ("P001", "warning", f"{inner}.(0009,0010)") in told(engine, made(CT, lonely))
    # The same values outside are faults of the object.
    outside = told(engine, ct("Rows = 9", "Columns = 9", "PixelSpacing = 0\\0", "ReferencedImageSequence[1]"))
    assert {"C003"} <= {code for code, *_ in at(outside, "PixelSpacing")}
    assert {code for code, *_ in below(outside, "ReferencedImageSequence[1].")} == {"A101"}


def made(sop_class: str, *elements: El, **options: Any) -> bytes:
    """A file of these Elements, in the order of their Tags."""
    both = [enc.ui(0x00080016, sop_class), enc.ui(0x00080018, "1.2.3.4"), *elements]
    return enc.File(sorted(both, key=lambda el: el.tag), **options).to_bytes()


@engines
def test_t7_un_and_old_vrs_are_read_on(engine: Engine) -> None:
    # PS3.5 6.2.2: UN on a known Element is Implicit VR Little Endian inside, and is checked as what it is.
    inside = [Item([enc.ui(0x00081150, CT)], undefined=True)]
    for undefined in (False, True):
        data = made(CT, El(0x00081140, "UN", items=inside, undefined=undefined), El(0x00100030, "UN", b"2023130A"))
        found = told(engine, data, *LOUD, "info")
        assert {code for code, *_ in at(found, "ReferencedImageSequence[1].ReferencedSOPInstanceUID")} == {"A101"}
        assert ("V013", "error", "PatientBirthDate") in found
        assert {one[1] for one in at(found, "ReferencedImageSequence")} <= {"info"}
        assert "E019" not in {code for code, *_ in found}
    # UN on a Private Creator is none (PS3.5 7.8.1).
    creator = told(engine, made(CT, El(0x00090010, "UN", b"MAKER "), El(0x00091001, "UN", b"ab")))
    assert "error" in {one[1] for one in below(creator, "(0009,0010)")}
    # PS3.6: Retrieve URL was UT before it was UR; Study Date was never LO.
    found = told(engine, made(CT, El(0x00081190, "UT", b"http://a"), El(0x00080020, "LO", b"20240101")))
    assert at(found, "RetrieveURL") == {("V001", "warning", "RetrieveURL")}
    assert ("V001", "error", "StudyDate") in found
    # PS3.5 6.2, PS3.3 C.7.6.3: without a Pixel Representation around it US or SS is either.
    signed = told(engine, made(CT, El(0x00280106, "SS", b"\1\0"), El(0x00280107, "US", b"\2\0")))
    assert {code for code, *_ in at(signed, "SmallestImagePixelValue", "LargestImagePixelValue")} & {"V001"} == set()
    unsigned = told(engine, made(CT, El(0x00280103, "US", b"\0\0"), El(0x00280106, "SS", b"\1\0")))
    assert "V001" in {code for code, *_ in at(unsigned, "SmallestImagePixelValue")}


#: A character whose last byte is 5CH, by character set (PS3.5 6.1.2, annexes H to K).
WITH_BACKSLASH = {
    "GBK": "\u4e57".encode("gbk"),
    "GB18030": "\u4e57".encode("gb18030"),
    "\\ISO 2022 IR 87": b"\x1b$B\x21\x5c\x1b(B",
}


@engines
@pytest.mark.parametrize("charset", sorted(WITH_BACKSLASH))
def test_t8_a_backslash_inside_a_character_is_none(engine: Engine, charset: str) -> None:
    # PS3.5 6.1.2.3, 6.2: values are told apart after decoding.
    text = WITH_BACKSLASH[charset]
    assert text.count(b"\\") == 1
    name = El(0x00080005, "CS", enc.padded(charset.encode()))

    def found(value: bytes, vr: str = "LO", tag: int = 0x00080080) -> set[str]:
        keyword = "InstitutionName" if tag == 0x00080080 else "PatientComments"
        here = told(engine, made(CT, name, El(tag, vr, enc.padded(value))))
        return {code for code, _, path in here if path in (keyword, "SpecificCharacterSet")}

    assert found(b"a" + text + b"b") == set()
    # 64 characters, not bytes (PS3.5 6.2).
    assert found(text * 2 + b"x" * 62) == set()
    assert "V005" in found(text * 2 + b"x" * 63)
    # A backslash of its own parts two values, where one is allowed; in LT it parts nothing.
    assert found(text + b"\\" + text) == {"V002"}
    assert found(text + b"\\" + text, "LT", 0x00104000) == set()


@engines
def test_t9_lists_and_demands_older_than_the_object(engine: Engine) -> None:
    # PS3.3 Table C.8.20-2: LABELMAP is of 2024. The newest list has it; who names an older edition is told so.
    lines = ("SOPClassUID = 1.2.840.10008.5.1.4.1.1.66.7", "SegmentationType = LABELMAP")
    labels = build.part10("segmentation", lines)
    assert at(told(engine, labels), "SegmentationType") == set()
    assert {code for code, *_ in at(told(engine, labels, edition="2023e"), "SegmentationType")} == {"A120"}
    # PS3.3 Table C.8.17.16-1: a demand that is not in all editions binds who claims the edition.
    face = build.part10("ophthalmic-optical-coherence-tomography-en-face-image", ["OphthalmicImageTypeCodeSequence[1]"])
    place = "OphthalmicFrameLocationSequence"
    assert at(told(engine, face), place) == {("A101", "warning", place)}
    assert at(told(engine, face, edition="2025e"), place) == {("A101", "error", place)}
    assert at(told(engine, face, edition="2023e"), place) == set()
    # PS3.3 C.7.6.1.1.2: a list that is confirmed gives an error.
    wrong = told(engine, ct("ImageType = COPY\\PRIMARY\\AXIAL"))
    assert "error" in {one[1] for one in at(wrong, "ImageType")}
    # PS3.4 B.5, PS3.6 A: a SOP Class newer than the registry is no error, and nothing is claimed of it.
    newer = engine(made("1.2.840.10008.5.1.4.1.1.999"))
    assert newer.get("verdict") == "incomplete"
    assert newer.at_level("error") == []


@engines
def test_t10_zero_spacings_and_shifted_dates(engine: Engine) -> None:
    # PS3.3 10.7.1.3: the spacing of rows may be zero where there is but one.
    def spacing(rows: int, columns: int, value: str, *lines: str) -> Told:
        size = (f"Rows = {rows}", f"Columns = {columns}", f"PixelSpacing = {value}")
        return told(engine, build.part10("ct-image", [*size, *lines]))

    assert at(spacing(1, 4, "0\\0.5"), "PixelSpacing") == set()
    assert at(spacing(4, 1, "0.5\\0"), "PixelSpacing") == set()
    assert at(spacing(4, 4, "0\\0.5"), "PixelSpacing") == {("C003", "error", "PixelSpacing")}
    assert at(spacing(1, 4, "-1\\0.5"), "PixelSpacing") == {("C003", "error", "PixelSpacing")}
    assert at(spacing(4, 4, "1\\1", "SliceThickness = 0"), "SliceThickness") == {("C003", "warning", "SliceThickness")}
    # PS3.3 C.8.4.8: in NM, slices are counted against the direction.
    nm = told(engine, build.part10("nuclear-medicine-image", ["SpacingBetweenSlices = -3.5"]))
    assert {code for code, *_ in at(nm, "SpacingBetweenSlices")} & {"C003", "A123"} == set()
    # PS3.3 C.7.1.1, C.7.2.1, PS3.15 E: de-identification shifts dates, so that their order is never an error.
    shifted = told(engine, ct("PatientBirthDate = 20300101", "StudyDate = 20240101"))
    assert at(shifted, "StudyDate") == {("C006", "warning", "StudyDate")}
    assert at(told(engine, ct("PatientBirthDate = 19300101", "StudyDate = 20240101")), "StudyDate") == set()


def test_there_is_one_test_for_each_of_the_ten() -> None:
    numbers = sorted(
        int(name.split("_")[1][1:]) for name in globals() if name.startswith("test_t") and name[6].isdigit()
    )
    assert numbers == list(range(1, 11))

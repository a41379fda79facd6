"""Rules of the families M and A on small data sets (PS3.3 annex A, PS3.5 7.4)."""

from __future__ import annotations

from made_nodes import CT, Made, check, found, parsed

from validicom.reference.engine import check_parsed

SOP_CLASS = 0x00080016
ENHANCED_CT = b"1.2.840.10008.5.1.4.1.1.2.1\0"
SEGMENTATION = b"1.2.840.10008.5.1.4.1.1.66.4"
TEXT_SR = b"1.2.840.10008.5.1.4.1.1.88.11\0"


def of(uid: bytes, *made: Made) -> list[Made]:
    return [(SOP_CLASS, "UI", uid), *made]


def test_each_kind_of_sop_class_has_its_rule_and_its_reason() -> None:
    cases = {
        b"1.2.840.10008.5.1.4.1.1.99.99\0": ("M001", "sop-class-unknown"),
        b"1.2.3.4\0": ("M002", "sop-class-private"),
        b"1.2.840.10008.1.1\0": ("M006", "sop-class-not-covered"),
    }
    for uid, (code, reason) in cases.items():
        report = check(of(uid), "M")
        assert [(f.code, f.path) for f in report.findings] == [(code, "SOPClassUID")]
        assert report.incomplete == (reason,)
        assert report.iod is None
    report = check(of(CT), "M00")
    assert report.iod == "ct-image"
    assert not {f.code for f in report.findings} & {"M001", "M002", "M005", "M006"}
    assert report.incomplete == ()


def test_a_retired_sop_class_is_a_reason_only_here() -> None:
    report = check(of(b"1.2.840.10008.5.1.4.1.1.3\0"), "M")
    assert report.findings == ()
    assert report.incomplete == ("sop-class-retired",)


def test_a_missing_sop_class_is_an_error_but_in_acr_nema() -> None:
    made: list[Made] = [(0x00100010, "PN", b"A^B ")]
    report = check(made, "M")
    assert [(f.code, f.severity) for f in report.findings] == [("M005", "error")]
    old = check(made, "M", kind="acr-nema")
    assert old.findings == ()
    assert old.incomplete == ("sop-class-missing",)


def test_the_media_storage_sop_class_stands_in() -> None:
    made = parsed([(0x00100010, "PN", b"A^B ")], [(0x00020002, "UI", CT)])
    assert check_parsed(made, select="M005").findings == ()
    assert check_parsed(made, select="M005").iod == "ct-image"


def test_a_mandatory_module_of_which_nothing_is_there() -> None:
    modules = {module for _, module, _ in found(of(CT), "M003")}
    assert {"patient", "ct-image", "frame-of-reference"} <= modules
    assert "sop-common" not in modules
    assert "contrast-bolus" not in modules
    assert "patient" not in {module for _, module, _ in found(of(CT, (0x00104000, "LT", b"")), "M003")}


def test_a_type_1_attribute_must_be_there_and_have_a_value() -> None:
    assert ("error", "general-study", "StudyInstanceUID") in found(of(CT), "A101")
    there = of(CT, (0x0020000D, "UI", b"1.2\0"))
    assert "StudyInstanceUID" not in {path for _, _, path in found(there, "A101")}
    for empty in (b"", b"\0\0", b"  "):
        assert found(of(CT, (0x0020000D, "UI", empty)), "A102") == [("error", "general-study", "StudyInstanceUID")]
    # PS3.5 7.4.1: delimiters alone are no value.
    assert found(of(CT, (0x00080008, "CS", b"\\\\")), "A102") == [("error", "ct-image", "ImageType")]
    assert found(there, "A102") == []


def test_a_type_2_attribute_may_be_empty_but_not_missing() -> None:
    assert ("error", "patient", "PatientName") in found(of(CT), "A103")
    assert "PatientName" not in {path for _, _, path in found(of(CT, (0x00100010, "PN", b"")), "A103")}


def test_a_sequence_without_items_has_no_value() -> None:
    groups = (0x52009229, "SQ", [])
    assert ("error", "multi-frame-functional-groups", "SharedFunctionalGroupsSequence") in found(
        of(SEGMENTATION, groups), "A102"
    )


def test_items_are_checked_by_the_rows_below() -> None:
    code = [(0x00081032, "SQ", [[(0x00080100, "SH", b"1 ")], []])]
    paths = {path for _, _, path in found(of(CT, *code), "A101")}
    # Code Meaning (PS3.3 8.8) is of Type 1; the two Items fold.
    assert "ProcedureCodeSequence[1].CodeMeaning" in paths
    counts = {f.path: f.count for f in check(of(CT, *code), "A101").findings}
    assert counts["ProcedureCodeSequence[1].CodeMeaning"] == 2


def test_a_module_in_force_by_evidence_gives_warnings_or_one_finding() -> None:
    # Clinical Trial Subject (usage U): Sponsor Name and Protocol ID are of Type 1, Protocol Name of Type 2.
    lone = found(of(CT, (0x00120030, "LO", b"")), "A")
    assert "clinical-trial-subject" not in {module for _, module, _ in lone}
    name = (0x00120010, "LO", b"ACME")
    assert found(of(CT, name), "M004") == [("warning", "clinical-trial-subject", "ClinicalTrialSponsorName")]
    assert "clinical-trial-subject" not in {module for _, module, _ in found(of(CT, name), "A10")}
    both = of(CT, name, (0x00120021, "LO", b""))
    assert found(both, "M004") == []
    assert ("warning", "clinical-trial-subject", "ClinicalTrialProtocolID") in found(both, "A101")


def test_attributes_that_no_module_of_the_iod_has() -> None:
    assert found(of(CT, (0x300A0002, "SH", b"X ")), "A110") == [("info", None, "RTPlanLabel")]
    assert found(of(CT, (0x00100010, "PN", b""), (0x60000010, "US", b"\1\0"), (0x00091001, "LO", b"")), "A110") == []
    inner = (0x00081140, "SQ", [[(0x300A0002, "SH", b"X ")]])
    assert found(of(CT, inner), "A110") == [("info", None, "ReferencedImageSequence[1].RTPlanLabel")]
    # In open Items anything may stand.
    modified = (0x04000561, "SQ", [[(0x04000550, "SQ", [[(0x300A0002, "SH", b"X ")]])]])
    assert found(of(CT, modified), "A110") == []


def test_functional_groups_demand_nothing_but_their_items_do() -> None:
    groups = (0x52009229, "SQ", [[(0x00289110, "SQ", [[(0x00180050, "DS", b"1 ")]])]])
    inside = [f for f in found(of(ENHANCED_CT, groups), "A101") if "FunctionalGroups" in f[2] and "." in f[2]]
    assert (
        "error",
        "pixel-measures",
        "SharedFunctionalGroupsSequence[1].PixelMeasuresSequence[1].PixelSpacing",
    ) not in [f for f in inside if f[0] == "warning"]
    assert all(f[1] != "multi-frame-functional-groups" for f in inside)
    assert not any(f[2].endswith("Sequence[1].CTImageFrameTypeSequence") for f in inside)
    frame_type = (0x52009229, "SQ", [[(0x00189329, "SQ", [[]])]])
    assert (
        "error",
        "ct-image-frame-type",
        "SharedFunctionalGroupsSequence[1].CTImageFrameTypeSequence[1].FrameType",
    ) in found(of(ENHANCED_CT, frame_type), "A101")


def test_only_the_first_occurrence_counts() -> None:
    twice = of(CT, (0x0020000D, "UI", b"1.2\0"), (0x0020000D, "UI", b""))
    assert found(twice, "A102") == []


def test_a_dicomdir_is_checked_but_for_the_keys_of_its_records() -> None:
    report = check(of(b"1.2.840.10008.1.3.10"), "M")
    assert (report.iod, report.incomplete) == ("basic-directory", ("dicomdir",))


def test_what_is_no_dicom_has_no_findings_here() -> None:
    assert check([], "M", kind="png").findings == ()
    assert check([], "A", kind="part10").findings == ()


def test_content_items_are_asked_by_their_value_type() -> None:
    number = [(0x0040A010, "CS", b"CONTAINS"), (0x0040A040, "CS", b"NUM ")]
    text = [(0x0040A010, "CS", b"CONTAINS"), (0x0040A040, "CS", b"TEXT")]
    paths = {
        path for _, _, path in found(of(TEXT_SR, (0x0040A040, "CS", b"CONTAINER "), (0x0040A730, "SQ", [text])), "A10")
    }
    assert not any("MeasuredValueSequence" in path for path in paths)
    assert "ContinuityOfContent" in paths
    assert not any(path.startswith("ContentSequence") and path.endswith("ContinuityOfContent") for path in paths)
    paths = {path for _, _, path in found(of(TEXT_SR, (0x0040A730, "SQ", [number])), "A10")}
    assert "ContentSequence[1].MeasuredValueSequence" in paths


def test_a_content_item_by_reference_needs_no_value_type() -> None:
    related: Made = (0x0040A010, "CS", b"SELECTED FROM ")
    pointer: Made = (0x0040DB73, "UL", b"\1\0\0\0\2\0\0\0")
    of_items = {
        count: [path for _, _, path in found(of(TEXT_SR, (0x0040A730, "SQ", [item])), "A101")]
        for count, item in enumerate(([related], [related, pointer], [pointer]))
    }
    assert "ContentSequence[1].ValueType" in of_items[0]
    assert not any(path.startswith("ContentSequence[1]") for path in of_items[1])
    assert [path for path in of_items[2] if path.startswith("ContentSequence")] == [
        "ContentSequence[1].RelationshipType"
    ]


def test_a_demand_of_one_edition_is_milder_unless_that_edition_was_asked_for() -> None:
    from validicom.reference.facts import facts

    severities: dict[bool, set[str]] = {}
    for named in (False, True):
        edition = facts("2025e").edition if named else None
        for uid in facts("2025e").sop_classes:
            for finding in check(of(uid.encode()), "M003", edition=edition).findings:
                severities.setdefault(named, set()).add(finding.severity)
    assert severities == {False: {"error", "warning"}, True: {"error"}}


def test_deep_nesting_is_no_recursion() -> None:
    made = parsed(of(TEXT_SR))
    owner = made.root
    from validicom.reference.model import Element, Item

    for depth in range(3000):
        element = Element(0x0040A730, "SQ", "SQ", owner, depth=depth, raw=True, at=0)
        item = Item(sequence=element, number=1, raw=True, at=0)
        element.items.append(item)
        owner.elements.append(element)
        owner = item
    assert check_parsed(made, select="A110").verdict == "pass"

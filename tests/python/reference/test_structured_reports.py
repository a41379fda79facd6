"""Rules of the family S: Content Items of Structured Reports, and what they refer to (PS3.3 C.17.3, A.35)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from made_nodes import check, parsed
from made_tables import made

from validicom.reference.engine import ReferenceReport, check_parsed
from validicom.reference.facts import EDITIONS, content_rules, facts, group_places, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from made_nodes import Made

#: The Value Types of Comprehensive are those of a page of PS3.3; it allows references.
COMPREHENSIVE = b"1.2.840.10008.5.1.4.1.1.88.33\0"
#: Those of Basic Text are derived; it forbids references. Both were found in two places.
TEXT = b"1.2.840.10008.5.1.4.1.1.88.11\0"
#: A page of PS3.3, but relationships of one source.
SPECTACLE = b"1.2.840.10008.5.1.4.1.1.78.6"
#: Derived Value Types, relationships of one source, no references.
MACULAR = b"1.2.840.10008.5.1.4.1.1.79.1"
#: Nothing is known of it.
ENHANCED_DOSE = b"1.2.840.10008.5.1.4.1.1.88.76\0"
Said = list[tuple[str, str, str, dict[str, "str | int"]]]


def document(uid: bytes, *content: Sequence[Made], value_type: bytes = b"CONTAINER ") -> list[Made]:
    """A root with these Content Items."""
    return [
        made("SOPClassUID", uid),
        made("ValueType", value_type),
        *([made("ContentSequence", list(content))] if content else []),
    ]


def item(relationship: bytes, value_type: bytes, *content: Sequence[Made], more: Sequence[Made] = ()) -> list[Made]:
    return [
        made("RelationshipType", relationship),
        made("ValueType", value_type),
        *more,
        *([made("ContentSequence", list(content))] if content else []),
    ]


def reference(relationship: bytes, *numbers: int) -> list[Made]:
    return [
        made("RelationshipType", relationship),
        made("ReferencedContentItemIdentifier", struct.pack(f"<{len(numbers)}I", *numbers)),
    ]


def told(report: ReferenceReport) -> Said:
    return [(found.code, found.severity, found.path, dict(found.detail)) for found in report.findings]


def said(root: Sequence[Made], code: str = "S") -> Said:
    return told(check(root, code))


# -- Facts


def test_the_tables_fit_each_other() -> None:
    iods = {row["iod"] for edition in EDITIONS for row in rows(f"{edition}/iods.tsv")}
    listed = [row["iod"] for row in rows("common/sr_iods.tsv")]
    assert len(listed) == 22
    assert set(listed) == {row["iod"] for row in rows("common/sr_relationships.tsv")}
    assert set(listed) <= iods
    for name in listed:
        known = content_rules(name)
        assert known is not None
        types = {one for triple in known.by_value | known.by_reference for one in (triple[0], triple[2])}
        # Of these two the page has fewer Value Types than the table of relationships.
        if name not in ("x-ray-radiation-dose-sr", "simplified-adult-echo-sr"):
            assert types <= known.value_types, name
        assert not (known.forbids_references and known.by_reference), name
    macros = {(name, macro.id) for name in iods for macro in facts("2025e").macros(name)}
    assert set(group_places()) <= macros | {("*", macro) for _, macro in macros}


# -- S001


def test_a_value_type_that_the_iod_does_not_list() -> None:
    root = document(COMPREHENSIVE, item(b"CONTAINS", b"SCOORD3D"), item(b"CONTAINS", b"NUM "))
    assert said(root) == [("S001", "error", "ContentSequence[1].ValueType", {})]
    root = document(TEXT, item(b"CONTAINS", b"NUM "))
    assert said(root) == [("S001", "warning", "ContentSequence[1].ValueType", {})]
    root = document(COMPREHENSIVE, value_type=b"SCOORD3D")
    assert said(root) == [("S001", "error", "ValueType", {})]


def test_a_value_type_is_read_as_a_code_string() -> None:
    assert said(document(COMPREHENSIVE, item(b" CONTAINS", b" TEXT \0"))) == []
    for odd in (b"", b"  ", b"text", b"NUM!"):
        assert said(document(COMPREHENSIVE, item(b"CONTAINS", odd))) == []
    not_cs = [made("RelationshipType", b"CONTAINS"), made("ValueType", b"NOTHING ", "LO")]
    assert said(document(COMPREHENSIVE, not_cs)) == []


def test_a_value_is_shown_only_if_asked_for() -> None:
    file = parsed(document(COMPREHENSIVE, item(b"CONTAINS", b"NOTHING ")))
    for redact, value in ((True, None), (False, "NOTHING")):
        (found,) = check_parsed(file, select="S001", redact=redact).findings
        assert (found.value, found.value_number, found.observed) == (value, None, None)


def test_only_content_items_are_looked_at() -> None:
    elsewhere = made("ContentTemplateSequence", [[made("ValueType", b"NOTHING ")]])
    assert said([*document(COMPREHENSIVE), elsewhere]) == []
    # Without a Value Type the root is none, and what is below it then neither.
    rootless = [made("SOPClassUID", COMPREHENSIVE), made("ContentSequence", [item(b"CONTAINS", b"NOTHING ")])]
    assert said(rootless) == []
    by_reference = [made("ValueType", b"NOTHING "), *reference(b"SELECTED FROM", 1)]
    assert said(document(COMPREHENSIVE, by_reference), "S001") == []


def test_only_iods_of_the_table_are_looked_at() -> None:
    assert said(document(ENHANCED_DOSE, item(b"CONTAINS", b"NOTHING "))) == []
    assert said(document(b"1.2.840.10008.5.1.4.1.1.2\0", item(b"CONTAINS", b"NOTHING "))) == []


# -- S002


def test_a_relationship_that_the_iod_does_not_allow() -> None:
    root = document(COMPREHENSIVE, item(b"INFERRED FROM ", b"NUM "))
    assert said(root) == [("S002", "error", "ContentSequence[1].RelationshipType", {})]
    root = document(SPECTACLE, item(b"INFERRED FROM ", b"NUM "))
    assert said(root) == [("S002", "warning", "ContentSequence[1].RelationshipType", {})]
    root = document(COMPREHENSIVE, item(b"CONTAINS", b"NUM ", item(b"INFERRED FROM ", b"NUM ")))
    assert said(root) == []
    root = document(COMPREHENSIVE, item(b"CONTAINS", b"NUM ", item(b"CONTAINS", b"NUM ")))
    assert said(root) == [("S002", "error", "ContentSequence[1].ContentSequence[1].RelationshipType", {})]


def test_a_relationship_between_what_is_not_known_says_nothing() -> None:
    for value_type in (b"NOTHING ", b""):
        assert said(document(COMPREHENSIVE, item(b"INFERRED FROM ", value_type)), "S002") == []
        assert said(document(COMPREHENSIVE, item(b"INFERRED FROM ", b"NUM "), value_type=value_type), "S002") == []
    assert said(document(COMPREHENSIVE, item(b"", b"NUM ")), "S002") == []
    below = [
        *reference(b"SELECTED FROM", 1),
        made("ValueType", b"NUM "),
        made("ContentSequence", [item(b"X ", b"NUM ")]),
    ]
    assert said(document(COMPREHENSIVE, below), "S002") == []


def test_content_may_be_as_deep_as_it_likes() -> None:
    inner = item(b"INFERRED FROM ", b"NUM ")
    for _ in range(200):
        inner = item(b"CONTAINS", b"CONTAINER ", inner)
    (found,) = said(document(COMPREHENSIVE, inner))
    assert (found[0], found[2].count("ContentSequence[1]")) == ("S002", 201)


# -- S003 and S005


def measured(*below: Sequence[Made]) -> list[Made]:
    return item(b"CONTAINS", b"NUM ", *below)


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ((1, 1), False),
        ((1, 2, 1), False),
        ((1, 3), True),
        ((1, 0), True),
        ((1, 1, 1), False),
        ((1, 1, 2), True),
        ((2, 1), True),
        ((0,), True),
        ((0xFFFFFFFF,), True),
        ((), False),
    ],
)
def test_a_reference_has_a_target(numbers: tuple[int, ...], missing: bool) -> None:
    coordinates = item(b"CONTAINS", b"SCOORD", item(b"SELECTED FROM ", b"IMAGE "))
    root = document(COMPREHENSIVE, coordinates, measured(reference(b"INFERRED FROM ", *numbers)))
    path = "ContentSequence[2].ContentSequence[1].ReferencedContentItemIdentifier"
    assert said(root, "S003") == ([("S003", "error", path, {})] if missing else [])


def test_a_target_that_was_cut_off_is_not_missing() -> None:
    file = parsed(document(COMPREHENSIVE, measured(reference(b"INFERRED FROM ", 1, 9))))
    content = file.root.elements[-1]
    assert [found[0] for found in told(check_parsed(file, select="S003"))] == ["S003"]
    content.has_items_not_kept = True
    assert told(check_parsed(file, select="S003")) == []


def test_an_identifier_that_is_no_list_of_numbers_says_nothing() -> None:
    def by(value: bytes, vr: str = "UL") -> list[Made]:
        broken = [made("RelationshipType", b"INFERRED FROM "), made("ReferencedContentItemIdentifier", value, vr)]
        return document(COMPREHENSIVE, measured(broken))

    assert said(by(struct.pack("<I", 7))) != []
    assert said(by(struct.pack("<I", 7) + b"\0\0")) == []
    assert said(by(b"\7\0", "US")) == []


@pytest.mark.parametrize(("uid", "severity"), [(TEXT, "error"), (MACULAR, "warning")])
def test_a_reference_where_the_iod_has_none(uid: bytes, severity: str) -> None:
    root = document(uid, item(b"CONTAINS", b"TEXT", reference(b"INFERRED FROM ", 1, 2)), item(b"CONTAINS", b"CODE"))
    path = "ContentSequence[1].ContentSequence[1].ReferencedContentItemIdentifier"
    assert said(root) == [("S005", severity, path, {})]


def test_a_reference_needs_a_relationship_that_may_be_by_reference() -> None:
    path = "ContentSequence[1].ContentSequence[1].ReferencedContentItemIdentifier"
    for relationship, allowed in ((b"INFERRED FROM ", True), (b"CONTAINS", False)):
        root = document(COMPREHENSIVE, measured(reference(relationship, 1, 2)), measured())
        assert said(root) == ([] if allowed else [("S005", "error", path, {})])


def test_a_reference_may_not_lead_back_to_what_is_around_it() -> None:
    path = "ContentSequence[1].ContentSequence[1].ReferencedContentItemIdentifier"
    loop = [("S005", "error", path, {"fault": "loop"})]
    assert said(document(COMPREHENSIVE, measured(reference(b"INFERRED FROM ", 1, 1)))) == loop
    # The root too; without a relationship nothing else can be asked of it.
    assert said(document(COMPREHENSIVE, measured(reference(b"", 1)))) == loop
    assert said(document(COMPREHENSIVE, measured(reference(b"INFERRED FROM ", 1, 2)), measured())) == []


# -- S004

INSTANCES = "ReferencedSOPSequence"
CURRENT, OTHER = "CurrentRequestedProcedureEvidenceSequence", "PertinentOtherEvidenceSequence"


def instances(*uids: bytes) -> Made:
    return made(INSTANCES, [[made("ReferencedSOPInstanceUID", uid)] for uid in uids])


def evidence(keyword: str, *uids: bytes) -> Made:
    return made(keyword, [[made("ReferencedSeriesSequence", [[instances(*uids)]])]])


def image(uid: bytes, value_type: bytes = b"IMAGE ") -> list[Made]:
    return item(b"CONTAINS", value_type, more=[instances(uid)])


def test_what_is_referred_to_is_listed_as_evidence() -> None:
    root = [*document(TEXT, image(b"1.2\0"), image(b"1.3 "), image(b"")), evidence(CURRENT, b"1.2\0", b"1.9\0")]
    path = f"ContentSequence[2].{INSTANCES}[1].ReferencedSOPInstanceUID"
    assert said(root) == [("S004", "error", path, {})]
    assert said([*root, evidence(OTHER, b"1.3\0")]) == []


def test_without_any_evidence_it_is_a_warning() -> None:
    path = f"ContentSequence[1].{INSTANCES}[1].ReferencedSOPInstanceUID"
    for more in ([], [made(CURRENT, [])]):
        assert said([*document(TEXT, image(b"1.2\0")), *more]) == [("S004", "warning", path, {})]


def test_only_references_of_some_value_types_count() -> None:
    for value_type, counts in ((b"COMPOSITE ", True), (b"WAVEFORM", True), (b"TEXT", False), (b"", False)):
        assert bool(said(document(TEXT, image(b"1.2\0", value_type)), "S004")) is counts
    deeper = item(b"CONTAINS", b"IMAGE ", more=[made("IconImageSequence", [[instances(b"1.2\0")]])])
    assert said(document(TEXT, deeper), "S004") == []


def test_evidence_that_was_cut_off_says_nothing() -> None:
    file = parsed([*document(TEXT, image(b"1.2\0")), evidence(CURRENT, b"1.9\0")])
    listed = file.root.elements[-1]
    assert [found[0] for found in told(check_parsed(file, select="S004"))] == ["S004"]
    series = listed.items[0].elements[0]
    uid = series.items[0].elements[0].items[0].elements[0]
    for spoilt in (listed, series, series.items[0].elements[0]):
        spoilt.truncated = True
        assert told(check_parsed(file, select="S004")) == []
        spoilt.truncated = False
    uid.value = None
    assert told(check_parsed(file, select="S004")) == []

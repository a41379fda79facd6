"""Lists of values, fixed values, zeros, numbers of Items and forbidden modules (PS3.5 6.3, 7.5.1; PS3.3 annexes A, C)."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from made_nodes import CT, Made, check, parsed
from made_tables import EDITION, iod, made, row, walk

from validicom.reference.conditions import parse
from validicom.reference.engine import check_parsed
from validicom.reference.facts import ItemCount, ValueList, constraints, facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validicom.reference.facts import TableRow

SC = b"1.2.840.10008.5.1.4.1.1.7\0"
SEG = b"1.2.840.10008.5.1.4.1.1.66.4"
ENHANCED_XA = b"1.2.840.10008.5.1.4.1.1.12.1.1"


def listed(words: str, strength: str = "error", index: str = "") -> ValueList:
    return ValueList(index, strength, tuple(words.split("|")))


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, int], Sequence[ValueList]]:
    """The lists of the made tables, by table and row."""
    found: dict[tuple[str, int], Sequence[ValueList]] = {}
    monkeypatch.setitem(facts(EDITION).__dict__, "lists", found)
    return found


def told(
    modules: dict[str, list[TableRow]], root: Sequence[Made], *, edition_named: bool = False, **usages: str
) -> list[tuple[object, ...]]:
    """Code, severity, module, value number and what is allowed, of A12x and A130."""
    found = walk(iod(modules, usages=usages), root, edition_named=edition_named).run()
    return [
        (one.code, one.severity, one.module, one.value_number, one.detail.get("allowed"))
        for one in found.attributes
        if one.code.startswith(("A12", "A13"))
    ]


def test_each_strength_has_its_code_and_severity(lists: dict[tuple[str, int], Sequence[ValueList]]) -> None:
    root = [made("Modality", b"XX")]
    for strength, code in [("error", "A120"), ("warning", "A120"), ("info", "A121")]:
        lists["m", 0] = [listed("CT|MR", strength)]
        assert told({"m": [row("Modality")]}, root) == [(code, strength, "m", 1, "CT|MR")]
        assert told({"m": [row("Modality")]}, [made("Modality", b"MR")]) == []
    lists["m", 0] = [listed("CT|MR", "")]
    assert told({"m": [row("Modality")]}, root) == []
    # A soft list permits what the other one does not.
    lists["m", 0] = [listed("CT|MR"), listed("XX", "")]
    assert told({"m": [row("Modality")]}, root) == []


def test_what_is_not_sure_is_no_error(
    lists: dict[tuple[str, int], Sequence[ValueList]], monkeypatch: pytest.MonkeyPatch
) -> None:
    lists["m", 0] = [listed("CT")]
    root = [made("Modality", b"XX")]
    warning = [("A120", "warning", "m", 1, "CT")]
    assert told({"m": [row("Modality", doubtful=True)]}, root) == warning
    assert told({"m": [row("Modality", in_all=False)]}, root) == warning
    assert told({"m": [row("Modality", in_all=False)]}, root, edition_named=True)[0][1] == "error"
    assert told({"m": [row("Modality")]}, root, m="U") == warning
    monkeypatch.setitem(facts(EDITION).__dict__, "unsure_lists", frozenset({("m", "00080060")}))
    assert told({"m": [row("Modality")]}, root) == warning


def test_lists_by_number_stand_in_for_those_of_each(lists: dict[tuple[str, int], Sequence[ValueList]]) -> None:
    lists["m", 0] = [listed("ORIGINAL|DERIVED", index="1"), listed("A|B", "info")]
    rows = {"m": [row("ImageType")]}
    assert told(rows, [made("ImageType", b"A\\C ")]) == [("A120", "error", "m", 1, "ORIGINAL|DERIVED")]
    assert told(rows, [made("ImageType", b"DERIVED\\C")]) == [("A121", "info", "m", 2, "A|B")]
    # Blank values are not looked at, but count.
    assert told(rows, [made("ImageType", b"DERIVED\\\\C ")]) == [("A121", "info", "m", 3, "A|B")]
    assert told(rows, [made("ImageType", b"")]) == []
    # Characters that no CS may have are told elsewhere.
    assert told(rows, [made("ImageType", b"original")]) == []


def test_another_module_excuses_unless_it_merely_says_less(lists: dict[tuple[str, int], Sequence[ValueList]]) -> None:
    rows = {"m": [row("Modality")], "other": [row("Modality")]}
    root = [made("Modality", b"XX")]
    lists["m", 0] = [listed("CT|MR")]
    lists["other", 0] = [listed("CT|XX", "")]
    assert told(rows, root) == []
    lists["other", 0] = [listed("CT|MR|XX", "")]
    assert told(rows, root) == [("A120", "error", "m", 1, "CT|MR")]


def test_numbers_are_compared_as_numbers(lists: dict[tuple[str, int], Sequence[ValueList]]) -> None:
    for keyword, words, right, wrong in [
        ("PregnancyStatus", "0001|0002", struct.pack("<H", 2), struct.pack("<H", 3)),
        ("RegionDataType", "000AH", struct.pack("<H", 10), struct.pack("<H", 0xAA)),
        ("PixelIntensityRelationshipSign", "+1|-1", struct.pack("<h", -1), struct.pack("<h", 0)),
        ("FrameIncrementPointer", "00181063", struct.pack("<HH", 0x18, 0x1063), struct.pack("<HH", 0x18, 0x1065)),
        ("FrameIncrementPointer", "00181063H", struct.pack("<HH", 0x18, 0x1063), struct.pack("<HH", 0x18, 0x1065)),
        ("RescaleSlope", "1", b"1.0E0 ", b"2 "),
        ("NumberOfFrames", "1", b"+01 ", b"2 "),
    ]:
        lists["m", 0] = [listed(words)]
        assert told({"m": [row(keyword)]}, [made(keyword, right)]) == [], keyword
        assert told({"m": [row(keyword)]}, [made(keyword, wrong)])[0][:2] == ("A120", "error"), keyword
    # What is no number is told by its own rule.
    lists["m", 0] = [listed("1")]
    assert told({"m": [row("NumberOfFrames")]}, [made("NumberOfFrames", b"1.0 ")]) == []


def test_a_list_with_a_condition(lists: dict[tuple[str, int], Sequence[ValueList]]) -> None:
    """It binds where its condition is true, permits where that is not known, and is nothing where it is false."""

    def when(condition: str, words: str, strength: str = "error") -> ValueList:
        return replace(listed(words, strength), condition=parse(condition))

    rows = {"m": [row("Modality")]}
    lists["m", 0] = [when("true", "CT|MR")]
    assert told(rows, [made("Modality", b"XX")]) == [("A120", "error", "m", 1, "CT|MR")]
    assert told(rows, [made("Modality", b"MR")]) == []
    for condition in ("false", "unread", "outside(patient-is-human)"):
        lists["m", 0] = [when(condition, "CT|MR")]
        assert told(rows, [made("Modality", b"XX")]) == [], condition
    # What another list holds that is, or may be, in force is allowed; what one holds that is not in force is not.
    for condition, found in [("true", 0), ("unread", 0), ("false", 1)]:
        lists["m", 0] = [when("true", "CT|MR"), when(condition, "XX")]
        assert len(told(rows, [made("Modality", b"XX")])) == found, condition
        lists["m", 0] = [listed("CT|MR")]
        lists["other", 0] = [when(condition, "XX", "")]
        assert len(told({**rows, "other": [row("Modality")]}, [made("Modality", b"XX")])) == found, condition
        del lists["other", 0]
    # The strongest list that holds is what the finding shows.
    lists["m", 0] = [when("false", "CT"), when("true", "MR", "warning"), listed("US", "info")]
    assert told(rows, [made("Modality", b"XX")]) == [("A120", "warning", "m", 1, "MR")]


def test_at_most_eight_words_are_shown(lists: dict[tuple[str, int], Sequence[ValueList]]) -> None:
    for words, shown in [("A|B|C|D|E|F|G|H", "A|B|C|D|E|F|G|H"), ("A|B|C|D|E|F|G|H|I", "A|B|C|D|E|F|G|H|...")]:
        lists["m", 0] = [listed(words)]
        assert told({"m": [row("Modality")]}, [made("Modality", b"XX")])[0][4] == shown


def test_numbers_of_items() -> None:
    def count(items: int, *allowed: tuple[int, int | None], cut: bool = False) -> list[tuple[str, int | None, object]]:
        modules = {f"m{n}": [replace(row("ReferencedImageSequence"), items=one)] for n, one in enumerate(allowed)}
        through = walk(iod(modules), [made("ReferencedImageSequence", [[]] * items)])
        through.root.first[0x00081140].has_items_not_kept = cut
        return [(one.severity, one.observed, one.detail["demanded"]) for one in through.run().attributes
                if one.code == "A130"]  # fmt: skip

    assert count(2, (1, 1)) == [("error", 2, "1")]
    assert count(2, (1, 1), cut=True) == []
    assert count(1, (2, None)) == [("error", 1, "2-n")]
    assert count(2, (0, 1)) == [("error", 2, "0-1")]
    assert count(1, (1, 1)) == count(0, (1, 1)) == count(9, (1, None)) == count(9) == []
    # One claim that is met is enough.
    assert count(2, (1, 1), (1, None)) == []


def test_numbers_of_items_with_a_condition(monkeypatch: pytest.MonkeyPatch) -> None:
    stated: dict[tuple[str, int], Sequence[ItemCount]] = {}
    monkeypatch.setitem(facts(EDITION).__dict__, "item_counts", stated)

    def count(items: int, *of: ItemCount) -> list[tuple[str, int | None, object]]:
        stated["m", 0] = of
        found = walk(iod({"m": [row("ReferencedImageSequence")]}), [made("ReferencedImageSequence", [[]] * items)])
        return [(one.severity, one.observed, one.detail["demanded"]) for one in found.run().attributes
                if one.code == "A130"]  # fmt: skip

    one, two = ItemCount(1, 1, parse("true")), ItemCount(2, 2, parse("false"))
    assert count(2, one, two) == [("error", 2, "1")]
    assert count(1, one, two) == count(1, two) == count(3, replace(one, condition=parse("unread"))) == []
    assert count(3, ItemCount(0, 2)) == [("error", 3, "0-2")]
    assert count(0, ItemCount(1, 2)) == count(2, ItemCount(1, 2)) == []


def test_no_list_is_asked_in_open_items() -> None:
    modified: Made = (0x04000561, "SQ", [[(0x04000550, "SQ", [[(0x00280301, "CS", b"MAYBE ")]])]])
    assert check([(0x00080016, "UI", SC), modified], "A12").findings == ()
    assert [f.code for f in check([(0x00080016, "UI", SC), (0x00280301, "CS", b"MAYBE ")], "A12").findings] == ["A120"]


def one(uid: bytes, code: str, *root: Made) -> list[tuple[object, ...]]:
    made_file = parsed([(0x00080016, "UI", uid), *root])
    levels = ("error", "warning", "info")
    report = check_parsed(made_file, select=code, levels=levels)
    return [(f.severity, f.path, f.module, f.value_number, dict(f.detail)) for f in report.findings]


def test_what_an_iod_fixes() -> None:
    # The table's own list comes first; what it lets be, the IOD restricts further.
    assert [f[0] for f in one(ENHANCED_XA, "A120", (0x00080060, "CS", b"CT"))] == ["warning"]
    assert one(ENHANCED_XA, "A122", (0x00080060, "CS", b"CT")) == []
    assert one(ENHANCED_XA, "A122", (0x00080060, "CS", b"RF")) == [("warning", "Modality", None, 1, {"allowed": "XA"})]
    assert one(ENHANCED_XA, "A122", (0x00080060, "CS", b"XA")) == []
    binary: Made = (0x00620001, "CS", b"BINARY")
    eight: Made = (0x00280100, "US", b"\x08\0")
    said = [("error", "BitsAllocated", "segmentation-image", 1, {"allowed": "1"})]
    assert one(SEG, "A120", eight, binary) == said
    assert one(SEG, "A122", eight, binary) == []
    assert one(SEG, "A12", (0x00280100, "US", b"\1\0"), binary)[1:] == []
    # Without Segmentation Type, which is demanded, nothing is known.
    assert one(SEG, "A120", eight) == one(SEG, "A122", eight) == []


def test_zeros() -> None:
    assert one(CT, "A123", (0x00281053, "DS", b"0 ")) == [("warning", "RescaleSlope", "ct-image", 1, {})]
    assert one(CT, "A123", (0x00281053, "DS", b"1 ")) == one(CT, "A123", (0x00281053, "DS", b"x ")) == []
    assert not [one for one in constraints() if one.kind == "not-zero" and one.path[-1] == 0x00280030]


def test_forbidden_modules() -> None:
    explanation: Made = (0x00281055, "LO", b"A ")
    said = [("warning", "WindowCenterWidthExplanation", "voi-lut", None, {})]
    assert one(ENHANCED_XA, "M010", explanation) == said
    assert one(CT, "M010", explanation) == one(ENHANCED_XA, "M010", (0x00281055, "LO", b"")) == []
    word = b"1.2.840.10008.5.1.4.1.1.7.3\0"
    overlay = one(word, "M010", (0x60000010, "US", b"\1\0"))
    assert [(severity, module) for severity, _, module, _, _ in overlay] == [("error", "overlay-plane")]

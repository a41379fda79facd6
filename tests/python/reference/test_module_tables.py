"""The expansion of printed tables: depth, Includes, what goes on after them, types that are replaced (PS3.3 5.4)."""

from __future__ import annotations

import dataclasses

import pytest

from validicom.reference.facts import EDITIONS, TableRow, facts, rows
from validicom.reference.iod import Branch, Includes, Origin, Tables


def row(table: str, number: int, depth: int, tag: str = "", type_: str = "", include: str = "") -> TableRow:
    return TableRow(table, number, depth, "include" if include else "attr", tag, "", type_, include, True)


def paths(tables: Tables, table: str, most: int = 4) -> list[str]:
    """Paths with types, down to a depth."""
    found: list[str] = []
    waiting = [("", Branch(tables.entries(table), Origin("m", "M", 0)))]
    while waiting:
        before, branch = waiting.pop(0)
        for claim in tables.claims(branch):
            path = before + claim.row.tag
            found.append(f"{path}={claim.type}")
            if path.count("/") < most:
                waiting.extend((path + "/", below) for below in claim.branches)
    return sorted(found)


ROWS = [
    row("A", 0, 0, "00080001", "1"),
    row("A", 1, 0, "00081001", "2"),
    row("A", 2, 1, include="B"),
    row("A", 3, 1, "00080003", "3"),
    row("A", 4, 2, "00080004", "1C"),
    row("B", 0, 0, "00080002", "1"),
    row("C", 0, 0, include="D"),
    row("C", 1, 1, "00080005", "1"),
    row("D", 0, 0, "00081002", "1"),
    row("D", 1, 1, include="B"),
    row("R", 0, 0, "0040A730", "1C"),
    row("R", 1, 1, include="R"),
]


def test_includes_are_replaced_at_their_depth() -> None:
    assert paths(Tables(ROWS, Includes()), "A") == [
        "00080001=1",
        "00081001/00080002=1",
        "00081001/00080003/00080004=1C",
        "00081001/00080003=3",
        "00081001=2",
    ]


def test_rows_below_an_include_go_on_with_the_sequence_it_opened() -> None:
    assert paths(Tables(ROWS, Includes()), "C") == ["00081002/00080002=1", "00081002/00080005=1", "00081002=1"]


def test_a_macro_may_include_itself_below() -> None:
    assert paths(Tables(ROWS, Includes()), "R", most=2) == [
        "0040A730/0040A730/0040A730=1C",
        "0040A730/0040A730=1C",
        "0040A730=1C",
    ]


def test_a_conditional_include_demands_nothing() -> None:
    tables = Tables(ROWS, Includes(conditional=frozenset({("C", 0)})))
    # Rows that go on with what it opened hold on the same condition.
    assert paths(tables, "C") == ["00081002/00080002=3", "00081002/00080005=3", "00081002=3"]


def test_an_include_may_replace_types() -> None:
    tables = Tables(ROWS, Includes(types={("A", 2): {"00080002": "3"}}))
    assert "00081001/00080002=3" in paths(tables, "A")
    assert paths(tables, "B") == ["00080002=1"]


def test_includes_by_value_type_say_so() -> None:
    tables = Tables(ROWS, Includes(value_types={("C", 0): "NUM"}))
    claims = tables.claims(Branch(tables.entries("C"), Origin("m", "M", 0)))
    assert [claim.value_types for claim in claims] == [("NUM",)]


def fnv1a(data: bytes) -> int:
    state = 0xCBF29CE484222325
    for byte in data:
        state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return state


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_module_expands_to_its_digest(edition: str) -> None:
    keywords = {(r["table"], r["row"]): r["keyword"] for r in rows(f"{edition}/table_rows.tsv")}
    tables = Tables(facts(edition).table_rows, Includes())
    labels = {("module", r["module"]): r["table"] for r in rows(f"{edition}/iod_modules.tsv")}
    labels |= {("fg", r["macro"]): r["table"] for r in rows(f"{edition}/iod_fg_macros.tsv")}
    wrong: list[tuple[str, str]] = []
    checked = 0
    for digest in rows("common/module_digest.tsv"):
        label = labels.get((digest["kind"], digest["module"]))
        if digest["edition"] != edition or label is None:
            continue
        lines: list[str] = []
        waiting = [("", Branch(tables.entries(label), Origin("m", "M", 0)), frozenset({label}))]
        while waiting:
            before, branch, way = waiting.pop()
            # A macro that includes itself is told once, and not gone into.
            again = {e.row.include for e in branch.entries if e.row.kind == "include" and e.row.include in way}
            lines += [f"{before}*{include}  recursion\n" for include in again]
            branch = dataclasses.replace(
                branch, entries=tuple(e for e in branch.entries if e.row.include not in again or e.row.kind == "attr")
            )
            for claim in tables.claims(branch):
                path = before + claim.row.tag
                lines.append(f"{path} {keywords[claim.row.table, str(claim.row.row)]} {claim.type}\n")
                waiting += [(path + "/", below, way | {claim.row.table}) for below in claim.branches if below.entries]
        checked += 1
        if (str(len(lines)), f"{fnv1a(''.join(sorted(lines)).encode()):016x}") != (digest["rows"], digest["fnv1a"]):
            wrong.append((digest["kind"], digest["module"]))
    assert wrong == []
    assert checked > 300

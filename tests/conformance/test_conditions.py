"""The table of conditions, as it is in the tree: whole, of the language, of names that exist, and how much it decides."""

from __future__ import annotations

import importlib.util
import pathlib
import re
from typing import TYPE_CHECKING, Any

import pytest

from validicom.reference.conditions import (
    Condition,
    Equal,
    Named,
    OneOf,
    Operand,
    PointsTo,
    Quantified,
    parse,
    parse_otherwise,
    parts,
)
from validicom.reference.facts import EDITIONS, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.conditions import Expression

TREE = pathlib.Path(__file__).resolve().parents[2]
LINES = rows("common/conditions.tsv")
FACTS = rows("common/facts.tsv")
READINGS = rows("common/conditions_readings.tsv")
BY_ID = {
    line["id"]: Condition(line["id"], parse(line["required"]), parse_otherwise(line["otherwise"])) for line in LINES
}
#: Text that is cut before what it asks (c3a582e2d52, cd23b55a646, cee9bde8086) or before its list of values
#: (c59c9c62761, cf7196144ad), or that refers to a section with a condition for each of four Attributes (c9e5a57e554).
UNREAD = {"c3a582e2d52", "c59c9c62761", "c9e5a57e554", "cd23b55a646", "cee9bde8086", "cf7196144ad"}
#: Wordings on rows of Type 1C and 2C: decidable, all; rows with them: decidable, all. Of the 1,247 wordings of 2025e, 927
#: are decided by the data set alone; 89 mix it with a fact; 225 ask nothing but a fact, which no data set holds (of the
#: patient, the equipment, other objects, what is to be displayed); 6 are unread. That is why it is short of 0.75.
DECIDABLE = {
    "2023e": (890, 1201, 1556, 2040),
    "2024e": (896, 1210, 1573, 2059),
    "2025e": (927, 1247, 1586, 2080),
}


def expressions(condition: Condition) -> Iterator[Expression]:
    """All that a condition is made of."""
    for whole in (condition.required, condition.otherwise.when):
        if whole is not None:
            yield from parts(whole)


def operands(part: Expression) -> Iterator[Operand]:
    """The Attributes that one part names itself."""
    if isinstance(part, Equal):
        yield from (part.one, part.other)
    elif isinstance(found := getattr(part, "operand", None), Operand):
        yield found


def column(name: str, table: str) -> set[str]:
    """What a column of a table holds in any edition."""
    return {row[name] for edition in EDITIONS for row in rows(f"{edition}/{table}")}


def report() -> Any:
    """The script that reports on the table, which lies beside the data and is in no package."""
    spec = importlib.util.spec_from_file_location(
        "conditions_report", TREE / "rust" / "standard" / "conditions_report.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_lines_are_sorted_and_each_wording_has_one() -> None:
    ids = [line["id"] for line in LINES]
    assert ids == sorted(set(ids), key=str.encode)
    assert len(ids) == 1713
    assert all(re.fullmatch("c[0-9a-f]{10}", name) for name in ids)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("table", ["table_rows.tsv", "iod_modules.tsv", "iod_fg_macros.tsv"])
def test_each_condition_of_an_edition_is_there(edition: str, table: str) -> None:
    assert {row["cond"] for row in rows(f"{edition}/{table}")} - {""} <= BY_ID.keys()


def test_no_line_is_without_a_use() -> None:
    used = column("cond", "table_rows.tsv") | column("cond", "iod_modules.tsv") | column("cond", "iod_fg_macros.tsv")
    assert BY_ID.keys() <= used


def test_attributes_are_of_the_dictionary() -> None:
    known = column("keyword", "attributes.tsv") | {"this"}
    named = {
        operand.keyword for one in BY_ID.values() for part in expressions(one) for operand in operands(part)
    }  # fmt: skip
    pointed = {part.target for one in BY_ID.values() for part in expressions(one) if isinstance(part, PointsTo)}
    assert named | pointed <= known
    assert len(named) > 500


def test_sequences_are_asked_for_items() -> None:
    sequences = {
        row["keyword"] for edition in EDITIONS for row in rows(f"{edition}/attributes.tsv") if row["vr"] == "SQ"
    }
    asked = {
        part.operand.keyword for one in BY_ID.values() for part in expressions(one) if isinstance(part, Quantified)
    }  # fmt: skip
    assert asked <= sequences


def test_modules_macros_and_iods_exist() -> None:
    known = {
        "module": column("module", "iod_modules.tsv"),
        "macro": column("macro", "iod_fg_macros.tsv"),
        "iod": column("iod", "iod_modules.tsv"),
    }
    for one in BY_ID.values():
        for part in expressions(one):
            if isinstance(part, Named) and part.kind in known:
                assert part.name in known[part.kind], one.id
            elif isinstance(part, OneOf) and part.kind in known:
                assert set(part.among) <= known[part.kind], one.id


def test_facts_are_those_that_are_asked() -> None:
    names = [fact["name"] for fact in FACTS]
    asked = [
        {part.name for part in expressions(one) if isinstance(part, Named) and part.kind == "outside"}
        for one in BY_ID.values()
    ]
    assert names == sorted(set(names))
    assert set(names) == set().union(*asked)
    assert len(names) <= 220
    for fact in FACTS:
        alone = sum(fact["name"] in some for some in asked) == 1
        assert bool(fact["reason"]) == alone, fact["name"]
        assert fact["sentence"].endswith("."), fact["name"]


def test_what_is_unread_says_why() -> None:
    unread = {line["id"]: line["note"] for line in LINES if line["required"] == "unread"}
    assert unread.keys() == UNREAD
    assert all(note.startswith("unread: ") for note in unread.values())
    assert len(unread) <= 0.02 * len(LINES)


def test_readings_that_differed_are_settled() -> None:
    assert [row["id"] for row in READINGS] == sorted({row["id"] for row in READINGS})
    kinds = [row["kind"] for row in READINGS]
    assert (kinds.count("expression"), kinds.count("fact"), len(kinds)) == (65, 221, 286)
    assert {row["decision"] for row in READINGS} == {"A", "B", "both", "new"}
    assert all(row["reason"] and row["id"] in BY_ID for row in READINGS)


@pytest.mark.parametrize("edition", EDITIONS)
def test_how_much_is_decidable(edition: str) -> None:
    lines = {line["id"]: dict(line) for line in LINES}
    assert report().decidable(edition, lines) == DECIDABLE[edition]

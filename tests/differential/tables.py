"""The tables of an edition as the generators read them: IODs, modules and macros with their Includes, the dictionary.

Read from the TSV files in the tree and from nothing else: neither evaluator is asked, so that a generated data set is
right (or wrong) by the tables alone. Macros are expanded lazily, because SR content includes itself.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import os
import pathlib
from collections.abc import Iterable
from dataclasses import dataclass, field

TREE = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("VALIDICOM_DATA", TREE / "rust" / "standard" / "data"))
EDITIONS = ("2023e", "2024e", "2025e")
VALUE_TYPE = 0x0040A040


def read_tsv(path: pathlib.Path) -> list[dict[str, str]]:
    """The rows of a TSV file; lines that start with `#` are provenance."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@dataclass(frozen=True)
class Attribute:
    """A row of the dictionary (PS3.6)."""

    tag: int
    keyword: str
    vr: str
    vm: str
    retired: bool


@dataclass
class Include:
    """An Include row."""

    table: str
    value_type: str | None = None
    conditional: bool = False
    overrides: dict[str, str] = field(default_factory=dict)


@dataclass
class Node:
    """An Attribute row with what stands below it. `tag` is text, because of the repeating groups 50xx and 60xx."""

    tag: str
    type: str
    most: int | None = None
    children: list[Node | Include] = field(default_factory=list)
    least: int = 0
    #: Whether the number of Items holds without a condition.
    is_counted: bool = False
    #: Lists of values: number of the value (empty: each), what breaking it comes to (empty: nothing), words.
    lists: list[tuple[str, str, list[str]]] = field(default_factory=list)
    #: Id of the wording of its condition, and `1C`, `2C` or `note`.
    condition: str = ""
    condition_kind: str = ""

    def below(self) -> list[Node | Include]:
        """The rows below it. What an Include around it overrides holds at the level of the Include, not here."""
        return self.children


def with_overrides(row: Node | Include, overrides: dict[str, str]) -> Node | Include:
    """A row inside an Include that overrides types (`overrides.tsv`)."""
    if not overrides:
        return row
    if isinstance(row, Node):
        return dataclasses.replace(row, type=overrides.get(row.tag, row.type))
    return dataclasses.replace(row, overrides={**row.overrides, **overrides})


@dataclass(frozen=True)
class Row:
    """A Node reached in an expansion, with the Value Type for which it holds."""

    node: Node
    value_type: str | None
    conditional: bool


@dataclass(frozen=True)
class Module:
    """A module, or a functional group macro, of an IOD."""

    id: str
    table: str
    usage: str
    condition: str = ""


@dataclass
class Iod:
    """An IOD (PS3.3 annex A)."""

    id: str
    sop_classes: list[str]
    modules: list[Module] = field(default_factory=list)
    macros: list[Module] = field(default_factory=list)


class Edition:
    """The facts of one edition."""

    def __init__(self, name: str, folder: pathlib.Path) -> None:
        self.name = name
        self.attributes: dict[int, Attribute] = {}
        self.patterns: dict[str, Attribute] = {}
        for row in read_tsv(folder / "attributes.tsv"):
            text = row["tag"].upper().replace("X", "x")
            retired = row.get("retired", "") == "Y"
            attribute = Attribute(int(text.replace("x", "0"), 16), row["keyword"], row["vr"], row["vm"], retired)
            if "x" in text:
                self.patterns[text] = attribute
            else:
                self.attributes[attribute.tag] = attribute
        self.iods: dict[str, Iod] = {}
        for row in read_tsv(folder / "iods.tsv"):
            uids = [uid for uid in row["sop_class_uids"].split(",") if uid]
            self.iods[row["iod"]] = Iod(row["iod"], uids)
        for row in read_tsv(folder / "iod_modules.tsv"):
            self.iods[row["iod"]].modules.append(Module(row["module"], row["table"], row["usage"], row["cond"]))
        for row in read_tsv(folder / "iod_fg_macros.tsv"):
            if row["iod"] in self.iods:
                self.iods[row["iod"]].macros.append(Module(row["macro"], row["table"], row["usage"], row["cond"]))
        self.fixed = [
            (row["iod"], row["module"], row["path"], row["index"], row["values"].split("|"))
            for row in read_tsv(folder.parent / "common" / "constraints.tsv")
            if row["kind"] == "enum" and not row["condition"]
        ]
        self.zeros = [
            (row["iod"], row["module"], row["path"])
            for row in read_tsv(folder.parent / "common" / "constraints.tsv")
            if row["kind"] == "not-zero" and not row["condition"]
        ]
        self.tables = self._tables(read_tsv(folder / "table_rows.tsv"), folder)

    def _tables(self, rows: list[dict[str, str]], folder: pathlib.Path) -> dict[str, list[Node | Include]]:
        """The tables as trees. A row below an Attribute of an included macro stands below a Node of its own, Type 3."""
        by_value_type, conditional, overrides = include_facts(folder)
        lists = value_lists(folder)
        tables: dict[str, list[Node | Include]] = {}
        at_path: dict[tuple[str, str], Node] = {}
        last: dict[tuple[str, int], str] = {}
        for row in rows:
            table, depth = row["table"], int(row["depth"])
            top = tables.setdefault(table, [])
            if row["kind"] == "attr" and row["tag"]:
                path = row["path"]
                siblings = self._at(at_path, top, table, path.rpartition("/")[0])
                node = Node(row["tag"].upper().replace("X", "x"), row["type"] or "3", most(row["items"]))
                node.is_counted = row["items"].endswith((":shall", ":permitted"))
                node.least, node.lists = least(row["items"]), lists.get((table, row["row"]), [])
                node.condition, node.condition_kind = row["cond"], row["cond_kind"]
                siblings.append(node)
                at_path.setdefault((table, path), node)
                last[table, depth] = path
            elif row["kind"] == "include" and row["include"]:
                path = last.get((table, depth - 1), "") if depth else ""
                siblings = self._at(at_path, top, table, path)
                key = (table, row["row"])
                value_type = by_value_type.get(key)
                siblings.append(Include(row["include"], value_type, key in conditional, overrides.get(key, {})))
        return tables

    def _at(
        self, at_path: dict[tuple[str, str], Node], top: list[Node | Include], table: str, path: str
    ) -> list[Node | Include]:
        """The rows below `path` in a table."""
        siblings = top
        done = ""
        for tag in path.split("/") if path else []:
            done = f"{done}/{tag}" if done else tag
            node = at_path.get((table, done))
            if node is None:
                node = at_path[table, done] = Node(tag.upper().replace("X", "x"), "3")
                siblings.append(node)
            siblings = node.children
        return siblings

    def expand(self, rows: Iterable[Node | Include]) -> list[Row]:
        """The Attribute rows of one level, Includes opened."""
        found: list[Row] = []
        waiting: list[tuple[Node | Include, str | None, bool, tuple[str, ...]]] = [(r, None, False, ()) for r in rows]
        while waiting:
            row, value_type, conditional, through = waiting.pop(0)
            if isinstance(row, Node):
                found.append(Row(row, value_type, conditional))
            elif row.table in self.tables and row.table not in through:
                when = row.value_type or value_type
                deeper = (*through, row.table)
                below = [with_overrides(r, row.overrides) for r in self.tables[row.table]]
                waiting = [(r, when, conditional or row.conditional, deeper) for r in below] + waiting
        return found

    def attribute(self, tag: int) -> Attribute | None:
        """The dictionary's row for a Tag, repeating groups included."""
        found = self.attributes.get(tag)
        if found is not None:
            return found
        text = f"{tag:08X}"
        for pattern, attribute in self.patterns.items():
            if all(p in (c, "x") for p, c in zip(pattern, text, strict=True)):
                return attribute
        return None

    def name_of(self, tag: int) -> str:
        """What a path says for a Tag."""
        found = self.attribute(tag)
        if found is None or not found.keyword or tag >> 16 & 1 or tag & 0xFFFF == 0:
            return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
        return found.keyword


def most(items: str) -> int | None:
    """The largest number of Items that an `items` column allows."""
    bounds = items.split(":")[0].partition("..")[2]
    return int(bounds) if bounds.isdigit() else None


def least(items: str) -> int:
    """The smallest number of Items that an `items` column asks for."""
    bound = items.partition("..")[0]
    return int(bound) if bound.isdigit() else 0


Place = tuple[str, str]


def value_lists(folder: pathlib.Path) -> dict[Place, list[tuple[str, str, list[str]]]]:
    """The lists of values by table and row; sound is what may ground a finding."""
    found: dict[Place, list[tuple[str, str, list[str]]]] = {}
    for row in read_tsv(folder / "values.tsv"):
        sound = not row["when"] and row["partial"] == "N" and row["conf"] != "guess"
        sound = sound and row["how"] not in ("sect-weak", "tag-same", "tag-common")
        is_enum = row["kind"] == "enum"
        strength = "error" if is_enum and (row["agreed"] == "enum" or row["conf"] == "certain") else "info"
        strength = "warning" if is_enum and strength == "info" and row["agreed"] != "terms" else strength
        one = (row["index"], strength if sound else "", row["values"].split("|"))
        found.setdefault((row["table"], row["row"]), []).append(one)
    return found


def include_facts(folder: pathlib.Path) -> tuple[dict[Place, str], set[Place], dict[Place, dict[str, str]]]:
    """What the tables cannot say of Includes, by (table, row): a Value Type, that it is conditional, types overridden."""

    def of_edition(name: str) -> list[dict[str, str]]:
        rows = read_tsv(folder.parent / "common" / name)
        return [row for row in rows if row["edition"] in ("*", folder.name)]

    value_types = {(row["table"], row["row"]): row["value_type"] for row in of_edition("include_when.tsv")}
    conditional = {(row["table"], row["row"]) for row in of_edition("include_conditional.tsv")}
    overrides: dict[Place, dict[str, str]] = {}
    for row in of_edition("overrides.tsv"):
        if row["scope"] == "include":
            table, _, number = row["subject"].partition("#")
            overrides.setdefault((table, number), {})[row["tag"]] = row["type"]
    return value_types, conditional, overrides


@functools.cache
def edition(name: str) -> Edition:
    """An edition, read once."""
    return Edition(name, DATA / name)

"""The facts of an edition as the reference asks for them: dictionary, UIDs, Transfer Syntaxes, IODs, module tables.

Read from the tables in the tree, which are ours and trusted: a table that lacks a column is an error of ours.
An edition from elsewhere is read from its folder of tables, which the packer of the core has found to hold together.
"""

from __future__ import annotations

import csv
import functools
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from validicom.reference.conditions import Condition, Expression

#: The shipped editions, the newest last.
EDITIONS: Final = ("2023e", "2024e", "2025e")
NEWEST: Final = EDITIONS[-1]

#: A row of a table by column.
Row = Mapping[str, str]


def folder() -> Path:
    """Where the tables are: where `VALIDICOM_DATA` says, in the source tree, or in the installed package."""
    given = os.environ.get("VALIDICOM_DATA")
    if given:
        return Path(given)
    here = Path(__file__).resolve()
    tree = here.parents[3] / "rust" / "standard" / "data"
    return tree if tree.is_dir() else here.parents[1] / "data"


#: What tells whether the tables of a folder are still the same: name, size and time of change of each.
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Commons:
    """The tables of all editions; those in the folder of an edition from elsewhere take the place of ours."""

    home: Path | None = None
    stamp: Stamp = ()

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of a table."""
        if self.home is not None and (self.home / name).is_file():
            return read_rows(self.home / name)
        return rows(f"common/{name}")


#: Those of the shipped editions.
OURS: Final = Commons()


@functools.cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of a table, such as `2025e/attributes.tsv`; lines that start with `#` are provenance."""
    return read_rows(folder() / name)


def read_rows(path: Path) -> tuple[Row, ...]:
    """The rows of a tab separated file."""
    with path.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return tuple(MappingProxyType(row) for row in csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


@dataclass(frozen=True, slots=True)
class Attribute:
    """A row of the data dictionary (PS3.6)."""

    tag: str
    keyword: str
    vr: str
    vm: str
    retired: bool

    @property
    def vrs(self) -> tuple[str, ...]:
        """The VRs, of which several may be allowed."""
        return tuple(self.vr.split(" or "))


@dataclass(frozen=True, slots=True)
class TransferSyntax:
    """A row of the registry of Transfer Syntaxes (PS3.5 annex A, PS3.6 annex A)."""

    uid: str
    #: `implicit-little`, `explicit-little` or `explicit-big`.
    encoding: str
    encapsulated: bool
    deflated: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a module or macro table as printed (PS3.3 5.4)."""

    table: str
    row: int
    depth: int
    kind: str
    tag: str
    path: str
    type: str
    include: str
    in_all_editions: bool
    #: Id of the wording of the condition; empty if there is none.
    condition: str = ""
    #: `1C`, `2C`, or `note` for a sentence beside another Type.
    condition_kind: str = ""
    #: How the wording was come by, comma separated; empty where it is the edition's own.
    condition_flag: str = ""
    #: Whether the wording is cut or may be, so that nothing it says is sure.
    is_doubtful: bool = False
    #: How many Items a Sequence shall have, or is permitted to: the least and the most (``None``: any number).
    items: tuple[int, int | None] | None = None
    #: Whether the number of Items depends on something.
    has_open_items: bool = False


@dataclass(frozen=True, slots=True)
class ValueList:
    """A list of Enumerated Values or Defined Terms (PS3.5 6.3) of a row."""

    #: The number of the value it holds for; empty: each.
    index: str
    #: `error`, `warning` or `info`: what breaking it comes to. Empty: no ground for a finding, it only permits.
    strength: str
    words: tuple[str, ...]
    #: It holds only where this is true; ``None``: always.
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How many Items a Sequence shall have (PS3.5 7.5.1): a line of `item_counts.tsv`."""

    least: int
    #: ``None``: any number.
    most: int | None
    #: It holds only where this is true; ``None``: always.
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """What an IOD demands beyond its tables: a line of `constraints.tsv`."""

    #: `*`: any IOD.
    iod: str
    #: Empty: the IOD itself demands it.
    module: str
    path: tuple[int, ...]
    #: `enum`, `not-zero`, `range`, `item-count` or `forbidden-module`.
    kind: str
    index: str
    #: Of a range its two ends, either of which may be empty.
    words: tuple[str, ...]
    #: None: always.
    condition: Expression | None
    severity: str


@dataclass(frozen=True, slots=True)
class ModuleOfIod:
    """A module, or a functional group macro, of an IOD (PS3.3 annex A)."""

    id: str
    table: str
    usage: str
    in_all_editions: bool
    #: Id of the wording of the condition of usage C; empty if there is none.
    condition: str = ""


#: Flags of wordings that may lack something.
DOUBTFUL: Final = frozenset({"cut-differs", "truncated", "maybe-truncated", "list-lost"})


class Facts:
    """The tables of one edition; one from elsewhere has its folder of tables."""

    def __init__(self, edition: str, commons: Commons = OURS) -> None:
        self.edition = edition
        self.commons = commons
        self._attributes: dict[int, Attribute] = {}
        self._repeating: list[Attribute] = []
        for row in self.rows("attributes.tsv"):
            if not row["vr"]:
                # Items and delimiters stand in the registry of Data Elements, but have no VR (PS3.5 7.5).
                continue
            attribute = Attribute(row["tag"].upper(), row["keyword"], row["vr"], row["vm"], row["retired"] == "Y")
            if "X" in attribute.tag:
                self._repeating.append(attribute)
            else:
                self._attributes[int(attribute.tag, 16)] = attribute
        self._repeating.sort(key=lambda attribute: attribute.tag.count("X"))
        self.uids: Mapping[str, Row] = {row["uid"]: row for row in self.rows("uids.tsv")}

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of a table of its own."""
        home = self.commons.home
        return rows(f"{self.edition}/{name}") if home is None else read_rows(home / name)

    def attribute(self, tag: int) -> Attribute | None:
        """The row of the dictionary for a Tag, those of repeating groups included; private Tags have none.

        Group Lengths (PS3.5 7.2) are known only where the dictionary names them.
        """
        found = self._attributes.get(tag)
        if found is not None or (tag >> 16) % 2 or tag & 0xFFFF == 0:
            return found
        text = f"{tag:08X}"
        for attribute in self._repeating:
            if all(p in ("X", c) for p, c in zip(attribute.tag, text, strict=True)):
                return attribute
        return None

    def keyword(self, tag: int) -> str | None:
        """What a path says for a Tag, if it has a name."""
        found = self.attribute(tag)
        return found.keyword or None if found is not None else None

    @functools.cached_property
    def tags(self) -> Mapping[str, int]:
        """Tags by Keyword; of a repeating group, that of its first group."""
        known = {attribute.keyword: tag for tag, attribute in self._attributes.items()}
        for attribute in self._repeating:
            known.setdefault(attribute.keyword, int(attribute.tag.replace("X", "0"), 16))
        return known

    def tag_of(self, keyword: str) -> int:
        """The Tag of a Keyword, or that of the newest edition that has it.

        Raises `ValueError` if none has.
        """
        found = self.tags.get(keyword)
        others = iter(reversed(EDITIONS))
        while found is None:
            name = next(others, None)
            if name is None:
                raise ValueError(f"no edition has the Keyword {keyword!r}")
            found = facts(name).tags.get(keyword)
        return found

    @functools.cached_property
    def open_items(self) -> frozenset[int]:
        """Sequences whose Items hold arbitrary Attributes."""
        listed = (int(row["tag"], 16) for row in self.commons.rows("open_items.tsv"))
        return frozenset(tag for tag in listed if tag in self._attributes)

    @functools.cached_property
    def sop_classes(self) -> Mapping[str, str]:
        """IOD ids by SOP Class UID."""
        return {
            uid: row["iod"]
            for row in self.rows("iods.tsv")
            for uid in row["sop_class_uids"].split(",")
            if uid
        }  # fmt: skip

    def modules(self, iod: str) -> Sequence[ModuleOfIod]:
        """The modules of an IOD in its order."""
        return self._modules.get(iod, ())

    def macros(self, iod: str) -> Sequence[ModuleOfIod]:
        """The functional group macros of an IOD."""
        return self._macros.get(iod, ())

    @functools.cached_property
    def _modules(self) -> Mapping[str, list[ModuleOfIod]]:
        return _by_iod(self.rows("iod_modules.tsv"), "module")

    @functools.cached_property
    def _macros(self) -> Mapping[str, list[ModuleOfIod]]:
        return _by_iod(self.rows("iod_fg_macros.tsv"), "macro")

    @functools.cached_property
    def table_rows(self) -> Sequence[TableRow]:
        """All rows of all tables, in their order."""
        gaps = {
            (row["table"], row["tag"].upper()) for row in self.rows("gaps.tsv") if row["what"].startswith("condition-")
        }
        return [
            TableRow(
                row["table"], int(row["row"]), int(row["depth"]), row["kind"], row["tag"], row["path"],
                row["type"], row["include"], row["in_all"] == "Y",
                row["cond"], row["cond_kind"], row["cond_flag"],
                not DOUBTFUL.isdisjoint(row["cond_flag"].split(",")) or (row["table"], row["tag"].upper()) in gaps,
                _items(row["items"]), row["items"].endswith((":cond", ":expr")),
            )
            for row in self.rows("table_rows.tsv")
        ]  # fmt: skip

    @functools.cached_property
    def lists(self) -> Mapping[tuple[str, int], Sequence[ValueList]]:
        """The lists of values by table and row, in their order."""
        found: dict[tuple[str, int], list[ValueList]] = {}
        compiled = qualifiers(self.commons)
        for row in self.rows("values.tsv"):
            strength = _strength(row, is_compiled=not row["when"] or row["when"] in compiled)
            one = ValueList(row["index"], strength, tuple(row["values"].split("|")), compiled.get(row["when"]))
            found.setdefault((row["table"], int(row["row"])), []).append(one)
        return found

    @functools.cached_property
    def item_counts(self) -> Mapping[tuple[str, int], Sequence[ItemCount]]:
        """Numbers of Items by table and row, of rows whose own number depends on something."""
        stated: dict[tuple[str, str], list[ItemCount]] = {}
        for line in self.commons.rows("item_counts.tsv"):
            stated.setdefault((line["table"], line["path"]), []).append(_item_count(line))
        return {
            (row.table, row.row): stated[row.table, row.path]
            for row in self.table_rows
            if row.kind == "attr" and row.has_open_items and (row.table, row.path) in stated
        }

    @functools.cached_property
    def unsure_lists(self) -> frozenset[tuple[str, str]]:
        """Attributes of tables, by table and Tag, of whose values not all is known."""
        return frozenset(
            (row["table"], row["tag"].upper()) for row in self.rows("gaps.tsv") if row["what"].startswith("cs-values")
        )

    def table_of_module(self, module: str) -> str | None:
        """The table of a module of any IOD."""
        return self._tables_of_modules.get(module)

    @functools.cached_property
    def _tables_of_modules(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for row in self.rows("iod_modules.tsv"):
            found.setdefault(row["module"], row["table"])
        return found


#: How a list was come by that is no more than a guess.
GUESSED: Final = frozenset({"sect-weak", "tag-same", "tag-common"})


def _strength(row: Row, *, is_compiled: bool) -> str:
    if not is_compiled or row["partial"] != "N" or row["conf"] == "guess" or row["how"] in GUESSED:
        return ""
    if row["kind"] == "enum" and (row["agreed"] == "enum" or row["conf"] == "certain"):
        return "error"
    return "warning" if row["kind"] == "enum" and row["agreed"] != "terms" else "info"


def _item_count(line: Row) -> ItemCount:
    from validicom.reference.conditions import parse

    least, most = line["items"].split("..")
    return ItemCount(
        int(least), None if most == "n" else int(most), parse(line["condition"]) if line["condition"] else None
    )


def _items(text: str) -> tuple[int, int | None] | None:
    """The number of Items that a column says without a condition."""
    match = re.fullmatch(r"([0-9]+)\.\.([0-9]+|n):(?:shall|permitted)", text)
    return (int(match[1]), None if match[2] == "n" else int(match[2])) if match else None


def _by_iod(table: Sequence[Row], column: str) -> dict[str, list[ModuleOfIod]]:
    found: dict[str, list[ModuleOfIod]] = {}
    for row in table:
        module = ModuleOfIod(row[column], row["table"], row["usage"], row["in_all"] == "Y", row["cond"])
        found.setdefault(row["iod"], []).append(module)
    return found


def facts(edition: str | Path) -> Facts:
    """The facts of an edition: a shipped one by name, one from elsewhere by its folder of tables, whose name it has.

    Raises `ValueError` if it is not one of the shipped ones, `OSError` if a table cannot be read.
    """
    if isinstance(edition, Path):
        home = Path(os.path.abspath(edition))
        about = ((path.name, path.stat()) for path in sorted(home.glob("*.tsv")))
        return _outside(home, tuple((name, one.st_size, one.st_mtime_ns) for name, one in about))
    return _shipped(edition)


@functools.cache
def _shipped(edition: str) -> Facts:
    if edition not in EDITIONS:
        raise ValueError(f"edition {edition!r} is not one of {', '.join(EDITIONS)}")
    return Facts(edition)


@functools.lru_cache(maxsize=8)
def _outside(home: Path, stamp: Stamp) -> Facts:
    return Facts(home.name, Commons(home, stamp))


def tag_of(edition: str, keyword: str) -> int:
    """The Tag of a Keyword in an edition, or in the newest that has it.

    Raises `ValueError` if none has.
    """
    return facts(edition).tag_of(keyword)


def read_conditions(path: Path) -> Mapping[str, Condition]:
    """Conditions by id, from a table of `id`, `required`, `otherwise` and `note`.

    Raises `ConditionError`, a `ValueError`, with the id of a condition that is not of the language.
    """
    from validicom.reference.conditions import Condition, ConditionError, parse, parse_otherwise

    found: dict[str, Condition] = {}
    for row in read_rows(path):
        try:
            found[row["id"]] = Condition(row["id"], parse(row["required"]), parse_otherwise(row["otherwise"]))
        except ConditionError as error:
            raise ConditionError(f"{row['id']}: {error}") from None
    return found


@functools.cache
def conditions(of: Commons = OURS) -> Mapping[str, Condition] | None:
    """The compiled conditions by id; ``None`` where there is no table of them.

    Those of an edition from elsewhere are added to ours, and replace those of the same id.
    """
    path = folder() / "common" / "conditions.tsv"
    ours = read_conditions(path) if path.is_file() else None
    added = None if of.home is None else of.home / "conditions.tsv"
    if added is None or not added.is_file():
        return ours
    return {**(ours or {}), **read_conditions(added)}


@functools.cache
def outside_facts(of: Commons = OURS) -> frozenset[str]:
    """The names of facts that no data set tells, which a caller may state."""
    return frozenset(row["name"] for row in of.rows("facts.tsv"))


#: Kinds of constraints whose values are the ends of a range.
RANGES: Final = frozenset({"range", "item-count"})


@functools.cache
def qualifiers(of: Commons = OURS) -> Mapping[str, Expression]:
    """Where lists of values hold, by the id of the qualifier's wording; those that are not compiled are left out."""
    from validicom.reference.conditions import parse

    return {row["id"]: parse(row["condition"]) for row in of.rows("qualifiers.tsv") if row["condition"] != "unread"}


@functools.cache
def constraints(of: Commons = OURS) -> Sequence[Constraint]:
    """What IODs demand beyond their tables, in the order of the lines."""
    from validicom.reference.conditions import parse

    return tuple(
        Constraint(
            row["iod"], row["module"], tuple(int(tag, 16) for tag in row["path"].split("/") if tag), row["kind"],
            row["index"], tuple(row["values"].split(".." if row["kind"] in RANGES else "|")),
            parse(row["condition"]) if row["condition"] else None, row["severity"],
        )
        for row in of.rows("constraints.tsv")
    )  # fmt: skip


@functools.cache
def transfer_syntaxes(of: Commons = OURS) -> Mapping[str, TransferSyntax]:
    """The registry of Transfer Syntaxes, of all editions and one vendor's."""
    return {
        row["uid"]: TransferSyntax(
            row["uid"], row["encoding"], row["encapsulated"] == "Y", row["deflated"] == "Y", row["retired"] == "Y"
        )
        for row in of.rows("transfer_syntaxes.tsv")
    }


@functools.cache
def retired_sop_classes(of: Commons = OURS) -> Mapping[str, str | None]:
    """Retired SOP Classes with what replaced each, where something did (PS3.4)."""
    return {row["uid"]: row["replaced_by"] or None for row in of.rows("retired_sop_classes.tsv")}


@functools.cache
def group_places(of: Commons = OURS) -> Mapping[tuple[str, str], str]:
    """The only place of those functional group macros that have one: `shared` or `per-frame` (PS3.3 C.7.6.16.2).

    By IOD (`*`: any) and macro.
    """
    return {(row["iod"], row["macro"]): row["place"] for row in of.rows("fg_places.tsv")}


@dataclass(frozen=True, slots=True)
class ContentRules:
    """What an IOD says of its Content Items (PS3.3 A.35)."""

    value_types: frozenset[str]
    #: Whether the Value Types are a list that the Standard prints.
    is_sure: bool
    forbids_references: bool
    #: Whether the relationships were found in two places independently.
    is_confirmed: bool
    #: Value Type of the source, Relationship Type, Value Type of the target.
    by_value: frozenset[tuple[str, str, str]]
    by_reference: frozenset[tuple[str, str, str]]


@functools.cache
def content_rules(iod: str, of: Commons = OURS) -> ContentRules | None:
    """What an IOD says of its Content Items; ``None`` where it has none, or nothing is known of them."""
    row = next((row for row in of.rows("sr_iods.tsv") if row["iod"] == iod), None)
    if row is None:
        return None
    mine = [row for row in of.rows("sr_relationships.tsv") if row["iod"] == iod]
    by_value, by_reference = (
        frozenset((one["source"], one["relationship"], one["target"]) for one in mine if one[how] == "Y")
        for how in ("by_value", "by_reference")
    )
    return ContentRules(
        frozenset(row["value_types"].split(" ")), row["sure"] == "Y", row["by_reference"] == "forbidden",
        row["sources"] == "2", by_value, by_reference,
    )  # fmt: skip


@functools.cache
def vr_history(of: Commons = OURS) -> frozenset[tuple[str, str]]:
    """VRs that an Element had in former editions of PS3.6, by the Tag as the dictionary has it."""
    return frozenset((row["tag"].upper(), row["vr"]) for row in of.rows("vr_history.tsv"))

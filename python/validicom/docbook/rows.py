"""PS3.3: tables of Attributes of modules and macros: nesting, Includes, conditions, numbers of Items, values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from . import lists, shipped
from .dictionary import tag_of

if TYPE_CHECKING:
    from .grid import Table
    from .markup import Element, References
    from .notes import Notes
    from .wordings import Wordings

_MOST_DEPTH: Final = 32
_CAPTION: Final = re.compile(r"\s*(?:Module|Macro)?\s*Attributes\s*$", re.IGNORECASE)
_NUMBERS: Final = {"one": "1", "two": "2", "three": "3", "four": "4", "six": "6"}
_ITEMS: Final = (
    (re.compile(r"(one|two|three|four|six) or more Items? (shall|are permitted|is permitted|may)", re.I), "{0}..n"),
    (re.compile(r"zero or more Items? (shall|are permitted|is permitted|may)", re.I), "0..n"),
    (re.compile(r"zero or one Items? (shall|are permitted|is permitted|may)", re.I), "0..1"),
    (re.compile(r"one or two Items? (shall|are permitted|is permitted|may)", re.I), "1..2"),
    (re.compile(r"(?:only )?(?:a single|one) Item (shall|is permitted|may)", re.I), "1..1"),
    (
        re.compile(r"(?:exactly |only )(one|two|three|four|six) Items? (shall|are permitted|is permitted|may)", re.I),
        "{0}..{0}",
    ),
)
_LISTS: Final = frozenset({"note", "variablelist", "table", "informaltable"})


@dataclass(slots=True)
class Attributes:
    """What was read of the tables of Attributes."""

    #: label, kind, id, caption
    tables: list[shipped.Row] = field(default_factory=list)
    rows: dict[str, list[shipped.Row]] = field(default_factory=dict)
    values: list[shipped.Row] = field(default_factory=list)
    #: Labels of the tables that stand in a section itself, by its xml:id.
    sections: dict[str, list[str]] = field(default_factory=dict)


def attribute_tables(
    tables: list[Table],
    sections: lists.Sections,
    references: References,
    dictionary: dict[str, shipped.Row],
    wordings: Wordings,
    notes: Notes,
) -> Attributes:
    """All tables of Attributes of PS3.3."""
    found = Attributes()
    ids = {(row["table"], row["caption"]): row for row in shipped.rows(f"{shipped.NEWEST}/tables.tsv")}
    for table in tables:
        name, tag = table.column("attribute name", "attribute"), table.column("tag")
        if name is None or tag is None or not table.label:
            continue
        if table.column("type") is None and "Attributes" not in table.caption:
            continue
        if not re.fullmatch(r"[A-Za-z0-9.\-]{1,40}", table.label):
            notes.add("table-label", "PS3.3", table.label)
            continue
        if table.label in found.rows:
            notes.add("table-twice", f"PS3.3 table {table.label}", table.caption)
            continue
        kind = "macro" if "macro" in table.caption.casefold() else "module"
        title = _CAPTION.sub("", table.caption)
        known = ids.get((table.label, table.caption))
        if known is not None:
            kind = known["kind"]
        key = known["id"] if known else shipped.slug(title) or shipped.slug(table.label)
        found.tables.append({"table": table.label, "kind": kind, "id": key, "caption": table.caption})
        reader = _Reader(table, references, dictionary, wordings, notes, found.values, sections)
        found.rows[table.label] = reader.read(name, tag)
        if table.sections:
            found.sections.setdefault(table.sections[-1], []).append(table.label)
    _deepen(found.rows, notes)
    _open_items(found.rows, notes)
    _includes(found, notes)
    return found


@dataclass(slots=True)
class _Reader:
    """Reads one table."""

    table: Table
    references: References
    dictionary: dict[str, shipped.Row]
    wordings: Wordings
    notes: Notes
    values: list[shipped.Row]
    sections: lists.Sections

    def read(self, name: int, tag: int) -> list[shipped.Row]:
        rows: list[shipped.Row] = []
        type_at, text_at = self.table.column("type"), self.table.column("description")
        where = f"PS3.3 table {self.table.label}"
        lost: int | None = None
        for cells in self.table.rows:
            first = cells[name] if name < len(cells) else None
            if first is None:
                continue
            words = self.references.text(first)
            depth, words = _depth(words)
            if lost is not None and depth > lost:
                self.notes.add("row-below-unknown", where, words)
                continue
            lost = None
            same = {id(cell) for cell in cells if cell is not None}
            spans = tag < len(cells) and cells[tag] is first
            include = self._include(first, words) if spans or not tag_of(self._text(cells, tag)) else None
            row: shipped.Row = {"table": self.table.label, "row": str(len(rows)), "depth": str(depth), "in_all": "Y"}
            if include is not None:
                beside = [c for c in dict.fromkeys(cells) if c is not None and c is not first]
                row.update(kind="include", include=include)
                said = " ".join([words, *(self.references.text(c) for c in beside)])
                row["said"] = "if" if re.search(r"\b(?:if|when|unless|required)\b", said, re.I) else ""
                if not include:
                    self.notes.add("include", where, words)
                    continue
                rows.append(row)
                continue
            if len(same) < 2:
                # A heading, unless it stands in a Sequence.
                if depth and words:
                    rows.append({**row, "kind": "text", "in_all": ""})
                continue
            number = tag_of(self._text(cells, tag))
            known = self.dictionary.get(number or "")
            if number is None or known is None or not known["keyword"]:
                lost = depth
                self.notes.add("attribute", where, f"{words} {self._text(cells, tag)}")
                continue
            kind = self._text(cells, type_at).split(" ")[0]
            if kind not in {"", "1", "1C", "2", "2C", "3"}:
                self.notes.add("type", where, f"{words} {kind}")
                kind = ""
            row.update(kind="attr", tag=number, keyword=known["keyword"], type=kind)
            description = cells[text_at] if text_at is not None and text_at < len(cells) else None
            if description is not None:
                self._description(row, description, known)
            rows.append(row)
        return rows

    def _text(self, cells: tuple[Element | None, ...], place: int | None) -> str:
        cell = cells[place] if place is not None and place < len(cells) else None
        return self.references.text(cell) if cell is not None else ""

    def _include(self, cell: Element, words: str) -> str | None:
        """The table that is included, empty if it is not understood; none if the row is no Include."""
        if not re.match(r"Include\b", words, re.I):
            return None
        links = [e.get("linkend") for e in cell.walk() if e.name == "xref" and e.get("linkend")]
        tables = [link.removeprefix("table_") for link in links if link.startswith("table_")]
        if len(tables) == 1:
            return tables[0]
        if "functional group macro" in words.casefold():
            return "IODFunctionalGroupMacros"
        return links[0] if len(links) == 1 else ""

    def _description(self, row: shipped.Row, cell: Element, known: shipped.Row) -> None:
        where = f"{row['table']}#{row['row']} {known['keyword']}"
        blocks = [
            self.references.text(block, without=_LISTS)
            for block in cell.elements()
            if block.name not in {"note", "variablelist", "table", "informaltable"}
        ]
        blocks = [block for block in blocks if block]
        condition = self.wordings.of_description(blocks, where)
        if condition and row["type"] in {"1C", "2C"}:
            row.update(cond=condition, cond_kind=row["type"])
        elif condition:
            row.update(cond=condition, cond_kind="note")
        elif row["type"] in {"1C", "2C"}:
            self.notes.add("condition-missing", f"PS3.3 table {row['table']}", f"{known['keyword']} {row['type']}")
        if known["vr"] == "SQ":
            row["items"] = _items(" ".join(blocks))
        found = lists.inside(cell, self.references)
        for one in found:
            if one.fault:
                self.notes.add("values", f"PS3.3 table {row['table']}", f"{known['keyword']} {one.fault}")
            else:
                self.values.append(one.row(row["table"], row["row"], "row"))
        if not found:
            for one in self.sections.lists(cell, known["name"], self.references):
                self.values.append(one.row(row["table"], row["row"], "sect"))


def _depth(words: str) -> tuple[int, str]:
    """How many `>` stand before a name, and the name."""
    depth = 0
    while words.startswith(">") and depth < _MOST_DEPTH:
        words, depth = words[1:].lstrip(), depth + 1
    return depth, words


def _items(text: str) -> str:
    """The number of Items that a description allows, in the form of table_rows.tsv; empty if it says none we know."""
    # A sentence may begin with no period before it.
    for sentence in re.split(r"(?<=\.)\s+|(?<=[a-z])\s+(?=(?:One|Two|Zero|Only|Exactly) (?:\w+ ){1,3}Items? )", text):
        for pattern, form in _ITEMS:
            found = pattern.match(sentence)
            if found is None:
                continue
            words = found.groups()
            number = _NUMBERS.get(words[0].casefold(), "")
            how = "shall" if words[-1].casefold() == "shall" else "permitted"
            end = sentence[found.end() :]
            # What more the sentence says is a condition, unless it is how such a sentence ends.
            plain = re.fullmatch(
                r"(?: be)?(?: included| present)?(?: (?:in|within) (?:this|the) Sequence)?\s*\.?", end, re.I
            )
            return f"{form.format(number)}:{how}" + ("" if plain else ":cond")
    return ""


def _deepen(rows: dict[str, list[shipped.Row]], notes: Notes) -> None:
    """Puts rows that are printed beside their Sequence into it, where the shipped edition has them there only."""
    places: dict[str, set[str]] = {}
    for row in shipped.rows(f"{shipped.NEWEST}/table_rows.tsv"):
        if row["kind"] == "attr":
            places.setdefault(row["table"], set()).add(row["path"])
    for label, lines in rows.items():
        known = places.get(label, set())
        sequence = ""
        for row in lines:
            if row["kind"] != "attr" or row["depth"] != "0":
                continue
            if row["tag"] not in known and f"{sequence}/{row['tag']}" in known:
                row["depth"] = "1"
                notes.add("row-depth-as-shipped", f"PS3.3 table {label}", row["keyword"])
            else:
                sequence = row["tag"]


def _open_items(rows: dict[str, list[shipped.Row]], notes: Notes) -> None:
    """Gives each row its path of Tags; a row may go on with a Sequence that an Include above it opened."""
    for label, lines in rows.items():
        path: list[str] = []
        kept: list[shipped.Row] = []
        above: str | None = None
        for row in lines:
            depth = int(row["depth"])
            if depth > len(path) and above is not None and row["kind"] == "attr":
                last = [r for r in rows.get(above, []) if r["kind"] == "attr" and r["depth"] == "0"]
                path += [last[-1]["tag"]] if last else []
            if depth > len(path) and row["kind"] != "text":
                notes.add("row-below-nothing", f"PS3.3 table {label}", row.get("keyword") or row.get("include", ""))
                continue
            if row["kind"] == "attr":
                del path[depth:]
                path.append(row["tag"])
                row["path"] = "/".join(path)
                above = None
            elif row["kind"] == "include":
                del path[depth:]
                above = row["include"]
            kept.append(row)
        lines[:] = kept


def _includes(found: Attributes, notes: Notes) -> None:
    """Takes out Includes that lead nowhere, and those that lead back to their own table unless that is known."""
    elsewhere = {row["include"] for row in shipped.rows("common/includes_elsewhere.tsv")}
    recursions = {row["table"] for row in shipped.rows("common/recursions.tsv")}
    edges: dict[str, list[str]] = {label: [] for label in found.rows}
    for label, lines in found.rows.items():
        kept = []
        for row in lines:
            if row["kind"] == "include" and row["include"] not in elsewhere:
                to = row["include"]
                if to not in found.rows:
                    notes.add("include-without-table", f"PS3.3 table {label}", to)
                    continue
                if to not in recursions and _leads(edges, to, label):
                    notes.add("include-of-itself", f"PS3.3 table {label}", to)
                    continue
                if to not in recursions:
                    edges[label].append(to)
            kept.append(row)
        lines[:] = kept


def _leads(edges: dict[str, list[str]], start: str, goal: str) -> bool:
    seen, waiting = set(), [start]
    while waiting:
        at = waiting.pop()
        if at == goal:
            return True
        if at not in seen:
            seen.add(at)
            waiting.extend(edges.get(at, ()))
    return False

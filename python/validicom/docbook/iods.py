"""PS3.3 annex A and PS3.4: IODs, their modules and functional group macros, and the SOP Classes that name them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from . import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .grid import Table
    from .markup import Element, References
    from .notes import Notes
    from .rows import Attributes
    from .wordings import Wordings

_MODULES: Final = re.compile(r"\s*(?:IOD)?\s*Modules\s*$", re.IGNORECASE)
_MACROS: Final = re.compile(r"\s*(?:IOD)?\s*Functional Group Macros\s*$", re.IGNORECASE)
_UID: Final = re.compile(r"[0-2](?:\.(?:0|[1-9]\d*))+")


@dataclass(slots=True)
class Iods:
    """The rows of iods.tsv, iod_modules.tsv and iod_fg_macros.tsv."""

    iods: list[shipped.Row] = field(default_factory=list)
    modules: list[shipped.Row] = field(default_factory=list)
    macros: list[shipped.Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    """An IOD as PS3.3 prints it, before it has its id."""

    name: str
    sections: tuple[str, ...]
    label: str
    modules: tuple[tuple[str, str, str, str], ...]


def sop_classes(tables: list[Table], references: References, notes: Notes) -> list[tuple[str, str, str]]:
    """The SOP Classes of PS3.4 that name the section of an IOD: UID, section, name of the SOP Class."""
    found: dict[str, tuple[str, str, str]] = {}
    for table in tables:
        name, uid, iod = table.column("sop class name"), table.column("sop class uid"), table.column("iod")
        if name is None or uid is None or iod is None:
            continue
        for cells in table.rows:
            number = "".join(_text(cells, uid, references).split())
            where = f"PS3.4 table {table.label}"
            if len(number) > 64 or not _UID.fullmatch(number):
                notes.add("sop-class", where, f"{_text(cells, name, references)} {number}")
                continue
            links = _links(cells[iod] if iod < len(cells) else None)
            sections = [link for link in links if link.startswith(("sect_", "chapter_"))]
            if not sections:
                words = re.search(r"\b([A-Z](?:\.\d+)+)\b", _text(cells, iod, references))
                sections = [f"sect_{words[1]}"] if words else []
            if sections:
                found.setdefault(number, (number, sections[0], _text(cells, name, references)))
            else:
                notes.add("sop-class-without-iod", where, number)
    return list(found.values())


def iods(
    tables: list[Table],
    classes: list[tuple[str, str, str]],
    attributes: Attributes,
    references: References,
    wordings: Wordings,
    notes: Notes,
) -> Iods:
    """The IODs of PS3.3 (annexes A and F)."""
    places = _Places(attributes)
    printed: list[_Found] = []
    for table in tables:
        if (one := _modules(table, places, references, wordings, notes)) is not None:
            printed.append(one)
    uids = _uids_of(printed, classes, notes)
    result = Iods()
    ids: dict[str, _Found] = {}
    for one in sorted(printed, key=lambda p: p.name):
        key, known = _identity(one, uids.get(one.label, []), ids)
        if key in ids:
            notes.add("iod-twice", f"PS3.3 table {one.label}", one.name)
            continue
        ids[key] = one
        found = uids.get(one.label, [])
        if not found and known:
            # A part of PS3.4 may not have been given; what the IOD is called has not changed.
            found = [uid for uid in known["sop_class_uids"].split(",") if uid]
            if found:
                notes.add("sop-class-as-shipped", f"PS3.3 table {one.label}", " ".join(found))
        result.iods.append({"iod": key, "name": one.name, "sop_class_uids": ",".join(found)})
        result.modules += [
            {
                "iod": key,
                "module": module,
                "table": label,
                "ie": ie,
                "usage": usage[0],
                "cond": usage[1:],
                "in_all": "Y",
            }
            for module, label, ie, usage in one.modules
        ]
    for table in tables:
        result.macros += _macros(table, ids, places, references, wordings, notes)
    names = {row["table"]: row["id"] for row in attributes.tables}
    for row in result.modules:
        row["module"] = names[row["table"]]
    for row in result.macros:
        row["macro"] = names[row["table"]]
    result.iods.sort(key=lambda row: row["iod"])
    result.modules.sort(key=lambda row: row["iod"])
    result.macros.sort(key=lambda row: row["iod"])
    return result


class _Places:
    """Finds the table of a module or macro by the section that an IOD refers to."""

    def __init__(self, attributes: Attributes) -> None:
        self._sections = attributes.sections
        self._tables = {row["table"]: row for row in attributes.tables}
        self._shipped = {row["table"]: row["id"] for row in shipped.rows(f"{shipped.NEWEST}/tables.tsv")}

    def find(self, link: str, name: str, kind: str) -> shipped.Row | None:
        """The table of this kind in the section; of several the one of the name, else the first.

        It gets the id that is shipped if it is known by this name.
        """
        labels = self._sections.get(link, [])
        if not labels:
            below = [key for key in self._sections if key.startswith(link + ".")]
            labels = [label for key in below for label in self._sections[key]]
            labels = [label for label in labels if _same(self._tables[label]["caption"], name)]
        found = [self._tables[label] for label in labels]
        named = [row for row in found if _same(row["caption"], name)]
        of_kind = [row for row in found if row["kind"] == kind]
        for rows in ([row for row in named if row["kind"] == kind], named, of_kind, found):
            if rows:
                if self._shipped.get(rows[0]["table"]) == shipped.slug(name):
                    rows[0]["id"] = shipped.slug(name)
                return rows[0]
        return None


def _same(caption: str, name: str) -> bool:
    words = re.sub(r"\s*(?:Module|Macro|Functional Group)?\s*(?:Macro\s*)?Attributes\s*$", "", caption, flags=re.I)
    return shipped.slug(words) == shipped.slug(name)


def _modules(table: Table, places: _Places, references: References, wordings: Wordings, notes: Notes) -> _Found | None:
    ie, module, reference, usage = (table.column(word) for word in ("ie", "module", "reference", "usage"))
    if module is None or reference is None or usage is None or not _MODULES.search(table.caption):
        return None
    if not re.fullmatch(r"[A-Za-z0-9.\-]{1,40}", table.label):
        notes.add("table-label", "PS3.3", table.label)
        return None
    where = f"PS3.3 table {table.label}"
    rows: dict[str, tuple[str, str, str, str]] = {}
    for cells in table.rows:
        name, links = _text(cells, module, references), _links(cells[reference] if reference < len(cells) else None)
        found = places.find(links[0], name, "module") if links else None
        letter = _text(cells, usage, references)[:1]
        if found is None or letter not in {"M", "C", "U"}:
            if name:
                notes.add("module", where, f"{name} {_text(cells, reference, references)} {letter}")
            continue
        if found["table"] in rows:
            notes.add("module-twice", where, name)
            continue
        words = _text(cells, usage, references)
        condition = wordings.of_usage(words, f"{where} {name}") if letter == "C" else ""
        entity = _text(cells, ie, references) if ie is not None else ""
        rows[found["table"]] = (found["id"], found["table"], entity, letter + condition)
    name = _MODULES.sub("", table.caption)
    return _Found(name, table.sections, table.label, tuple(rows.values())) if rows and name else None


def _macros(
    table: Table,
    ids: dict[str, _Found],
    places: _Places,
    references: References,
    wordings: Wordings,
    notes: Notes,
) -> list[shipped.Row]:
    name, section, usage = (table.column(word) for word in ("functional group macro", "section", "usage"))
    if name is None or section is None or usage is None or not _MACROS.search(table.caption):
        return []
    where = f"PS3.3 table {table.label}"
    key = _iod_of(table, ids)
    if key is None:
        notes.add("macros-without-iod", where, table.caption)
        return []
    rows: dict[str, shipped.Row] = {}
    for cells in table.rows:
        words, links = _text(cells, name, references), _links(cells[section] if section < len(cells) else None)
        found = places.find(links[0], words, "macro") if links else None
        letter = _text(cells, usage, references)[:1]
        if found is None or letter not in {"M", "C", "U"}:
            if words:
                notes.add("macro", where, f"{words} {_text(cells, section, references)} {letter}")
            continue
        condition = wordings.of_usage(_text(cells, usage, references), f"{where} {words}") if letter == "C" else ""
        if found["table"] in rows:
            notes.add("macro-twice", where, words)
            continue
        rows[found["table"]] = {
            "iod": key,
            "macro": found["id"],
            "table": found["table"],
            "usage": letter,
            "cond": condition,
            "in_all": "Y",
        }
    return list(rows.values())


def _iod_of(table: Table, ids: dict[str, _Found]) -> str | None:
    """The IOD whose modules stand closest to a table, in its section or around it; of several that of the name."""
    name = shipped.slug(_MACROS.sub("", table.caption))
    for depth in range(len(table.sections), 1, -1):
        around = table.sections[:depth]
        near = [key for key, one in ids.items() if one.sections[:depth] == around]
        if len(near) == 1:
            return near[0]
        if near:
            named = [key for key in near if shipped.slug(ids[key].name) == name]
            return named[0] if len(named) == 1 else None
    return None


def _uids_of(printed: list[_Found], classes: list[tuple[str, str, str]], notes: Notes) -> dict[str, list[str]]:
    """The SOP Classes of each table of modules: in the section that PS3.4 names; of several that of the name."""
    found: dict[str, list[str]] = {}
    for uid, section, name in classes:
        inside = [one for one in printed if section in one.sections]
        if len(inside) > 1:
            words = shipped.slug(re.sub(r"\s*Storage\b.*", "", name))
            inside = [one for one in inside if shipped.slug(one.name) == words]
        if len(inside) == 1:
            found.setdefault(inside[0].label, []).append(uid)
        else:
            notes.add("sop-class-without-iod", "PS3.4", f"{uid} {section}")
    return found


def _identity(one: _Found, uids: Iterable[str], taken: dict[str, _Found]) -> tuple[str, shipped.Row | None]:
    """The id of an IOD: as shipped where one of its name or SOP Class is, so that what is known by IOD holds for it."""
    key = shipped.slug(one.name)
    known = shipped.iods()
    if key in known:
        return key, known[key]
    mine = set(uids)
    same = [row for row in known.values() if mine & set(row["sop_class_uids"].split(","))]
    if len(same) == 1 and same[0]["iod"] not in taken:
        return same[0]["iod"], same[0]
    return key, None


def _links(cell: Element | None) -> list[str]:
    if cell is None:
        return []
    targets = (e.get("linkend") or e.get("targetptr") for e in cell.walk() if e.name in {"xref", "olink"})
    return [target for target in targets if target]


def _text(cells: tuple[Element | None, ...], place: int | None, references: References) -> str:
    cell = cells[place] if place is not None and place < len(cells) else None
    return references.text(cell) if cell is not None else ""

"""From a folder of documents to the tables of an edition, its pack, and the list of what a person should look at."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import EditionError, OptionError
from . import dictionary, grid, iods, lists, markup, rows, shipped
from .notes import Notes
from .wordings import Wordings

#: The parts that are read; the last is named for completeness only: nothing of it is in the tables yet.
NEEDED: Final = ("part03", "part04", "part06")
_NAME: Final = re.compile(r"[A-Za-z0-9._\-]{1,32}")
_EDITION: Final = re.compile(r"\b(20\d\d[a-z])\b")
_REVIEW: Final = "review.tsv"
#: Tables of which the newest edition's rows name rows of tables by number; they are followed to where these stand now.
_PLACED: Final = ("include_when.tsv", "include_conditional.tsv", "overrides.tsv")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made."""

    #: The name of the edition.
    name: str
    #: The pack or the folder of tables.
    out: Path
    #: The list of what a person should look at.
    review: Path
    #: Rows by table.
    rows: dict[str, int]
    #: Wordings of conditions: known, read by pattern, unread.
    wordings: tuple[int, int, int]
    #: What was not understood, by kind.
    notes: dict[str, int]

    def summary(self) -> list[str]:
        """What was made and what is left to a person, in a few lines."""
        count = self.rows
        known, read, unread = self.wordings
        made = f"{count['iods.tsv']} IODs, {count['tables.tsv']} tables with {count['table_rows.tsv']} rows"
        lines = [
            f"edition {self.name}: {made}, {count['values.tsv']} lists of values, {count['attributes.tsv']} Attributes",
            f"conditions: {known} known, {read} new and read by a pattern, {unread} new and unread",
        ]
        lines += [f"{kind}: {number}" for kind, number in self.notes.items()]
        if unread or read or self.notes:
            lines.append(f"to be looked at by a person: {self.review}")
        return lines


def import_docbook(folder: str | os.PathLike[str], out: str | os.PathLike[str], *, name: str | None = None) -> Imported:
    """Make an edition from official DocBook.

    `folder` has `part03.xml`, `part04.xml` and `part06.xml`, itself or in folders `part03` ... as they are published.
    `out` is the file of the pack; if it ends with a separator or is a folder, the tables are written to the folder of
    the edition's name in it (or to itself, if it has this name). `name` is that of the edition; without it, what the
    document says of itself (`2026a`), with `-docbook` after it where a shipped edition has this name.

    Raises
    ------
    EditionError
        `missing-part`; `not-docbook` if a document is not of this part, or has no tables; `broken-xml` if it is cut, or
        has what is not read (entities, other documents); `unreadable-file`. What `validicom.outside.pack` raises if the
        tables that were made do not hold together.
    OptionError
        If the name is none that an edition can have.
    OSError
        If the result cannot be written.

    """
    from .. import outside

    documents = {part: _document(Path(folder), part) for part in NEEDED}
    if (Path(folder) / "part16.xml").exists() or (Path(folder) / "part16" / "part16.xml").exists():
        # Templates and Context Groups are in no table; the document is only held to be what it says.
        _document(Path(folder), "part16")
    name = _edition(documents["part03"], name)
    tables, notes, wordings = _tables(documents, name)
    review = _review(notes, wordings)
    target = os.fspath(out)
    if not target:
        raise OptionError("out: an empty path")
    is_folder = target.endswith(("/", os.sep)) or Path(target).is_dir()
    if is_folder:
        place = Path(target) if Path(target).name == name else Path(target) / name
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", dir=place.parent) as work:
            made = Path(work) / name
            _write(made, tables)
            shipped.write(made / _REVIEW, ("kind", "id", "where", "what", "read_as"), review)
            outside.pack(made)
            for file in sorted(made.iterdir()):
                file.replace(place / file.name)
        listed = place / _REVIEW
    else:
        place = Path(target)
        listed = place.with_name(f"{place.name}.{_REVIEW}")
        with tempfile.TemporaryDirectory() as work:
            made = Path(work) / name
            _write(made, tables)
            data = outside.pack(made)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{place.name}.part")
        part.write_bytes(data)
        shutil.move(part, place)
        shipped.write(listed, ("kind", "id", "where", "what", "read_as"), review)
    read = sum(1 for key in wordings.new if wordings.expression(key)[0] != "unread")
    return Imported(
        name=name,
        out=place,
        review=listed,
        rows={table: len(lines) for table, (_, lines) in tables.items()},
        wordings=(len(wordings.met), read, len(wordings.new) - read),
        notes=notes.counts(),
    )


def _document(folder: Path, part: str) -> markup.Element:
    """The document of a part, which has to say that it is one."""
    for path in (folder / f"{part}.xml", folder / part / f"{part}.xml"):
        try:
            if path.is_file():
                break
        except OSError as error:
            raise EditionError("unreadable-file", f"{path}: cannot be read: {error.strerror}") from error
    else:
        raise EditionError("missing-part", f"{folder}: there is no {part}.xml, nor {part}/{part}.xml")
    root = markup.parse(path)
    label, wanted = root.get("label") or root.get("xml:id"), f"PS3.{int(part[4:])}"
    if label != wanted:
        said = f"it says that it is {label[:40]!r}" if label else "it does not say which part it is"
        raise EditionError("not-docbook", f"{path}: not {wanted}: {said}")
    return root


def _edition(root: markup.Element, given: str | None) -> str:
    """The name of the edition: as given, else as the subtitle says."""
    taken = {path.name for path in shipped.folder().iterdir() if (path / "attributes.tsv").is_file()}
    if given is not None:
        if not _NAME.fullmatch(given) or given in {".", ".."}:
            raise OptionError(f"{given!r} is no name of an edition: letters, digits, '.', '_', '-', at most 32")
        if given in taken:
            raise OptionError(f"{given!r} is the name of a shipped edition: choose another")
        return given
    for element in root.elements("subtitle", "title", "info"):
        words = " ".join(text for e in element.walk() for text in e.children if isinstance(text, str))
        if (found := _EDITION.search(words)) is not None:
            return found[1] + ("-docbook" if found[1] in taken else "")
    raise EditionError("not-docbook", "part03.xml does not say of which edition it is: name it (--name)")


_Tables = dict[str, tuple[tuple[str, ...], list[shipped.Row]]]


def _tables(documents: dict[str, markup.Element], name: str) -> tuple[_Tables, Notes, Wordings]:
    notes = Notes()
    references = {part: markup.References(root) for part, root in documents.items()}
    grids = {part: grid.tables(root, references[part]) for part, root in documents.items()}
    attributes = dictionary.attributes(grids["part06"], references["part06"], notes)
    uids = dictionary.uids(grids["part06"], references["part06"], notes)
    if not attributes:
        raise EditionError("not-docbook", "part06.xml has no table of Data Elements")
    full = dictionary.completed(attributes)
    wordings = Wordings(full)
    read = rows.attribute_tables(
        grids["part03"], lists.Sections(documents["part03"]), references["part03"], full, wordings, notes
    )
    if not read.tables:
        raise EditionError("not-docbook", "part03.xml has no table of Attributes")
    classes = iods.sop_classes(grids["part04"], references["part04"], notes)
    found = iods.iods(grids["part03"], classes, read, references["part03"], wordings, notes)
    if not found.iods:
        raise EditionError("not-docbook", "part03.xml has no IOD whose modules are in it")
    used = {row["tag"] for lines in read.rows.values() for row in lines if row["kind"] == "attr"}
    dictionary.complete(attributes, used, notes)
    dictionary.complete_uids(uids, {u for row in found.iods for u in row["sop_class_uids"].split(",") if u}, notes)
    _agree(read)
    printed = [row for table in read.tables for row in read.rows[table["table"]]]
    expressions = {key: wordings.expression(key) for key in sorted(wordings.new)}
    gaps = _gaps(printed, expressions)
    new = [
        {"id": key, "required": required, "otherwise": otherwise, "note": note}
        for key, (required, otherwise, note) in expressions.items()
    ]
    own: dict[str, list[shipped.Row]] = {
        "attributes.tsv": [attributes[tag] for tag in sorted(attributes)],
        "uids.tsv": sorted(uids.values(), key=lambda row: [int(part) for part in row["uid"].split(".")]),
        "iods.tsv": found.iods,
        "iod_modules.tsv": found.modules,
        "iod_fg_macros.tsv": found.macros,
        "tables.tsv": read.tables,
        "table_rows.tsv": printed,
        "values.tsv": read.values,
        "gaps.tsv": gaps,
    }
    tables: _Tables = {table: (shipped.head(f"{shipped.NEWEST}/{table}"), lines) for table, lines in own.items()}
    tables["conditions.tsv"] = (shipped.head("common/conditions.tsv"), new)
    for table in _PLACED:
        tables[table] = (shipped.head(f"common/{table}"), _placed(table, read, name, notes))
    return tables, notes, wordings


def _gaps(printed: list[shipped.Row], expressions: dict[str, tuple[str, str, str]]) -> list[shipped.Row]:
    """Rows whose condition is missing, or that no person has read: what follows from it is a warning at most."""
    found: dict[tuple[str, str], str] = {}
    for row in printed:
        condition = row.get("cond", "")
        if row["kind"] != "attr" or row["type"] not in {"1C", "2C"}:
            continue
        if not condition:
            found[row["table"], row["tag"]] = "condition-missing"
        elif expressions.get(condition, ("unread",))[0] != "unread":
            found[row["table"], row["tag"]] = "condition-by-pattern"
    return [{"table": table, "tag": tag, "what": what} for (table, tag), what in found.items()]


def _agree(read: rows.Attributes) -> None:
    """Takes over what others check a list as, where it is the shipped one of this Attribute."""
    places = {(row["table"], row["row"]): row.get("tag", "") for lines in read.rows.values() for row in lines}
    shipped_places = {(r["table"], r["row"]): r["tag"] for r in shipped.rows(f"{shipped.NEWEST}/table_rows.tsv")}
    known = {
        (row["table"], shipped_places[row["table"], row["row"]], row["kind"], row["index"], _set(row)): row["agreed"]
        for row in shipped.rows(f"{shipped.NEWEST}/values.tsv")
        if not row["when"]
    }
    for row in read.values:
        key = (row["table"], places[row["table"], row["row"]], row["kind"], row["index"], _set(row))
        row["agreed"] = "" if row["when"] else known.get(key, "")


def _set(row: shipped.Row) -> frozenset[str]:
    return frozenset(row["values"].split("|"))


def _placed(table: str, read: rows.Attributes, name: str, notes: Notes) -> list[shipped.Row]:
    """The rows for all editions, and those for the newest at the rows where their Includes stand here."""
    newest = {
        (row["table"], row["row"]): row["include"]
        for row in shipped.rows(f"{shipped.NEWEST}/table_rows.tsv")
        if row["kind"] == "include"
    }
    kept: list[shipped.Row] = []
    for row in shipped.rows(f"common/{table}"):
        if row["edition"] == "*":
            kept.append(dict(row))
            continue
        if row["edition"] != shipped.NEWEST:
            continue
        label, place = row["subject"].split("#") if "subject" in row else (row["table"], row["row"])
        include = newest[label, place]
        # The same Include may stand several times; then which one is meant is told by how many stand before it.
        nth = [p for (t, p), to in newest.items() if t == label and to == include].index(place)
        here = [r for r in read.rows.get(label, []) if r["kind"] == "include" and r["include"] == include]
        if label not in read.rows:
            continue
        if nth >= len(here):
            notes.add("include-moved", f"PS3.3 table {label}", include)
            continue
        one: shipped.Row = {**row, "edition": name}
        if "subject" in row:
            one["subject"] = f"{label}#{here[nth]['row']}"
        else:
            one["row"] = here[nth]["row"]
        kept.append(one)
    if table == "include_conditional.tsv":
        known = {(label, to) for (label, _), to in newest.items()}
        when = {(row["table"], row["include"]) for row in shipped.rows("common/include_when.tsv")}
        for label, lines in read.rows.items():
            for row in lines:
                include = row.get("include", "")
                if row["kind"] == "include" and row["said"] and (label, include) not in known | when:
                    kept.append({"edition": name, "table": label, "row": row["row"], "include": include})
                    notes.add("include-conditional", f"PS3.3 table {label}", include)
    return kept


def _write(folder: Path, tables: _Tables) -> None:
    for table, (columns, lines) in tables.items():
        shipped.write(folder / table, columns, lines)


def _review(notes: Notes, wordings: Wordings) -> list[shipped.Row]:
    """What a person should look at: first the new wordings, those that are unread before the others."""
    lines: list[shipped.Row] = []
    for key, words in wordings.new.items():
        required, otherwise, _ = wordings.expression(key)
        is_read = required != "unread"
        lines.append(
            {
                "kind": "condition-read" if is_read else "condition-unread",
                "id": key,
                "where": "; ".join(dict.fromkeys(wordings.used[key])),
                "what": words,
                "read_as": f"{required} | {otherwise}" if is_read else "",
            }
        )
    lines.sort(key=lambda row: (row["kind"] != "condition-unread", row["id"]))
    lines += [{"kind": kind, "where": where, "what": what} for kind, where, what in notes.rows]
    return lines

"""What changed between two editions of the Standard: IODs, Modules, Attributes, values, dictionary and UIDs.

The tables of both are compared row by row; nothing is read from anywhere else. Conditions are told by the expressions
of `docs/conditions.md`: another wording of the same condition is no difference.
"""

from __future__ import annotations

import functools
import os
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .outside import EditionName
    from .reference.facts import Commons, Facts

__all__ = ["Difference", "Differences", "compare"]

SCHEMA: Final = 1
"""Version of the shape of `Differences.to_dict`."""

KINDS: Final = {
    "iod": "IODs",
    "usage": "Modules of IODs",
    "group": "Functional group macros of IODs",
    "row": "Attributes of Modules and macros",
    "values": "Enumerated Values and Defined Terms",
    "attribute": "Data Elements (PS3.6)",
    "uid": "UIDs (PS3.6)",
}
"""What can differ, in the order in which it is told, with its title."""

SIGNS: Final = {"added": "+", "removed": "-", "changed": "~"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that only one edition has, or that they have differently."""

    kind: str
    """`iod`, `usage`, `group`, `row`, `values`, `attribute` or `uid`."""
    change: str
    """`added`, `removed` or `changed`."""
    iod: str | None
    """The IOD, of `iod`, `usage` and `group`."""
    module: str | None
    """The Module or macro, of `usage`, `group`, `row` and `values`."""
    attribute: str | None
    """Keywords from the root of the Module, joined by full stops, of `row` and `values`; Keyword of `attribute`."""
    subject: str
    """What it is about, for people: a name, a UID, a Tag, the number of a value."""
    before: str | None
    """What the first edition says; `None`: nothing."""
    after: str | None
    """What the second edition says; `None`: nothing."""
    iods: tuple[str, ...] = ()
    """Of `row` and `values`: the IODs that use the Module or macro in one of the editions."""


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two editions, in the order of `KINDS`, then by what it is about."""

    before: str
    """Name of the first edition."""
    after: str
    """Name of the second edition."""
    rows: tuple[Difference, ...]

    def only(self, *, iod: str | None = None, module: str | None = None, attribute: str | None = None) -> Differences:
        """Those about an IOD (what its Modules say included), a Module or macro, or an Attribute by its Keyword."""

        def fits(one: Difference) -> bool:
            keywords = (one.attribute or "").split(".")
            return (
                (iod is None or one.iod == iod or iod in one.iods)
                and (module is None or one.module == module)
                and (attribute is None or attribute in keywords)
            )

        return Differences(self.before, self.after, tuple(filter(fits, self.rows)))

    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows there are, by kind and change."""
        counted = Counter((one.kind, one.change) for one in self.rows)
        return {kind: {change: counted[kind, change] for change in SIGNS} for kind in KINDS}

    def to_dict(self) -> dict[str, Any]:
        """For JSON: `schema`, `before`, `after`, `counts`, and `differences` with the fields of `Difference`."""
        return {
            "schema": SCHEMA,
            "before": self.before,
            "after": self.after,
            "counts": self.counts(),
            "differences": [{**asdict(one), "iods": list(one.iods)} for one in self.rows],
        }

    def to_text(self) -> Iterator[str]:
        """Lines for people."""
        yield f"{self.before} -> {self.after}"
        if not self.rows:
            yield "no difference"
        for kind, title in KINDS.items():
            rows = [one for one in self.rows if one.kind == kind]
            if not rows:
                continue
            counted = Counter(one.change for one in rows)
            yield ""
            yield f"{title}: " + ", ".join(f"{counted[change]} {change}" for change in SIGNS if counted[change])
            head = None
            for one in rows:
                if (of := _head(one)) != head:
                    head = of
                    if head:
                        yield f"  {head}"
                yield ("    " if head else "  ") + _line(one)


def _head(one: Difference) -> str:
    if one.kind in ("usage", "group"):
        return one.iod or ""
    if one.kind in ("row", "values"):
        count = len(one.iods)
        used = f"{count} IODs" if count != 1 else one.iods[0]
        return f"{one.module} (in {used})" if count else f"{one.module} (in no IOD)"
    return ""


def _line(one: Difference) -> str:
    said = {
        "added": one.after or "",
        "removed": one.before or "",
        "changed": f"{one.before or '-'} -> {one.after or '-'}",
    }[one.change]
    if one.kind == "values" and one.change == "changed":
        said = "  ".join(f"{sign} {words}" for sign, words in (("-", one.before), ("+", one.after)) if words)
    return f"{SIGNS[one.change]} {one.subject}  {said}".rstrip()


def compare(before: EditionName, after: EditionName) -> Differences:
    """What changed from one edition to another.

    Each is the name of a shipped edition, or the path of a folder of tables (`validicom standard import`).

    Raises
    ------
    OptionError
        If there is no such edition, or it is a pack, which has no tables that could be compared.
    EditionError
        If a folder is no edition.

    """
    one, other = _facts(before), _facts(after)
    users = _users(one, other)
    rows = [
        *_iods(one, other),
        *_usages(one, other, "usage", "iod_modules.tsv", "module"),
        *_usages(one, other, "group", "iod_fg_macros.tsv", "macro"),
        *_rows(one, other, users),
        *_values(one, other, users),
        *_attributes(one, other),
        *_uids(one, other),
    ]
    return Differences(one.edition, other.edition, tuple(rows))


def _facts(edition: EditionName) -> Facts:
    from .outside import Outside, resolve
    from .reference.facts import facts

    found = resolve(edition)
    if isinstance(found, Outside):
        if not found.is_folder:
            raise OptionError(f"{os.fspath(edition)} is a pack, which has no tables: give the folder it was made of")
        return facts(Path(found.path))
    return facts(found or os.fspath(edition))


def _changes(
    before: Mapping[Any, Any], after: Mapping[Any, Any], same: Callable[[Any], Any] = lambda said: said
) -> Iterator[tuple[Any, str]]:
    """Keys that differ, sorted, with how."""
    for key in sorted(before.keys() | after.keys()):
        if key not in before:
            yield key, "added"
        elif key not in after:
            yield key, "removed"
        elif same(before[key]) != same(after[key]):
            yield key, "changed"


def _iods(one: Facts, other: Facts) -> Iterator[Difference]:
    sides = [{row["iod"]: row for row in facts.rows("iods.tsv")} for facts in (one, other)]
    before, after = ({iod: row["sop_class_uids"].replace(",", ", ") for iod, row in side.items()} for side in sides)
    for iod, change in _changes(before, after):
        name = (sides[1].get(iod) or sides[0][iod])["name"]
        yield Difference("iod", change, iod, None, None, f"{iod}: {name}", before.get(iod), after.get(iod))


def _usages(one: Facts, other: Facts, kind: str, table: str, column: str) -> Iterator[Difference]:
    def of(facts: Facts) -> dict[tuple[str, str], str]:
        return {
            (row["iod"], row[column]): " ".join(filter(None, (row["usage"], _condition(facts, row["cond"]))))
            for row in facts.rows(table)
        }

    before, after = of(one), of(other)
    known = [{row["iod"] for row in facts.rows("iods.tsv")} for facts in (one, other)]
    for (iod, module), change in _changes(before, after):
        # All Modules of an IOD that is new or gone are said by that.
        if iod in known[0] and iod in known[1]:
            key = iod, module
            yield Difference(kind, change, iod, module, None, module, before.get(key), after.get(key))


def _condition(facts: Facts, name: str) -> str:
    """The condition of a row: wordings of one meaning are the same; one that is not understood is told by its id."""
    row = _conditions(facts.commons).get(name)
    if not name or row is None:
        return name
    if row["required"] == "unread":
        return f"if {name}"
    if row["required"] in ("none", "false"):
        return row["otherwise"]
    return f"if {row['required']}, else {row['otherwise']}"


@functools.cache
def _conditions(of: Commons) -> Mapping[str, Mapping[str, str]]:
    return {row["id"]: row for row in of.rows("conditions.tsv")}


def _ids(facts: Facts) -> dict[str, str]:
    """The Module or macro of each table."""
    return {row["table"]: row["id"] or row["table"] for row in facts.rows("tables.tsv")}


def _users(*editions: Facts) -> dict[str, tuple[str, ...]]:
    """The IODs that use each Module or macro, by Includes, too, in one of the editions."""
    users: defaultdict[str, set[str]] = defaultdict(set)
    for facts in editions:
        ids = _ids(facts)
        includes: defaultdict[str, set[str]] = defaultdict(set)
        for row in facts.rows("table_rows.tsv"):
            if row["kind"] == "include":
                includes[row["table"]].add(row["include"])
        for table, column in (("iod_modules.tsv", "module"), ("iod_fg_macros.tsv", "macro")):
            for row in facts.rows(table):
                seen: set[str] = set()
                waiting = [row["table"]]
                while waiting:
                    here = waiting.pop()
                    if here not in seen:
                        seen.add(here)
                        users[ids.get(here, here)].add(row["iod"])
                        waiting.extend(includes[here])
                users[row[column]].add(row["iod"])
    return {name: tuple(sorted(of)) for name, of in users.items()}


def _paths(facts: Facts) -> Iterator[tuple[Mapping[str, str], str, str]]:
    """Rows of tables with their Module or macro, and their path of Keywords."""
    ids = _ids(facts)
    outer: list[str] = []
    table = ""
    for row in facts.rows("table_rows.tsv"):
        if row["table"] != table:
            table, outer = row["table"], []
        del outer[int(row["depth"]) :]
        if row["kind"] == "attr":
            outer.append(row["keyword"] or row["tag"])
            yield row, ids.get(table, table), ".".join(outer)
        else:
            yield row, ids.get(table, table), ".".join([*outer, f"Include {ids.get(row['include'], row['include'])}"])


def _rows(one: Facts, other: Facts, users: Mapping[str, tuple[str, ...]]) -> Iterator[Difference]:
    def of(facts: Facts) -> dict[tuple[str, str], list[str]]:
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row, module, path in _paths(facts):
            said = row["type"] and f"Type {row['type']}"
            items = row["items"] and f"Items {row['items']}"
            found[module, path].append(" ".join(filter(None, (said, items, _condition(facts, row["cond"])))))
        return found

    yield from _of_modules("row", of(one), of(other), users, " | ".join)


def _values(one: Facts, other: Facts, users: Mapping[str, tuple[str, ...]]) -> Iterator[Difference]:
    def of(facts: Facts) -> dict[tuple[str, str], list[str]]:
        paths = {(row["table"], row["row"]): (module, path) for row, module, path in _paths(facts)}
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for row in facts.rows("values.tsv"):
            place = paths.get((row["table"], row["row"]))
            if place is not None:
                found[place].update(filter(None, row["values"].split("|")))
        return {place: sorted(words) for place, words in found.items()}

    before, after = of(one), of(other)
    for place, change in _changes(before, after):
        gone = sorted(set(before.get(place, ())) - set(after.get(place, ())))
        new = sorted(set(after.get(place, ())) - set(before.get(place, ())))
        module, path = place
        # Of a list that both have, only what differs.
        yield Difference(
            "values", change, None, module, path, path, "|".join(gone) or None, "|".join(new) or None,
            users.get(module, ()),
        )  # fmt: skip


def _of_modules(
    kind: str,
    before: Mapping[tuple[str, str], list[str]],
    after: Mapping[tuple[str, str], list[str]],
    users: Mapping[str, tuple[str, ...]],
    text: Callable[[Iterable[str]], str],
) -> Iterator[Difference]:
    for place, change in _changes(before, after, sorted):
        module, path = place
        old, new = (text(side[place]) if place in side else None for side in (before, after))
        yield Difference(kind, change, None, module, path, path, old, new, users.get(module, ()))


def _attributes(one: Facts, other: Facts) -> Iterator[Difference]:
    def of(facts: Facts) -> dict[str, tuple[str, str]]:
        def said(row: Mapping[str, str]) -> str:
            return " ".join(filter(None, (row["vr"], row["vm"], "retired" if row["retired"] == "Y" else "")))

        return {row["tag"].upper(): (row["keyword"], said(row)) for row in facts.rows("attributes.tsv")}

    before, after = of(one), of(other)
    for tag, change in _changes(before, after):
        keyword = (after.get(tag) or before[tag])[0]
        old, new = (side[tag][1] if tag in side else None for side in (before, after))
        if change == "changed" and old == new:
            old, new = before[tag][0], after[tag][0]
        yield Difference("attribute", change, None, None, keyword, f"({tag[:4]},{tag[4:]}) {keyword}", old, new)


def _uids(one: Facts, other: Facts) -> Iterator[Difference]:
    def of(facts: Facts) -> dict[str, str]:
        return {
            uid: " ".join(filter(None, (row["name"], "retired" if row["retired"] == "Y" else "")))
            for uid, row in facts.uids.items()
        }

    before, after = of(one), of(other)
    for uid, change in _changes(before, after):
        yield Difference("uid", change, None, None, None, uid, before.get(uid), after.get(uid))

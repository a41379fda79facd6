"""Changes of one row of the tables of an edition, or of one expression: what a slip in them would look like."""

from __future__ import annotations

import pathlib
import random
from collections.abc import Callable
from dataclasses import dataclass

from validicom.reference.conditions import ConditionError, parse, parse_otherwise

Table = tuple[list[str], list[list[str]]]


@dataclass(frozen=True)
class Change:
    """One cell of one row that is another."""

    kind: str
    table: str
    row: int
    column: str
    before: str
    after: str
    #: What the row is, for the report.
    name: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.table} {self.name}: {self.column} {self.before!r} -> {self.after!r}"


def read(path: pathlib.Path) -> Table:
    """A table: its lines before the rows, the header last, and the cells of its rows."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return lines[: start + 1], [line.split("\t") for line in lines[start + 1 :]]


def write(path: pathlib.Path, table: Table) -> None:
    """Writes a table."""
    path.write_text("\n".join([*table[0], *("\t".join(row) for row in table[1])]) + "\n", encoding="utf-8")


class Changer:
    """Chooses changes of the tables in a folder."""

    def __init__(self, folder: pathlib.Path, used: set[str], seed: int) -> None:
        self.folder = folder
        #: Tables that some IOD with a SOP Class reaches.
        self.used = used
        self.rnd = random.Random(seed)
        self.tables: dict[str, Table] = {}
        self.keywords = [row["keyword"] for row in self.rows("attributes.tsv") if row["keyword"]]
        self.kinds: list[tuple[int, str, Callable[[], Change | None]]] = [
            (60, "type", self.type_of_row),
            (20, "items", self.item_count),
            (30, "value", self.value_of_list),
            (25, "usage", lambda: self.usage("iod_modules.tsv", "module")),
            (15, "macro usage", lambda: self.usage("iod_fg_macros.tsv", "macro")),
            (50, "expression", self.expression),
        ]

    def path(self, name: str) -> pathlib.Path:
        """Where a table is."""
        return self.folder / name if name != "conditions.tsv" else self.folder.parent / "common" / name

    def table(self, name: str) -> Table:
        """A table, read once."""
        if name not in self.tables:
            self.tables[name] = read(self.path(name))
        return self.tables[name]

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of a table by column."""
        head, rows = self.table(name)
        return [dict(zip(head[-1].split("\t"), row, strict=False)) for row in rows]

    def changes(self, count: int) -> list[Change]:
        """So many changes, of kinds by weight; no two alike."""
        found: dict[tuple[str, int, str], Change] = {}
        weights = [weight for weight, _, _ in self.kinds]
        while len(found) < count:
            _, _, choose = self.rnd.choices(self.kinds, weights)[0]
            one = choose()
            if one is not None:
                found.setdefault((one.table, one.row, one.column), one)
        return list(found.values())

    def pick(self, name: str) -> tuple[int, dict[str, str]]:
        """A row by chance."""
        rows = self.rows(name)
        number = self.rnd.randrange(len(rows))
        return number, rows[number]

    def type_of_row(self) -> Change | None:
        """Another Type."""
        number, row = self.pick("table_rows.tsv")
        if row["kind"] != "attr" or row["table"] not in self.used or row["type"] not in ("1", "2", "3", "1C", "2C"):
            return None
        other = {"1": "23", "2": "13", "3": "12"}.get(row["type"])
        after = self.rnd.choice(other) if other else {"1C": "3", "2C": "3"}[row["type"]]
        return Change("type", "table_rows.tsv", number, "type", row["type"], after, f"{row['table']} {row['keyword']}")

    def item_count(self) -> Change | None:
        """Another number of Items, where one is demanded."""
        number, row = self.pick("table_rows.tsv")
        bounds, colon, rest = row["items"].partition(":")
        if row["table"] not in self.used or not colon or rest not in ("shall", "permitted"):
            return None
        low, _, high = bounds.partition("..")
        choices = {f"{low}..n", f"{int(low) + 1}..{'n' if high == 'n' else max(int(low) + 1, int(high))}", "0..1"}
        after = self.rnd.choice(sorted(choices - {bounds})) + ":" + rest
        return Change(
            "items", "table_rows.tsv", number, "items", row["items"], after, f"{row['table']} {row['keyword']}"
        )

    def value_of_list(self) -> Change | None:
        """A list that lacks a word, or has one misspelt."""
        number, row = self.pick("values.tsv")
        words = row["values"].split("|")
        sound = not row["when"] and row["partial"] == "N" and row["conf"] != "guess"
        sound = sound and row["how"] not in ("sect-weak", "tag-same", "tag-common")
        if row["table"] not in self.used or not sound or row["kind"] != "enum":
            return None
        at = self.rnd.randrange(len(words))
        words[at] = words[at][:-1] + "X" if len(words) == 1 or self.rnd.random() < 0.5 else ""
        after = "|".join(word for word in words if word)
        return Change("value", "values.tsv", number, "values", row["values"], after, f"{row['table']} row {row['row']}")

    def usage(self, name: str, column: str) -> Change | None:
        """Another usage."""
        number, row = self.pick(name)
        after = self.rnd.choice([one for one in "MUC" if one != row["usage"] and (one != "C" or row["cond"])])
        kind = "usage" if column == "module" else "macro usage"
        return Change(kind, name, number, "usage", row["usage"], after, f"{row['iod']} {row[column]}")

    def expression(self) -> Change | None:
        """A condition with another operator, Attribute, word or number, negated, or with another `otherwise`."""
        number, row = self.pick("conditions.tsv")
        if row["required"] in ("unread", "none"):
            return None
        column = self.rnd.choice(["required", "required", "required", "otherwise"])
        before = row[column]
        after = (
            self.rnd.choice(SLIPS)(before, self.rnd, self.keywords)
            if column == "required"
            else other_wise(before, self.rnd)
        )
        if after == before or not is_of_the_language(after, column):
            return None
        return Change("expression", "conditions.tsv", number, column, before, after, row["id"])


def is_of_the_language(text: str, column: str) -> bool:
    """Whether an expression can be read."""
    try:
        (parse if column == "required" else parse_otherwise)(text)
    except ConditionError:
        return False
    return True


SWAPS = (
    (" not in ", " in "), (" in ", " not in "), ("present(", "absent("), ("absent(", "present("), (" and ", " or "),
    (" or ", " and "), ("has_value(", "present("), (" != ", " = "), (" > ", " >= "), (" = ", " != "), ("any(", "all("),
    ("first_item", "last_item"),
)  # fmt: skip


def swapped(text: str, rnd: random.Random, _: list[str]) -> str:
    """Another operator."""
    there = [(old, new) for old, new in SWAPS if old in text]
    if not there:
        return text
    old, new = rnd.choice(there)
    return text.replace(old, new, 1)


def negated(text: str, _: random.Random, __: list[str]) -> str:
    """The negation."""
    return f"not ({text})"


def renamed(text: str, rnd: random.Random, keywords: list[str]) -> str:
    """Another Attribute."""
    import re

    there = [word for word in re.findall(r"[A-Z][A-Za-z0-9]+", text) if word in set(keywords)]
    return text.replace(rnd.choice(there), rnd.choice(keywords), 1) if there else text


def other_word(text: str, rnd: random.Random, _: list[str]) -> str:
    """Another word in a set, or another number."""
    import re

    sets = re.findall(r"\{([^(}]+)\}", text)
    if sets:
        words = rnd.choice(sets).split(", ")
        word = rnd.choice(words)
        return text.replace(word, word[:-1] + "Z" if not word.endswith('"') else word[:-2] + 'Z"', 1)
    return re.sub(r"(?<= )(\d+)$", lambda match: str(int(match[1]) + 1), text)


def other_wise(text: str, rnd: random.Random) -> str:
    """Another `otherwise`."""
    name, when, rest = text.partition(" when ")
    if when:
        return ("forbidden" if name == "allowed" else "allowed") + when + rest
    return rnd.choice([one for one in ("allowed", "forbidden", "unstated") if one != text])


SLIPS = (swapped, swapped, negated, renamed, other_word)

"""Editions from elsewhere for the tests: folders of tables made of a shipped edition, changed on purpose."""

from __future__ import annotations

import pathlib
import random
from collections.abc import Callable

from differential.tables import DATA

#: Tables of `common` with rows of single editions.
OF_EDITIONS = ("include_when.tsv", "include_conditional.tsv", "overrides.tsv")

Row = dict[str, str]


def read(path: pathlib.Path) -> list[Row]:
    """The rows of a table."""
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def write(path: pathlib.Path, rows: list[Row]) -> None:
    """Write a table that has at least one row."""
    lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def folder_of(base: str, name: str, parent: pathlib.Path) -> pathlib.Path:
    """The tables of a shipped edition in a folder of another name, with those of `common` that name editions."""
    home = parent / name
    home.mkdir(parents=True)
    for table in (DATA / base).glob("*.tsv"):
        (home / table.name).write_bytes(table.read_bytes())
    for table_name in OF_EDITIONS:
        rows = [row for row in read(DATA / "common" / table_name) if row["edition"] in ("*", base)]
        write(home / table_name, [row | {"edition": "*" if row["edition"] == "*" else name} for row in rows])
    return home


def change(home: pathlib.Path, table: str, what: Callable[[Row], Row | None]) -> None:
    """Change the rows of a table for which something is given."""
    rows = read(home / table)
    changed = [what(row) or row for row in rows]
    assert changed != rows, f"nothing is changed in {table}"
    write(home / table, changed)


def shuffled(base: str, name: str, parent: pathlib.Path, seed: int) -> pathlib.Path:
    """An edition with other Types, numbers of Items, lists, usages and conditions in many places."""
    rnd = random.Random(seed)
    home = folder_of(base, name, parent)
    # One of them is a wording that nobody has read.
    conditions = ["c00000000000", *sorted({row["cond"] for row in read(home / "table_rows.tsv")} - {""})]

    def row_of_table(row: Row) -> Row | None:
        if row["kind"] != "attr" or rnd.random() > 0.1:
            return None
        chosen = rnd.choice(["1", "1C", "2", "2C", "3"])
        condition = rnd.choice([conditions[0], rnd.choice(conditions)]) if "C" in chosen else ""
        items = rnd.choice(["", "1..1:shall", "1..n:shall"]) if row["items"] else ""
        return row | {"type": chosen, "cond": condition, "cond_kind": chosen if condition else "", "items": items}

    def list_of_values(row: Row) -> Row | None:
        words = row["values"].split("|")
        return row | {"values": "|".join(words[:-1])} if len(words) > 2 and rnd.random() < 0.1 else None

    def usage(row: Row) -> Row | None:
        return row | {"usage": rnd.choice("MCU")} if rnd.random() < 0.1 else None

    change(home, "table_rows.tsv", row_of_table)
    change(home, "values.tsv", list_of_values)
    change(home, "iod_modules.tsv", usage)
    # Some wordings are read otherwise than in the package.
    shipped = read(DATA / "common" / "conditions.tsv")
    texts = [row["required"] for row in shipped]
    write(home / "conditions.tsv", [row | {"required": rnd.choice(texts)} for row in rnd.sample(shipped, 200)])
    return home

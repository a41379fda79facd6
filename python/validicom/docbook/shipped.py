"""The tables that are shipped: where they are, and what an imported edition takes over from them."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from ..outside import common_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: The edition from which ids, and what a document lacks, are taken.
NEWEST: Final = "2025e"

Row = dict[str, str]


def folder() -> Path:
    """Where the tables are: in the source tree, or in the installed package."""
    return common_folder().parent


@functools.cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of a table such as `common/conditions.tsv`, by column."""
    lines = (folder() / name).read_text("utf-8").split("\n")
    head = lines[0].split("\t")
    return tuple(dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:] if line)


@functools.cache
def head(name: str) -> tuple[str, ...]:
    """The columns of a table."""
    with (folder() / name).open(encoding="utf-8") as file:
        return tuple(file.readline().rstrip("\n").split("\t"))


@functools.cache
def iods() -> dict[str, Row]:
    """The IODs of all shipped editions by id, as the newest that has each says."""
    editions = sorted(path.name for path in folder().iterdir() if (path / "iods.tsv").is_file())
    return {row["iod"]: row for edition in editions for row in rows(f"{edition}/iods.tsv")}


def write(path: Path, columns: Iterable[str], lines: Iterable[Mapping[str, str]]) -> None:
    """Writes a table: tab separated, one header line."""
    columns = tuple(columns)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(columns) + "\n")
        for line in lines:
            file.write("\t".join(re.sub(r"\s+", " ", line.get(column, "")) for column in columns) + "\n")


def slug(name: str) -> str:
    """The id of an IOD, module or macro made from its name."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")

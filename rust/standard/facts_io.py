"""How the tables of facts are read and written, for the programs beside this that make them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

EDITIONS = ("2023e", "2024e", "2025e")
DATA = Path(__file__).resolve().parent / "data"
COMMON = DATA / "common"
Row = dict[str, str]
Cells = Sequence[str]


def read(path: Path) -> list[Row]:
    """The rows of a table with one header line and no quoting."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        head = next(lines).rstrip("\n").split("\t")
        return [dict(zip(head, line.rstrip("\n").split("\t"), strict=True)) for line in lines]


def write(path: Path, columns: Cells, rows: Iterable[Cells], *, in_order: bool = False) -> None:
    """Writes a table; a value that would break the form is an error of ours. `in_order`: lines sorted, each once."""
    lines = []
    for row in rows:
        if len(row) != len(columns) or any(c in cell for cell in row for c in "\t\n\r"):
            sys.exit(f"{path.name}: a row that is not of the form: {row}")
        lines.append("\t".join(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(["\t".join(columns), *(sorted(set(lines)) if in_order else lines)]) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_sources(root: Path, names: Iterable[str], start: str | tuple[str, ...]) -> None:
    """common/sources.tsv: the SHA-256 of the tables that were read from `root`; the other lines stay.

    `start`: how the lines of this import start; `names` are written with it if it is one.
    """
    path = COMMON / "sources.tsv"
    before = start if isinstance(start, str) else ""
    rows = [(before + name, hashlib.sha256((root / name).read_bytes()).hexdigest()) for name in names]
    others = [(row["source"], row["sha256"]) for row in read(path) if not row["source"].startswith(start)]
    write(path, ("source", "sha256"), [*others, *rows], in_order=True)

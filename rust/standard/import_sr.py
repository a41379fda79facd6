#!/usr/bin/env python3
"""Makes the tables on Structured Reports and on where functional group macros may stand.

`import_sr.py FOLDER`: FOLDER/iods.tsv and FOLDER/relationships.tsv, the facts on Content Items. Deterministic: a folder
always gives the same bytes. `fg_places.tsv` needs no folder: its rows, with their paragraphs, are here.
`data/README.md` says what each column means.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

COMMON = Path(__file__).resolve().parent / "data" / "common"
#: Implementations that each have a whole table of relationships; pages of PS3.3 are excerpts.
WHOLE = ("DCMTK", "PixelMed")
AGREED = ("agree", "agree-type-differ-mode")
#: Macros that may stand in one of the two places only (PS3.3 C.7.6.16.2).
PLACES = (
    ("frame-content", "per-frame", "PS3.3 C.7.6.16.2.2"),
    ("unassigned-per-frame-converted-attributes", "per-frame", "PS3.3 C.7.6.16.2.26"),
    ("unassigned-shared-converted-attributes", "shared", "PS3.3 C.7.6.16.2.25"),
)
Row = dict[str, str]
Cells = Sequence[str]


def read(path: Path) -> list[Row]:
    """The rows of a table with one header line and no quoting."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        head = next(lines).rstrip("\n").split("\t")
        return [dict(zip(head, line.rstrip("\n").split("\t"), strict=True)) for line in lines]


def write(name: str, columns: Cells, rows: Iterable[Cells]) -> None:
    """Writes a table in the order of its lines; a value that would break the form is an error of ours."""
    lines = []
    for row in rows:
        if len(row) != len(columns) or any(c in cell for cell in row for c in "\t\n\r"):
            sys.exit(f"{name}: a row that is not of the form: {row}")
        lines.append("\t".join(row))
    if len(set(lines)) != len(lines):
        sys.exit(f"{name}: a row twice")
    text = "\n".join(["\t".join(columns), *sorted(lines)]) + "\n"
    (COMMON / name).write_text(text, encoding="utf-8", newline="\n")


def iods(root: Path) -> set[str]:
    """sr_iods.tsv; the IODs of which something is known."""
    rows = []
    for row in read(root / "iods.tsv"):
        if not row["value_types"]:
            continue
        # Only a list that the Standard prints is sure; one that was put together from a table of relationships is not.
        sure = "Y" if row["value_types_source"].startswith("PS3.3 ") else "N"
        by_reference = row["by_reference"] if row["by_reference"] in ("allowed", "forbidden") else ""
        sources = "2" if set(WHOLE) <= set(row["sources"].split(";")) else "1"
        rows.append((row["iod"], row["value_types"], sure, by_reference, sources))
    write("sr_iods.tsv", ("iod", "value_types", "sure", "by_reference", "sources"), rows)
    return {row[0] for row in rows}


def relationships(root: Path, known: set[str]) -> None:
    """sr_relationships.tsv, of the same IODs."""
    columns = ("iod", "source", "relationship", "target", "by_value", "by_reference", "agreed")
    rows = []
    for row in read(root / "relationships.tsv"):
        if row["iod"] not in known:
            sys.exit(f"relationships.tsv: an IOD without Value Types: {row['iod']}")
        agreed = "Y" if row["agreement"] in AGREED else "N"
        triple = (row["iod"], row["source_vt"], row["relationship"], row["target_vt"])
        rows.append((*triple, row["by_value"], row["by_reference"], agreed))
    write("sr_relationships.tsv", columns, rows)


def sources(root: Path) -> None:
    """The SHA-256 of the tables that were read, among those of other imports."""
    path = COMMON / "sources.tsv"
    mine = [
        (f"sr/{name}", hashlib.sha256((root / name).read_bytes()).hexdigest())
        for name in ("iods.tsv", "relationships.tsv")
    ]
    others = [(row["source"], row["sha256"]) for row in read(path) if not row["source"].startswith("sr/")]
    write("sources.tsv", ("source", "sha256"), [*others, *mine])


def main() -> None:
    """Reads the folder, writes `data/common/`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of facts on Structured Reports")
    root: Path = parser.parse_args().folder
    relationships(root, iods(root))
    write("fg_places.tsv", ("macro", "place", "paragraph"), PLACES)
    sources(root)


if __name__ == "__main__":
    main()

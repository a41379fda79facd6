#!/usr/bin/env python3
"""Makes the tables on Structured Reports and on where functional group macros may stand.

`import_sr.py FOLDER`: FOLDER/iods.tsv and FOLDER/relationships.tsv, the facts on Content Items. Deterministic: a folder
always gives the same bytes. `fg_places.tsv` needs no folder: its rows, with their paragraphs, are here.
`data/README.md` says what each column means.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from facts_io import COMMON, read, write, write_sources

#: Implementations that each have a whole table of relationships; pages of PS3.3 are excerpts.
WHOLE = ("DCMTK", "PixelMed")
AGREED = ("agree", "agree-type-differ-mode")
#: Macros that may stand in one of the two places only (PS3.3 C.7.6.16.2), by IOD (`*`: of any).
PLACES = (
    ("*", "frame-content", "per-frame", "PS3.3 C.7.6.16.2.2"),
    ("*", "unassigned-per-frame-converted-attributes", "per-frame", "PS3.3 C.7.6.16.2.26"),
    ("*", "unassigned-shared-converted-attributes", "shared", "PS3.3 C.7.6.16.2.25"),
    ("legacy-converted-enhanced-ct-image", "image-frame-conversion-source", "per-frame", "PS3.3 Table A.70-2"),
    ("legacy-converted-enhanced-mr-image", "image-frame-conversion-source", "per-frame", "PS3.3 Table A.71-2"),
    ("legacy-converted-enhanced-pet-image", "image-frame-conversion-source", "per-frame", "PS3.3 Table A.72-2"),
    ("ophthalmic-tomography-image", "contrast-bolus-usage", "per-frame", "PS3.3 Table A.52.4.3-1"),
)


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
    write(COMMON / "sr_iods.tsv", ("iod", "value_types", "sure", "by_reference", "sources"), rows, in_order=True)
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
    write(COMMON / "sr_relationships.tsv", columns, rows, in_order=True)


def main() -> None:
    """Reads the folder, writes `data/common/`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of facts on Structured Reports")
    root: Path = parser.parse_args().folder
    relationships(root, iods(root))
    write(COMMON / "fg_places.tsv", ("iod", "macro", "place", "paragraph"), PLACES, in_order=True)
    write_sources(root, ["iods.tsv", "relationships.tsv"], "sr/")


if __name__ == "__main__":
    main()

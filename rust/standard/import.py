#!/usr/bin/env python3
"""Makes the tables of `data/` from a folder of facts: `import.py FOLDER` (FOLDER/<edition>/*.tsv and its supplement).

Deterministic: the same folder gives the same bytes. Only facts are taken over (tags, types, usages, ids, values);
wordings and long provenance stay outside. The rows in `data/common/` whose `source` is not `editions` are kept by hand
and left as they are. `data/README.md` says where each table came from.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from facts_io import DATA, EDITIONS, Row, read, write

# How strict each Type is as a demand on presence and value (PS3.5 7.4): a higher number says more.
STRICT = {"1": 4, "1C": 3, "2": 2, "2C": 1, "3": 0, "": -1}
# The Types that demand at least as much as the key (a conditional Type never stands in for an unconditional one).
#: Numbers of Items that the source has wrong. The Data Frame Assignment Sequence has an Item for each Data Path that is
#: used: two are enough where both inputs have a single Data Path (PS3.3 C.7.6.23), so three cannot be demanded.
ITEMS_READ = {("C.7.6.23-1", "00281401"): "1..n:shall"}
AT_LEAST = {"1": {"1"}, "1C": {"1", "1C"}, "2": {"1", "2"}, "2C": {"1", "1C", "2", "2C"}}


def write_rows(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Writes rows by column."""
    write(path, columns, [[row.get(column, "") for column in columns] for row in rows])


def flag(value: bool) -> str:
    """`Y` or `N`."""
    return "Y" if value else "N"


def dictionary(source: dict[str, list[Row]]) -> None:
    """attributes.tsv of each edition."""
    for edition, rows in source.items():
        kept = [dict(r, vr="" if r["vr"] == "NONE" else r["vr"]) for r in rows]
        kept.sort(key=lambda r: r["tag"])
        write_rows(DATA / edition / "attributes.tsv", ("tag", "keyword", "name", "vr", "vm", "retired"), kept)


def registry(root: Path) -> None:
    """uids.tsv and iods.tsv; what they lack is in `common/{uids,sop_classes}_added.tsv`."""
    added = {r["uid"]: r for r in read(DATA / "common" / "uids_added.tsv")}
    sop_classes = {r["iod"]: r["sop_class_uid"] for r in read(DATA / "common" / "sop_classes_added.tsv")}
    for edition in EDITIONS:
        iods = read(root / edition / "iods.tsv")
        rows = {r["uid"]: r for r in read(root / edition / "uids.tsv")}
        for uid, row in added.items():
            if uid not in rows and row["since"] <= edition:
                rows[uid] = row
        for iod in iods:
            iod["sop_class_uids"] = iod["sop_class_uids"] or sop_classes.get(iod["iod"], "")
            for uid in filter(None, iod["sop_class_uids"].split(",")):
                if uid not in rows:
                    sys.exit(f"{edition} {iod['iod']}: {uid} is in neither registry")
        # Two retired UIDs have no name in the source.
        kept = sorted(rows.values(), key=lambda r: [int(c) for c in r["uid"].split(".")])
        write_rows(DATA / edition / "uids.tsv", ("uid", "name", "type", "retired", "keyword"), kept)
        write_rows(DATA / edition / "iods.tsv", ("iod", "name", "sop_class_uids"), sorted(iods, key=lambda r: r["iod"]))


def usages(root: Path, name: str, key: str, columns: tuple[str, ...]) -> None:
    """iod_modules.tsv and iod_fg_macros.tsv, in the order of the IOD; `in_all` = this usage in every edition.

    What is of usage C without a wording has it from `common/module_conditions_added.tsv`.
    """
    rows = {e: read(root / e / f"{name}.tsv") for e in EDITIONS}
    held = {e: {(r["iod"], r[key], r["usage"]) for r in rows[e]} for e in EDITIONS}
    lacking = {(r["iod"], r["module"]): r["cond"] for r in read(DATA / "common" / "module_conditions_added.tsv")}
    for edition in EDITIONS:
        for row in rows[edition]:
            row["in_all"] = flag(all((row["iod"], row[key], row["usage"]) in held[e] for e in EDITIONS))
            if row["usage"] == "C":
                row["cond"] = row["cond"] or lacking.get((row["iod"], row[key]), "")
        # Stable: the order of modules within an IOD is the Standard's.
        write_rows(DATA / edition / f"{name}.tsv", columns, sorted(rows[edition], key=lambda r: r["iod"]))


def tables(root: Path) -> None:
    """tables.tsv and table_rows.tsv.

    `in_all`: Y = every edition has this row with a Type at least as strict, P = has this row, N = one has it not.
    """
    rows = {e: read(root / e / "table_rows.tsv") for e in EDITIONS}
    types: dict[str, dict[tuple[str, str], set[str]]] = {e: defaultdict(set) for e in EDITIONS}
    includes: dict[str, set[tuple[str, str, str]]] = {e: set() for e in EDITIONS}
    for edition in EDITIONS:
        example = {r["table"] for r in rows[edition] if r["tag"] == "AAAAAAAA" or r["tag"] == "CCCCCCCC"}
        rows[edition] = [r for r in rows[edition] if r["table"] not in example]
        parents: list[str] = []
        table = ""
        for row in rows[edition]:
            if row["table"] != table:
                table, parents = row["table"], []
            depth = int(row["depth"])
            del parents[depth:]
            if row["kind"] == "include":
                row["parent"] = "/".join(parents)
                includes[edition].add((table, row["parent"], row["include"]))
            elif row["kind"] == "attr":
                types[edition][table, row["path"]].add(row["type"])
                parents += [""] * (depth - len(parents))
                parents.append(row["tag"])
        kept = [r for r in read(root / edition / "tables.tsv") if r["table"] not in example]
        write_rows(DATA / edition / "tables.tsv", ("table", "kind", "id", "caption"), kept)
    for edition in EDITIONS:
        for row in rows[edition]:
            row["items"] = ITEMS_READ.get((row["table"], row["path"]), row["items"])
            if row["kind"] == "include":
                row["in_all"] = flag(
                    all((row["table"], row["parent"], row["include"]) in includes[e] for e in EDITIONS)
                )
            elif row["kind"] == "attr":
                wanted = AT_LEAST.get(row["type"])
                found = [types[e].get((row["table"], row["path"])) for e in EDITIONS]
                if any(f is None for f in found):
                    row["in_all"] = "N"
                else:
                    row["in_all"] = "Y" if wanted is None or all(f and f & wanted for f in found) else "P"
        columns = ("table", "row", "depth", "kind", "tag", "path", "keyword", "type", "include", "cond", "cond_kind")
        write_rows(DATA / edition / "table_rows.tsv", (*columns, "cond_flag", "items", "in_all"), rows[edition])


def digest(text: str) -> str:
    """FNV-1a of 64 bits, as the test computes it too."""
    state = 0xCBF29CE484222325
    for byte in text.encode():
        state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{state:016x}"


def expansion(root: Path) -> None:
    """expansion.tsv: a digest of each module and macro as the source expands it, for the test of our own expansion.

    The source stops where a macro includes itself (`*LABEL`); what stands below that Item is left out (`cut`).
    """
    for edition in EDITIONS:
        used = {("module", r["module"]): r["table"] for r in read(root / edition / "iod_modules.tsv")}
        used |= {("fg", r["macro"]): r["table"] for r in read(root / edition / "iod_fg_macros.tsv")}
        lines: dict[tuple[str, str], list[Row]] = {key: [] for key in used}
        for row in read(root / edition / "module_attrs.tsv"):
            if (row["kind"], row["module"]) in lines:
                lines[row["kind"], row["module"]].append(row)
        kept = []
        for (kind, name), rows in sorted(lines.items()):
            cuts = {r["path"].rpartition("/")[0] + "/" for r in rows if r["type"] == "recursion"}
            # Selected Frame: its Items take the macros of the IOD as well, and are not checked.
            cuts |= {"30020101/"}
            texts = sorted(
                f"{r['path']} {r['keyword']} {r['type']}\n" for r in rows if not r["path"].startswith(tuple(cuts))
            )
            cut = ",".join(sorted(cuts))
            found = {
                "kind": kind,
                "module": name,
                "rows": str(len(texts)),
                "digest": digest("".join(texts)),
                "cut": cut,
            }
            kept.append(found)
        write_rows(DATA / edition / "expansion.tsv", ("kind", "module", "rows", "digest", "cut"), kept)


def main() -> None:
    """Reads the folder, writes `data/`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of facts, with one folder an edition")
    root: Path = parser.parse_args().folder
    dictionary({e: read(root / e / "attributes.tsv") for e in EDITIONS})
    registry(root)
    usages(root, "iod_modules", "module", ("iod", "module", "table", "ie", "usage", "cond", "in_all"))
    usages(root, "iod_fg_macros", "macro", ("iod", "macro", "table", "usage", "cond", "in_all"))
    tables(root)
    expansion(root)


if __name__ == "__main__":
    main()

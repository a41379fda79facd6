#!/usr/bin/env python3
"""Makes the tables that `import.py` does not: values, gaps, completed conditions, digests.

`import_values.py FOLDER`: FOLDER/<edition>/*, FOLDER/supplement/* and FOLDER/constraints/*, as for `import.py`.
Deterministic: a folder always gives the same bytes. No wording is taken over: a qualifier of a list of values becomes
an id of its wording.
`data/README.md` says what each column means.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from facts_io import COMMON, DATA, EDITIONS, read, write, write_sources
from import_constraints import UntakenError, translate

# A correction names only the values by number that it corrects; other actions give the whole list.
BY_NUMBER = ("correct", "confirm")
# Lists whose qualifier the source has lost. Rescale Type (PS3.3 C.7.6.16.2.9) is US in MR; PET has units of its own.
QUALIFIED = {"C.7.6.16-10#3": "Modality is MR"}


def read_json(path: Path) -> list[dict[str, Any]]:
    """The objects of a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Sorts `C.8-10` after `C.8-9`: runs of digits by number."""
    parts: list[tuple[int, str]] = []
    digits = word = ""
    for c in text + "\0":
        if c.isdigit():
            digits += c
            continue
        if digits:
            parts += [(-1, word), (int(digits), "")]
            digits = word = ""
        word += c
    return (*parts, (-1, word))


def wording_id(text: str) -> str:
    """An id for a qualifier that is not in the tree: `w` and ten digits of its SHA-1."""
    return "w" + hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:10] if text else ""


def confirmed(root: Path) -> set[tuple[str, str, str, str, frozenset[str]]]:
    """Closed lists that an independent validator checks under a condition: module, path, index, condition, values."""
    found = set()
    for row in read(root / "constraints" / "iod_overrides.tsv"):
        is_list = row["kind"] in ("fixed-value", "enumerated") and row["condition"]
        if not is_list or "dicom3tools" not in row["source"] or row["confidence"] != "high":
            continue
        try:
            condition = translate(row["condition"])
        except UntakenError:
            continue
        listed = frozenset(row["value"].split("|"))
        found.add((row["module"], row["path"].upper(), row["value_number"], condition, listed))
    return found


def values(root: Path) -> None:
    """values.tsv of each edition, with the supplement applied."""
    checked = confirmed(root)
    qualifiers = {row["id"]: row["condition"] for row in read(COMMON / "qualifiers.tsv")}
    agreed = read(root / "supplement" / "agreed_with_dicom3tools.tsv")
    supplement = read_json(root / "supplement" / "values.jsonl")
    for edition in EDITIONS:
        agreeing = {r["row"]: r["kind_in_tool"] for r in agreed if edition in r["editions"].split("+")}
        lists: dict[str, list[list[str]]] = {}
        for row in read_json(root / edition / "values.jsonl"):
            lists[row["row"]] = [group(g, row["how"], g.get("conf") or "", False) for g in row["groups"]]
        for row in supplement:
            if edition not in row["edition"].split("+"):
                continue
            new = [group(g, row["action"], row["conf"], bool(row.get("partial"))) for g in row["groups"]]
            numbers = {g[1] for g in new}
            kept = [g for g in lists.get(row["row"], []) if g[1] not in numbers and "" not in numbers and g[1]]
            lists[row["row"]] = (kept if row["action"] in BY_NUMBER else []) + new
        modules = {row["table"]: row["module"] for row in read(DATA / edition / "iod_modules.tsv")}
        paths = {(row["table"], row["row"]): row["path"] for row in read(DATA / edition / "table_rows.tsv")}
        rows = []
        for place, groups in lists.items():
            table, number = place.split("#")
            for g in groups:
                g[2] = g[2] or wording_id(QUALIFIED.get(place, ""))
                kind, index, when, *_, listed = g
                same = (modules.get(table, ""), paths[table, number], index, qualifiers.get(when, ""))
                is_checked = kind == "enum" and (*same, frozenset(listed.split("|"))) in checked
                tool = agreeing.get(place, "") or ("enum" if is_checked else "")
                rows.append((table, number, *g[:3], tool, *g[3:]))
        rows.sort(key=lambda r: (natural(r[0]), int(r[1]), int(r[3] or 0), r[4], r[2], r))
        columns = ("table", "row", "kind", "index", "when", "agreed", "how", "conf", "partial", "values")
        write(DATA / edition / "values.tsv", columns, rows)


def group(source: dict[str, Any], how: str, conf: str, partial: bool) -> list[str]:
    """kind, index, when, how, conf, partial, values of one list."""
    index = "" if source["index"] is None else str(source["index"])
    if source["when"].startswith("if "):
        # The number of a value of the Attribute that the qualifier asks, not of the row's own.
        index = ""
    if any("|" in v for v in source["values"]):
        sys.exit(f"a value with the separator: {source['values']}")
    listed = "|".join(source["values"])
    return [source["kind"], index, wording_id(source["when"]), how, conf, "Y" if partial else "N", listed]


def gaps(root: Path) -> None:
    """gaps.tsv of each edition: what is missing or doubtful, one Attribute a row."""
    for edition in EDITIONS:
        rows = {
            (r["table"], tag, r["what"])
            for r in read(root / edition / "gaps.tsv")
            for tag in r["tags"].split(",")
            if len(tag) == 8
        }
        write(
            DATA / edition / "gaps.tsv", ("table", "tag", "what"), sorted(rows, key=lambda r: (natural(r[0]), *r[1:]))
        )


def conditions(root: Path) -> None:
    """common/conditions_supplement.tsv: missing and cut conditions, completed in the notation of the supplement."""
    rows = []
    for r in read_json(root / "supplement" / "conditions.jsonl"):
        # A rule that several rows refer to stands as a row of its paragraph, without a number.
        table, _, number = (r.get("row") or r["rule"]).partition("#")
        decidable = {True: "Y", False: "N"}.get(r.get("decidable"), "")  # type: ignore[arg-type]
        for edition in r["edition"].split("+"):
            rows.append(
                (edition, table, number, r.get("tag") or "", r.get("type") or "", r.get("id") or "",
                 r.get("status") or "rule", r["logic"], r.get("otherwise") or "", decidable, r["conf"])
            )  # fmt: skip
    columns = ("edition", "table", "row", "tag", "type", "cond", "status", "logic", "otherwise", "decidable", "conf")
    rows.sort(key=lambda r: (r[0], natural(r[1]), int(r[2] or 0), r))
    write(DATA / "common" / "conditions_supplement.tsv", columns, rows)


def sources(root: Path) -> None:
    """common/sources.tsv: the tables that were read, by SHA-256."""
    names = ["supplement/values.jsonl", "supplement/conditions.jsonl", "supplement/agreed_with_dicom3tools.tsv"]
    for name in (
        "attributes",
        "gaps",
        "iod_fg_macros",
        "iod_modules",
        "iods",
        "module_attrs",
        "table_rows",
        "tables",
        "uids",
    ):
        names += [f"{edition}/{name}.tsv" for edition in EDITIONS]
    names += [f"{edition}/values.jsonl" for edition in EDITIONS]
    # Those of `import_sr.py` and `import_constraints.py` stay.
    write_sources(root, names, (*EDITIONS, "supplement/"))


def digests(root: Path) -> None:
    """common/module_digest.tsv: what each module expands to, as a count and a hash, for the test of the expansion."""
    rows = []
    for edition in EDITIONS:
        lines: dict[tuple[str, str], list[str]] = defaultdict(list)
        for r in read(root / edition / "module_attrs.tsv"):
            lines[r["kind"], r["module"]].append(f"{r['path']} {r['keyword']} {r['type']}\n")
        for (kind, module), of in lines.items():
            rows.append((edition, kind, module, str(len(of)), f"{fnv1a(''.join(sorted(of)).encode()):016x}"))
    write(DATA / "common" / "module_digest.tsv", ("edition", "kind", "module", "rows", "fnv1a"), sorted(rows))


def fnv1a(data: bytes) -> int:
    """FNV-1a of 64 bits."""
    state = 0xCBF29CE484222325
    for byte in data:
        state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return state


def main() -> None:
    """Reads the folder, writes `data/`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of facts, with one folder an edition")
    root: Path = parser.parse_args().folder
    values(root)
    gaps(root)
    conditions(root)
    digests(root)
    sources(root)


if __name__ == "__main__":
    main()

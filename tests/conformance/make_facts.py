"""Makes `facts.tsv` from the answers of dciodvfy and dicom-validator: `python make_facts.py FOLDER_OF_JSONL`.

A fact is a Type 1 or Type 2 Attribute that both say is missing or empty, by SOP Class, module, keyword and code, with
the files. Only facts are kept: no message of either tool is.
"""

from __future__ import annotations

import json
import pathlib
import re
import sys
from collections import defaultdict

from pydicom.datadict import keyword_for_tag

HERE = pathlib.Path(__file__).parent
WORDS = re.compile(r"^(Missing attribute|Empty attribute \(no value\)) Type ([12]) .*Element=<(\w+)>")
CODES = {("missing", "1"): "A101", ("empty", "1"): "A102", ("missing", "2"): "A103"}
# dicom-validator was run on tables in which this module's Includes were not told apart by Value Type.
LEFT_OUT = "SR Document Content"
Key = tuple[str, str, str]


def lines(path: pathlib.Path) -> list[dict[str, str]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def dciodvfy(folder: pathlib.Path) -> set[Key]:
    """(file, keyword, code) of dciodvfy."""
    found = set()
    for row in lines(folder / "dciodvfy.jsonl"):
        match = WORDS.match(row["message"])
        if match and row["level"] == "error":
            kind = "missing" if match[1].startswith("Missing") else "empty"
            if (kind, match[2]) in CODES:
                found.add((row["file"], match[3], CODES[kind, match[2]]))
    return found


def dicom_validator(folder: pathlib.Path) -> tuple[dict[Key, str], dict[str, str]]:
    """(file, keyword, code) to module of dicom-validator, and the SOP Class of each file."""
    found: dict[Key, str] = {}
    sop_classes = {}
    kinds = {"TagMissing": "missing", "TagEmpty": "empty"}
    for row in lines(folder / "dicom_validator.jsonl"):
        if row["level"] == "status":
            sop_classes[row["file"]] = row.get("sop") or ""
            continue
        kind = (kinds.get(row.get("code", ""), ""), row.get("type", ""))
        if kind in CODES and row["module"] != LEFT_OUT:
            group, element = re.findall(r"\(([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\)", row["tag"])[-1]
            found[row["file"], keyword_for_tag(int(group + element, 16)), CODES[kind]] = row["module"]
    return found, sop_classes


def main() -> None:
    """Writes the table and prints how many findings and facts there are."""
    folder = pathlib.Path(sys.argv[1])
    one = dciodvfy(folder)
    other, sop_classes = dicom_validator(folder)
    both = one & set(other)
    facts: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for file, keyword, code in sorted(both):
        module = re.sub(r"[^a-z0-9]+", "-", other[file, keyword, code].lower()).strip("-")
        facts[sop_classes[file], module, keyword, code].append(file)
    with (HERE / "facts.tsv").open("w", encoding="utf-8") as out:
        out.write("# Made by make_facts.py: on this dciodvfy (2026-09-27) and dicom-validator (0.9.0) agree.\n")
        out.write("sop_class\tmodule\tkeyword\tcode\tfiles\n")
        for key, files in sorted(facts.items()):
            out.write("\t".join([*key, ";".join(sorted(files))]) + "\n")
    print(f"{len(one)} and {len(other)} findings, {len(both)} of both, {len(facts)} facts")


if __name__ == "__main__":
    main()

"""Makes `condition_names.tsv` from the wordings of the conditions: `python make_condition_names.py WORDINGS.jsonl`.

A wording names Attributes by name and Tag; kept are only their Keywords by the id of the wording, which is a digest of
it, and no sentence. What an expression names beyond or short of that is an exception, with its reason in the `note` of
`conditions.tsv`.
"""

from __future__ import annotations

import json
import pathlib
import re
import sys

from validicom.reference.facts import EDITIONS, conditions, rows

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from differential.conditioned import keywords

HERE = pathlib.Path(__file__).parent
TAG = re.compile(r"\(\s*([0-9A-Fa-f]{4})\s*,\s*([0-9A-Fa-fx]{4})\s*\)")
HEAD = (
    "# Attributes that the wording of each condition names with a Tag, by the id of the wording; of PS3.3 2023e to 2025e.\n"
    "# `beyond`: named by the expression in conditions.tsv only; `short`: by the wording only. The note there says why.\n"
)


def main() -> None:
    """Writes the table."""
    known = {row["tag"].upper(): row["keyword"] for name in EDITIONS for row in rows(f"{name}/attributes.tsv")}
    lines = []
    for text in pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        wording = json.loads(text)
        condition = (conditions() or {}).get(wording["id"])
        if condition is None:
            continue
        tags = [(match[1] + match[2]).upper() for match in TAG.finditer(wording["text"])]
        named, asked = {known.get(tag, tag) for tag in tags}, keywords(condition)
        cells = [sorted(named), sorted(asked - named), sorted(named - asked)]
        lines.append("\t".join([wording["id"], *(" ".join(cell) for cell in cells)]))
    head = HEAD + "id\tnames\tbeyond\tshort\n"
    (HERE / "condition_names.tsv").write_text(head + "\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""How precise findings at error level are: a random sample of those on the objects of other writers, each decided.

`python tests/conformance/precision.py` draws up to 150 decided findings of `writers.tsv` (a finding is an object and a
row), stratified by code, into `precision_writers.tsv`, and prints how many are right; `--check` only compares.
Each code has its share, but one finding at least, and no more than 40; the seed is fixed.
"""

from __future__ import annotations

import csv
import pathlib
import random
import sys
from collections import Counter

HERE = pathlib.Path(__file__).parent
SEED = 20261126
SIZE = 150
MOST_OF_A_CODE = 40
COLUMNS = ("writer", "object", "iod", "module", "attribute", "code", "verdict", "paragraph", "reason")
Row = dict[str, str]


def decided() -> list[Row]:
    """The rows of `writers.tsv`."""
    with (HERE / "writers.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def sample(rows: list[Row]) -> list[Row]:
    """The findings drawn, in the order of the table."""
    findings = [dict(row, object=name) for row in rows for name in row["object"].split(";")]
    sizes = Counter(row["code"] for row in findings)
    chance = random.Random(SEED)
    drawn: list[Row] = []
    for code in sorted(sizes):
        share = max(1, min(MOST_OF_A_CODE, round(SIZE * sizes[code] / len(findings))))
        of_code = [row for row in findings if row["code"] == code]
        drawn += chance.sample(of_code, min(share, len(of_code)))
    return sorted(drawn, key=lambda row: [row[column] for column in COLUMNS])


def text(rows: list[Row]) -> str:
    """The sample as a table."""
    lines = ["\t".join(row[column] for column in COLUMNS) for row in rows]
    head = f"# Drawn from writers.tsv by precision.py (seed {SEED}), stratified by code."
    return "\n".join([head, "\t".join(COLUMNS), *lines, ""])


def main() -> None:
    """The command line."""
    rows = sample(decided())
    path = HERE / "precision_writers.tsv"
    if "--check" not in sys.argv[1:]:
        path.write_text(text(rows), encoding="utf-8")
    elif path.read_text(encoding="utf-8") != text(rows):
        sys.exit("precision_writers.tsv is not what is drawn: run python tests/conformance/precision.py")
    right = sum(row["verdict"] == "right" for row in rows)
    writers, codes = len({row["writer"] for row in rows}), len({row["code"] for row in rows})
    print(f"{right} of {len(rows)} findings at error level are right ({codes} codes, {writers} writers)")


if __name__ == "__main__":
    main()

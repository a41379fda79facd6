"""How precise findings at error level are on the real files: a random sample of those decided in `decisions.tsv`.

`python tests/conformance/precision_files.py` draws 300 findings (a file and a row), stratified by code, into
`precision.tsv`, with the writer of each file, and prints how many are right. It needs the files of the corpus.
Each code has its share, but one finding at least, and no more than 60; no file gives more than 12, no writer more than 40; the seed is fixed.
"""

from __future__ import annotations

import pathlib
import random
import sys
import warnings
from collections import Counter, defaultdict

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import pydicom

from conformance import run_dciodvfy as conformance

SEED, SIZE, MOST_OF_A_CODE, MOST_OF_A_FILE, MOST_OF_A_WRITER = 20261126, 300, 60, 12, 40
TABLE = pathlib.Path(__file__).resolve().parent / "precision.tsv"
COLUMNS = ("file", "writer", "iod", "module", "attribute", "code", "verdict", "paragraph", "reason")


def writer(path: pathlib.Path) -> str:
    """Who wrote a file: Implementation Version Name or Class UID, and Manufacturer; `-` where it does not say."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = pydicom.dcmread(path, force=True, stop_before_pixels=True)
            meta = getattr(found, "file_meta", {})
            names = [meta.get("ImplementationVersionName") or meta.get("ImplementationClassUID")]
            names.append(found.get("Manufacturer"))
        except Exception:  # Damaged files are a part of the corpus.
            names = []
    return " / ".join(" ".join(str(name).split()).strip("\0") for name in names if name) or conformance.NONE


def sample() -> list[tuple[str, ...]]:
    """The rows drawn, sorted."""
    by_code: dict[str, list[tuple[str, conformance.Decision]]] = defaultdict(list)
    for row in conformance.decisions():
        if row.side == "ours":
            by_code[row.code] += [(name, row) for name in sorted(row.names)]
    total = sum(map(len, by_code.values()))
    files = conformance.files()
    writers = {name: writer(path) for name, path in files.items()}
    chance, of_file, of_writer = random.Random(SEED), Counter[str](), Counter[str]()
    drawn, left = [], []
    for code in sorted(by_code):
        chance.shuffle(by_code[code])
        share = max(1, min(MOST_OF_A_CODE, round(SIZE * len(by_code[code]) / total)))
        for name, row in by_code[code]:
            if share and of_file[name] < MOST_OF_A_FILE and of_writer[writers[name]] < MOST_OF_A_WRITER:
                share -= 1
                of_file[name] += 1
                of_writer[writers[name]] += 1
                drawn.append((name, row))
            else:
                left.append((name, row))
    chance.shuffle(left)
    of_code = Counter(row.code for _, row in drawn)
    for name, row in left:
        is_room = of_file[name] < MOST_OF_A_FILE and of_writer[writers[name]] < MOST_OF_A_WRITER
        if len(drawn) < SIZE and is_room and of_code[row.code] < MOST_OF_A_CODE:
            of_file[name] += 1
            of_writer[writers[name]] += 1
            of_code[row.code] += 1
            drawn.append((name, row))
    return sorted((name, writers[name], *(getattr(row, column) for column in COLUMNS[2:])) for name, row in drawn)


def main() -> None:
    """The command line."""
    rows = sample()
    TABLE.write_text("".join("\t".join(row) + "\n" for row in [COLUMNS, *rows]), encoding="utf-8")
    right = sum(row[6] == "right" for row in rows)
    writers = len({row[1] for row in rows} - {conformance.NONE})
    print(f"{right} of {len(rows)} findings at error level are right ({writers} writers)")


if __name__ == "__main__":
    main()

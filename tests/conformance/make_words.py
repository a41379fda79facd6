"""Makes `words.tsv`: words of Enumerated Values that dciodvfy knows too: `python make_words.py` (needs dicom3tools).

A word is kept where dciodvfy, whose lists are its own, refuses a nonsense word at the place and takes this one.
"""

from __future__ import annotations

import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from conformance.words import TABLE, data_set, is_told, lists
from differential.solve import vr_of
from differential.tables import edition

HEAD = "# Words of Enumerated Values, by IOD, place and number of the value, that dciodvfy (dicom3tools 20260320) has too.\n"


def refused(data: bytes, word: str) -> bool:
    """Whether dciodvfy finds a word in no list."""
    with tempfile.NamedTemporaryFile(suffix=".dcm") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(["dciodvfy", file.name], capture_output=True, text=True, check=False, errors="replace")
    lines = (done.stdout + done.stderr).splitlines()
    return any(f"Unrecognized enumerated value <{word}>" in line for line in lines)


def main() -> None:
    """Writes the table."""
    tables, lines, figures = edition("2025e"), [], Counter[str]()
    for one in lists():
        vr = vr_of(tables, one.path[-1])
        nonsense = (
            "NO SUCH WORD" if vr in ("CS", "LO", "SH") else "31999" if vr in ("US", "SS", "IS", "DS", "UL") else ""
        )
        # We must tell it, too.
        if nonsense and not is_told(data_set(one.iod, one.path, one.index, nonsense), one.path, one.index):
            figures["not told by us"] += 1
            continue
        if not nonsense or not refused(data_set(one.iod, one.path, one.index, nonsense), nonsense):
            figures["not witnessed"] += 1
            continue
        good = []
        for word in one.words:
            data = data_set(one.iod, one.path, one.index, word)
            if not refused(data, word) and not is_told(data, one.path, one.index):
                good.append(word)
        figures["lists"] += 1
        figures["words"] += len(good)
        lines.append(
            "\t".join([one.iod, "/".join(f"{tag:08X}" for tag in one.path), one.index, nonsense, "|".join(good)])
        )
    TABLE.write_text(HEAD + "iod\tpath\tindex\tnonsense\twords\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(dict(figures))


if __name__ == "__main__":
    main()

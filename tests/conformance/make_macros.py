"""Makes `macros.tsv`: functional group macros that dciodvfy misses, too: `python make_macros.py` (needs dicom3tools).

For each IOD with frames, an original and a derived image of one frame of which neither Item of functional groups has
anything in it. dciodvfy names the Sequence of a macro that is missing; `ours` are those that only we name.
"""

from __future__ import annotations

import pathlib
import sys
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from conformance.make_missing import dciodvfy
from conformance.test_macros import IMAGE_TYPES, TABLE, data_set, told
from differential.conditioned import rows_of
from differential.datasets import checkable
from differential.structures import has_frames
from differential.tables import edition

HEAD = (
    "# Functional group macros that are missing in a frame without any, by IOD and value 1 of Image Type: `both` dciodvfy\n"
    "# (dicom3tools 20260320) and we say so, `ours` we alone.\n"
)


def main() -> None:
    """Writes the table and prints how often both agree."""
    tables, lines, figures = edition("2025e"), [], Counter[str]()
    for iod in checkable(tables):
        if not iod.macros or not has_frames(tables, iod):
            continue
        rows = rows_of("2025e", iod.id)
        for image_type in IMAGE_TYPES:
            data = data_set(iod.id, image_type)
            theirs = {keyword for _, keyword in dciodvfy(data)}
            ours = told(data)
            both = {one for one in ours if any(tables.name_of(tag) in theirs for tag in rows.macro_tags(one))}
            figures["both"] += len(both)
            figures["ours"] += len(ours - both)
            lines.append("\t".join([iod.id, image_type, " ".join(sorted(both)), " ".join(sorted(ours - both))]))
    TABLE.write_text(HEAD + "iod\timage_type\tboth\tours\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), dict(figures))


if __name__ == "__main__":
    main()

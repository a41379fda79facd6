"""Numbers of Items that dciodvfy judges as we do: one or two Items of 700 Sequences (`make_counts.py`)."""

from __future__ import annotations

import pathlib
from typing import Any

from conformance.missing import Place
from differential import encode as enc
from differential.encode import El, Item
from differential.engines import core, reference
from differential.tables import edition
from validicom.reference.facts import read_rows

TABLE = pathlib.Path(__file__).with_name("counts.tsv")
ROWS = read_rows(TABLE) if TABLE.is_file() else ()


def data_set(place: Place, count: int) -> bytes:
    """The file with so many empty Items of the innermost Sequence."""
    item = Item([El(place.path[-1], "SQ", items=[Item() for _ in range(count)])])
    for tag in reversed(place.path[:-1]):
        item = Item([El(tag, "SQ", items=[item])])
    uid = edition("2025e").iods[place.iod].sop_classes[0]
    both = [enc.ui(0x00080016, uid), enc.ui(0x00080018, "1.2.3.4"), *item.elements]
    return enc.File(sorted(both, key=lambda el: el.tag)).to_bytes()


def is_told(data: bytes, place: Place, engine: Any = core, **options: Any) -> bool:
    """Whether the number of Items is told."""
    at = (*((tag, 1, 1) for tag in place.path[:-1]), (place.path[-1], 1, 0))
    return any(one[3] == at for one in engine(data, select=["A130"], **options).at_level("error", "warning"))


def test_items_are_counted_as_dciodvfy_does() -> None:
    wrong = []
    for number, row in enumerate(ROWS):
        place = Place(row["iod"], tuple(int(tag, 16) for tag in row["path"].split("/")))
        for count, cell in ((1, row["one"]), (2, row["two"])):
            for engine in (core, reference) if number % 16 == 0 else (core,):
                if is_told(data_set(place, count), place, engine) != (cell == "Y"):
                    wrong.append(f"{place.iod} {row['path']} {count} Items: {engine.__name__}")
    print(f"{len(ROWS)} Sequences, {sum(row['two'] == 'Y' for row in ROWS)} of one Item")
    assert not wrong, "\n".join(wrong[:20]) + f"\n{len(wrong)} in all"
    assert len(ROWS) >= 400

"""Nearly empty data sets, and what is missing in them: the root of an IOD, or one empty Item of a Sequence."""

from __future__ import annotations

import pathlib
from dataclasses import dataclass
from typing import Any

from differential import encode as enc
from differential.encode import El, Item
from differential.engines import core
from differential.tables import edition

TABLE = pathlib.Path(__file__).with_name("missing.tsv")
KINDS = {"A101": "1", "A103": "2"}


@dataclass(frozen=True)
class Place:
    """An IOD, and the Sequences around an empty Item."""

    iod: str
    path: tuple[int, ...]


def data_set(place: Place) -> bytes:
    """The file."""
    item = Item()
    for tag in reversed(place.path):
        item = Item([El(tag, "SQ", items=[item])])
    uid = edition("2025e").iods[place.iod].sop_classes[0]
    instance = [enc.ui(0x00080018, "1.2.3.4")] if place.path else []
    both = [enc.ui(0x00080016, uid), *instance, *item.elements]
    return enc.File(sorted(both, key=lambda el: el.tag)).to_bytes()


def told(data: bytes, place: Place, engine: Any = core, **options: Any) -> set[tuple[str, str]]:
    """(Type, Keyword) of what is missing at the place."""
    return {(type_, keyword) for type_, keyword, _ in graded(data, place, engine, **options)}


def graded(data: bytes, place: Place, engine: Any = core, **options: Any) -> set[tuple[str, str, str]]:
    """The same with its severity."""
    at = tuple((tag, 1, 1) for tag in place.path)
    report = engine(data, select=sorted(KINDS), **options)
    found = [one for one in report.findings if one[3][:-1] == at]
    return {(KINDS[one[0]], one[2].rpartition(".")[2], one[1]) for one in found}

"""Data sets that have one word of a list of Enumerated Values, and whether it is told to be in no list."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from differential import encode as enc
from differential.abstract import ALL_MACROS
from differential.datasets import checkable
from differential.encode import El, Item
from differential.engines import core
from differential.solve import vr_of, written
from differential.tables import Include, Node, edition
from differential.values import write_word

TABLE = pathlib.Path(__file__).with_name("words.tsv")
DEEPEST = 4


@dataclass(frozen=True)
class Listed:
    """A list of Enumerated Values at a place of an IOD."""

    iod: str
    path: tuple[int, ...]
    #: Number of the value; empty: each.
    index: str
    words: tuple[str, ...]


def lists() -> Iterator[Listed]:
    """Each list that may ground a finding, once, in the first IOD that has its table."""
    tables = edition("2025e")
    seen: set[tuple[str, str, int]] = set()
    for iod in checkable(tables):
        for module in sorted(iod.modules, key=lambda one: one.usage != "M"):
            waiting: list[tuple[tuple[int, ...], list[Node | Include]]]
            waiting = [((), list(tables.tables.get(module.table, [])))]
            while waiting:
                path, rows = waiting.pop(0)
                for row in tables.expand(rows):
                    node = row.node
                    if "x" in node.tag or row.value_type or row.conditional:
                        continue
                    tag = int(node.tag, 16)
                    for index, strength, words in node.lists:
                        key = (node.tag, index + "|".join(words), len(path))
                        if strength in ("error", "warning") and key not in seen:
                            seen.add(key)
                            yield Listed(iod.id, (*path, tag), index, tuple(words))
                    inside = node.children
                    has_macros = any(isinstance(one, Include) and one.table == ALL_MACROS for one in inside)
                    if inside and not has_macros and len(path) < DEEPEST and tag not in path:
                        waiting.append(((*path, tag), node.below()))


def data_set(iod: str, path: tuple[int, ...], index: str, word: str) -> bytes:
    """The file with one word at a place."""
    tables = edition("2025e")
    vr = vr_of(tables, path[-1])
    number = write_word(vr, word)
    count = int(index or 1)
    value = (number or b"") * count if vr in enc.CODES or vr == "AT" else written(vr, [word] * count)
    item = Item([El(path[-1], vr, value)])
    for tag in reversed(path[:-1]):
        item = Item([El(tag, "SQ", items=[item])])
    both = [enc.ui(0x00080016, tables.iods[iod].sop_classes[0]), enc.ui(0x00080018, "1.2.3.4")]
    known = {el.tag for el in item.elements}
    return enc.File(
        sorted([*item.elements, *(el for el in both if el.tag not in known)], key=lambda el: el.tag)
    ).to_bytes()


def is_told(data: bytes, path: tuple[int, ...], index: str, engine: Any = core, **options: Any) -> bool:
    """Whether a word is said to be in no list, at the value it is asked for."""
    at = tuple((tag, 1, 1) for tag in path[:-1]) + ((path[-1], 1, 0),)
    report = engine(data, select=["A120", "A122"], **options)
    return any(one[3] == at and (not index or one[7] == int(index)) for one in report.at_level("error", "warning"))

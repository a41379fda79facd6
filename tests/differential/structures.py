"""What a data set has to be beyond its rows: functional groups and the Content Items of Structured Reports.

Where each macro stands, how many frames there are and what dimensions point to (PS3.3 C.7.6.16, C.7.6.17); which Value
Types and relationships an IOD lets follow each other, and what it lists as evidence (PS3.3 A.35, C.17).
"""

from __future__ import annotations

import functools
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .encode import El, padded
from .tables import DATA, Edition, Iod, Module, Node, Row, read_tsv
from .values import uid

SHARED, PER_FRAME = 0x52009229, 0x52009230
NUMBER_OF_FRAMES = 0x00280008
FRAME_CONTENT, INDEX_VALUES = 0x00209111, 0x00209157
ORGANIZATIONS, INDICES, ORGANIZATION_UID = 0x00209221, 0x00209222, 0x00209164
INDEX_POINTER, GROUP_POINTER = 0x00209165, 0x00209167
VALUE_TYPE, RELATIONSHIP, CONTENT, IDENTIFIER = 0x0040A040, 0x0040A010, 0x0040A730, 0x0040DB73
EVIDENCE = (0x0040A375, 0x0040A385)
SERIES, INSTANCES, INSTANCE_UID = 0x00081115, 0x00081199, 0x00081155
REFERRING = ("IMAGE", "COMPOSITE", "WAVEFORM")


def first(elements: list[El], tag: int) -> El | None:
    """The first Element with this Tag."""
    return next((el for el in elements if el.tag == tag), None)


def inside(elements: list[El], *tags: int) -> list[list[El]]:
    """The data sets of all Items that are reached by these Sequences one after the other."""
    found = [elements]
    for tag in tags:
        sequences = [first(here, tag) for here in found]
        found = [item.elements for el in sequences if el is not None for item in el.items or []]
    return found


# -- Functional groups


@functools.cache
def places() -> dict[tuple[str, str], str]:
    """Macros that have one place only, by IOD."""
    return {(row["iod"], row["macro"]): row["place"] for row in read_tsv(DATA / "common" / "fg_places.tsv")}


def place_of(iod: Iod, macro: str) -> str | None:
    """The only place of a macro, if there is but one."""
    return places().get((iod.id, macro)) or places().get(("*", macro))


@functools.cache
def rows_of(edition: Edition, table: str) -> tuple[Row, ...]:
    """The rows of a macro."""
    return tuple(edition.expand(edition.tables.get(table, [])))


@functools.cache
def tags_of(edition: Edition, table: str) -> frozenset[int]:
    """The Tags of the rows of a macro."""
    return frozenset(int(row.node.tag, 16) for row in rows_of(edition, table))


def choose_places(edition: Edition, iod: Iod, rnd: random.Random) -> dict[str, str]:
    """Where the macros of a data set stand: all mandatory ones, and some others."""
    found: dict[str, str] = {}
    taken: dict[int, str] = {}
    for macro in iod.macros:
        if macro.usage != "M" and rnd.random() > 0.3:
            continue
        where = place_of(iod, macro.id) or rnd.choice(["shared", "per-frame"])
        tags = tags_of(edition, macro.table)
        # Macros of one Sequence are one functional group.
        where = next((taken[tag] for tag in tags if tag in taken), where)
        taken.update(dict.fromkeys(tags, where))
        found[macro.id] = where
    return found


def has_frames(edition: Edition, iod: Iod) -> bool:
    """Whether an IOD has Items for its frames."""
    tables = [edition.tables.get(module.table, []) for module in iod.modules if iod.macros]
    return any(isinstance(row, Node) and row.tag == f"{PER_FRAME:08X}" for table in tables for row in table)


def fit_groups(edition: Edition, iod: Iod, root: list[El], rnd: random.Random) -> None:
    """Frames as many as Items, and dimensions that go with them."""
    frames = inside(root, PER_FRAME)
    number = first(root, NUMBER_OF_FRAMES)
    if number is not None and frames:
        number.value = padded(str(len(frames)).encode())
    dimensions = inside(root, INDICES)
    for content in inside(root, PER_FRAME, FRAME_CONTENT):
        values = first(content, INDEX_VALUES)
        if values is not None and values.value and dimensions:
            values.value = struct.pack(f"<{len(dimensions)}I", *(rnd.randint(1, 9) for _ in dimensions))
    known = [el for here in inside(root, ORGANIZATIONS) if (el := first(here, ORGANIZATION_UID)) is not None]
    for here in dimensions:
        organization = first(here, ORGANIZATION_UID)
        if organization is not None and known:
            organization.value = rnd.choice(known).value
        group, pointer = first(here, GROUP_POINTER), first(here, INDEX_POINTER)
        if group is not None and pointer is not None and iod.macros:
            chosen = rnd.choice(
                [row for macro in iod.macros for row in rows_of(edition, macro.table) if row.node.children]
            )
            below = [row.node.tag for row in edition.expand(chosen.node.below()) if "x" not in row.node.tag]
            group.value, pointer.value = at(int(chosen.node.tag, 16)), at(int(rnd.choice(below), 16))


def at(tag: int) -> bytes:
    """A Tag as a value."""
    return struct.pack("<HH", tag >> 16, tag & 0xFFFF)


def mandatory_in_frames(edition: Edition, iod: Iod) -> list[tuple[Module, int]]:
    """Mandatory macros with their Sequence, where it is of Type 1 and no other macro's."""
    found = []
    for macro in iod.macros:
        rows = rows_of(edition, macro.table)
        others = {tag for other in iod.macros if other is not macro for tag in tags_of(edition, other.table)}
        if macro.usage == "M" and len(rows) == 1 and rows[0].node.type == "1":
            tag = int(rows[0].node.tag, 16)
            if tag not in others:
                found.append((macro, tag))
    return found


# -- Content Items


@dataclass(frozen=True)
class ContentFacts:
    """What an IOD says of its Content Items."""

    value_types: frozenset[str]
    sure: bool
    by_reference: str
    sources: int
    by_value: frozenset[tuple[str, str, str]]
    references: frozenset[tuple[str, str, str]]

    def below(self, value_type: str) -> list[tuple[str, str]]:
        """Relationships and Value Types of what may stand below a Content Item."""
        return sorted((how, target) for source, how, target in self.by_value if source == value_type)


@functools.cache
def content_facts(iod: str) -> ContentFacts | None:
    """The facts of one IOD, if it is known."""
    for row in read_tsv(DATA / "common" / "sr_iods.tsv"):
        if row["iod"] == iod:
            triples = [one for one in read_tsv(DATA / "common" / "sr_relationships.tsv") if one["iod"] == iod]
            value, reference = (
                frozenset((one["source"], one["relationship"], one["target"]) for one in triples if one[column] == "Y")
                for column in ("by_value", "by_reference")
            )
            types = frozenset(row["value_types"].split())
            # A page may have fewer Value Types than the relationships.
            value = frozenset(one for one in value if one[0] in types and one[2] in types)
            return ContentFacts(
                types, row["sure"] == "Y", row["by_reference"], int(row["sources"]), value, reference
            )  # fmt: skip
    return None


def fit_content(iod: Iod, root: list[El], rnd: random.Random) -> None:
    """No references between Content Items, and all instances that are referred to among the evidence."""
    if content_facts(iod.id) is None:
        return
    listed = [
        el
        for tag in EVIDENCE
        for here in inside(root, tag, SERIES, INSTANCES)
        if (el := first(here, INSTANCE_UID)) is not None
    ]
    for elements in content_items(root):
        elements[:] = [el for el in elements if el.tag != IDENTIFIER]
        for here in inside(elements, INSTANCES):
            referred = first(here, INSTANCE_UID)
            if referred is not None and referred.value and listed:
                referred.value = rnd.choice(listed).value


def content_items(root: list[El]) -> Iterator[list[El]]:
    """The root and all Content Items below it."""
    waiting = [root]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += inside(here, CONTENT)


def text_of(elements: list[El], tag: int) -> str:
    """A code string."""
    el = first(elements, tag)
    return "" if el is None else el.value.decode("latin-1").strip(" \0")


def fresh_uid(rnd: random.Random) -> bytes:
    """A UID that stands nowhere else."""
    return padded(uid(rnd).encode(), b"\0")

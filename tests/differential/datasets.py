"""Data sets that are right by construction: for an IOD, the mandatory modules with every Type 1 and 2 Attribute at
every depth, of values that PS3.5 6.2 allows; by chance also optional Attributes and whole optional modules.

Each Element placed is remembered with its path and the rows that ask for it, so that `breaks` can spoil one on purpose.
"""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass, field

from . import encode as enc
from .encode import El, File, Item
from .engines import core
from .fitting import fit
from .structures import (
    CONTENT,
    EVIDENCE,
    PER_FRAME,
    RELATIONSHIP,
    SHARED,
    choose_places,
    content_facts,
    fit_content,
    fit_groups,
    has_frames,
)
from .tables import VALUE_TYPE, Attribute, Edition, Include, Iod, Module, Node, Row
from .values import CHARACTER_SETS, Lists, choose_vr, listed_value, listed_word, valid_value

SOP_CLASS = 0x00080016
SOP_INSTANCE = 0x00080018
CHARACTER_SET = 0x00080005
PIXEL_REPRESENTATION = 0x00280103
PIXEL_DATA = 0x7FE00010
EXTENDED_OFFSET_TABLES = (0x7FE00001, 0x7FE00002)
NEVER_BY_CHANCE = frozenset([CHARACTER_SET, PIXEL_DATA, PIXEL_REPRESENTATION, *EXTENDED_OFFSET_TABLES])
PIXEL_MODULES = frozenset(["image-pixel", "floating-point-image-pixel", "double-floating-point-image-pixel"])
ROOT_VALUE_TYPE = "CONTAINER"
#: The rules on conditions.
CONDITIONAL = ("A104", "A105", "A106", "A107", "A109", "M007", "M008")
#: What a Module demands that is there since its condition holds.
DEMANDED = ("A101", "A102", "A103")
#: What conditions of functional group macros demand and forbid.
OF_MACROS = ("G001", "G011")
ROUNDS = 40
ATTEMPTS = 6
Path = tuple[tuple[int, int, int], ...]


@dataclass
class Claim:
    """Rows that a module asks for in one data set."""

    module: Module
    rows: list[Node | Include]
    root: bool = True


@dataclass
class Placed:
    """An Element of a valid data set: where it stands and which rows ask for it."""

    el: El
    siblings: list[El]
    path: Path
    claims: list[tuple[Module, Row]]
    attribute: Attribute
    #: By row and by what the IOD fixes.
    lists: list[Lists] = field(default_factory=list)

    @property
    def is_listed(self) -> bool:
        """Whether some list bears on its values."""
        return any(self.lists)

    @property
    def types(self) -> set[str]:
        """The types of the rows that ask for it."""
        return {row.node.type for _, row in self.claims}


@dataclass
class Level:
    """A data set that was made: its Elements, what may stand in it, and how its Elements are made."""

    elements: list[El]
    wanted: dict[int, list[tuple[Module, Row]]]
    pixel_representation: int | None
    value_type: str | None


@dataclass
class Valid:
    """A valid file and how it came about."""

    edition: Edition
    iod: Iod
    file: File
    placed: list[Placed] = field(default_factory=list)
    modules: list[Module] = field(default_factory=list)

    def path_text(self, path: Path) -> str:
        """A path as findings say it."""
        return path_text(self.edition, path)


def path_text(edition: Edition, path: Path) -> str:
    """A path of (Tag, occurrence, Item) triples in words."""
    parts = []
    for tag, occurrence, item in path:
        name = edition.name_of(tag) + (f"#{occurrence}" if occurrence > 1 else "")
        parts.append(name + (f"[{item}]" if item else ""))
    return ".".join(parts)


class Builder:
    """Fills the modules of one IOD."""

    def __init__(self, edition: Edition, iod: Iod, rnd: random.Random, transfer_syntax: str, optional: float) -> None:
        self.edition = edition
        self.iod = iod
        self.rnd = rnd
        self.transfer_syntax = transfer_syntax
        self.optional = optional
        self.placed: list[Placed] = []
        self.charset = ""
        #: The modules that are in use.
        self.chosen: set[str] = set()
        self.budget = 4_000
        self.levels: dict[Path, Level] = {}
        #: Where functional group macros stand.
        self.places = choose_places(edition, iod, rnd)
        self.has_frames = has_frames(edition, iod)
        #: Of Content Items: Value Type and relationship.
        self.content: dict[Path, tuple[str, str]] = {}

    def fit(self, elements: list[El]) -> None:
        """Makes values fit each other."""
        fit_groups(self.edition, self.iod, elements, self.rnd)
        fit_content(self.iod, elements, self.rnd)
        fit(elements, self.rnd)

    def build(self) -> Valid:
        """The file."""
        rnd = self.rnd
        modules = [m for m in self.iod.modules if m.usage == "M"]
        if rnd.random() < self.optional * 4:
            modules += [m for m in self.iod.modules if m.usage != "M" and rnd.random() < 0.15]
        # Pixels are of one kind (PS3.3 C.7.6.3, C.7.6.24, C.7.6.25).
        kinds = [m for m in modules if m.id in PIXEL_MODULES]
        modules = [m for m in modules if m not in kinds[1:]]
        self.chosen = {m.id for m in modules}
        claims = [Claim(m, list(self.edition.tables.get(m.table, []))) for m in modules]
        if rnd.random() < 0.5:
            self.charset = rnd.choice(sorted(CHARACTER_SETS))
        elements = self.data_set(claims, (), None)
        self.fit(elements)
        file = File(elements, transfer_syntax=self.transfer_syntax)
        return Valid(self.edition, self.iod, file, self.placed, modules)

    def data_set(self, claims: list[Claim], path: Path, pixel_representation: int | None) -> list[El]:
        """The Elements of the root or an Item."""
        rnd = self.rnd
        depth = len(path)
        wanted: dict[str, list[tuple[Module, Row]]] = {}
        value_types = set()
        for claim in claims:
            for row in self.edition.expand(claim.rows):
                wanted.setdefault(row.node.tag, []).append((claim.module, row))
                if row.value_type:
                    value_types.add(row.value_type)
        value_type = None
        if value_types:
            value_type = ROOT_VALUE_TYPE if not depth else self.value_type(path, sorted(value_types))
            self.content.setdefault(path, ("", value_type))
        elements: list[El] = []
        asked: dict[int, list[tuple[Module, Row]]] = {}
        signed = [row for _, row in wanted.get("00280103", []) if row.value_type in (None, value_type)]
        with_signed = any(row.node.type in ("1", "2") for row in signed) or (signed and rnd.random() < self.optional)
        if with_signed:
            word = listed_word(rnd, self.lists((*path, (PIXEL_REPRESENTATION, 1, 0)), wanted["00280103"]))
            pixel_representation = rnd.choice([0, 1]) if word is None else int(word.removesuffix("H"))
        for text in sorted(wanted):
            rows = [(m, row) for m, row in wanted[text] if row.value_type in (None, value_type)]
            if not rows:
                continue
            tag = int(text.replace("x", "0"), 16)
            attribute = self.edition.attribute(tag)
            if attribute is None:
                continue
            asked[tag] = rows
            types = {"3" if row.conditional else row.node.type for _, row in rows}
            must = types & {"1", "2"} or self.is_wanted(tag, path)
            if tag == CONTENT and not self.may_have_content(path):
                continue
            chance = self.optional if depth < 4 else 0.0
            if not must and (tag in NEVER_BY_CHANCE or rnd.random() >= chance or self.budget <= 0):
                wished = tag == CHARACTER_SET and depth == 0 and self.charset
                if not wished and not (tag == PIXEL_REPRESENTATION and with_signed):
                    continue
            self.budget -= 1
            empty = "1" not in types and "1C" not in types and rnd.random() < 0.4 and not self.is_wanted(tag, path)
            here = (*path, (tag, 1, 0))
            el = self.element(attribute, tag, rows, here, pixel_representation, value_type, empty)
            self.placed.append(Placed(el, elements, here, rows, attribute, self.lists(here, rows)))
            elements.append(el)
        self.levels[path] = Level(elements, asked, pixel_representation, value_type)
        return elements

    def is_wanted(self, tag: int, path: Path) -> bool:
        """Whether something of the root is there whatever its Type, since the rest hangs on it."""
        if path:
            return False
        if tag in (EVIDENCE[0], CONTENT):
            return content_facts(self.iod.id) is not None
        return self.has_frames and tag in (SHARED, PER_FRAME)

    def value_type(self, path: Path, known: list[str]) -> str:
        """The Value Type of a data set that has one; of a Content Item, one that its IOD allows there."""
        facts = content_facts(self.iod.id)
        around = self.content.get(path[:-1])
        if facts is None or around is None or path[-1][0] != CONTENT:
            return self.rnd.choice(known)
        relationship, value_type = self.rnd.choice(facts.below(around[1]))
        self.content[path] = (relationship, value_type)
        return value_type

    def may_have_content(self, path: Path) -> bool:
        """Whether something may stand below a Content Item."""
        facts = content_facts(self.iod.id)
        return facts is None or path not in self.content or bool(facts.below(self.content[path][1]))

    def settle(self, made: Valid) -> bool:
        """Adds what conditions demand and takes away what they forbid, as long as there is any; whether it came to an end.

        One engine says what is at fault; the other is then asked, too.
        """
        for _ in range(ROUNDS):
            report = core(made.file.to_bytes(), edition=self.edition.name, select=(*CONDITIONAL, *DEMANDED, *OF_MACROS))
            faults = [(one[0], one[3], one[4]) for one in report.at_level("error", "warning")]
            if not faults:
                return True
            mended = set()
            for code, place, module in faults:
                if code == "M007":
                    continue
                # One at a time in each data set: what one mends often mends another. Macros do not.
                if code == "G001" or place[:-1] not in mended:
                    mended.add(place[:-1])
                    self.mend(code, place, module)
            self.fit(made.file.elements)
        return False

    def mend(self, code: str, place: Path, module: str | None) -> None:
        """Adds or takes away the Element of a finding."""
        if code == "G001":
            self.add_macro(place, module)
            return
        tag = place[-1][0]
        level = self.levels.get(place[:-1])
        if level is None:
            return
        if code in ("A102", "A105", "A107", "M008", "G011"):
            level.elements[:] = [el for el in level.elements if el.tag != tag]
            gone = (*place[:-1], (tag, 1, 0))
            self.placed = [one for one in self.placed if not _is_at_or_below(one.path, gone)]
            self.levels = {path: kept for path, kept in self.levels.items() if not _is_at_or_below(path, gone)}
            if code in ("A107", "G011"):
                return
        if place[:-1] == ():
            self.know(module, level)
        attribute, rows = self.edition.attribute(tag), level.wanted.get(tag)
        if attribute is None or rows is None or code == "M008" or any(el.tag == tag for el in level.elements):
            return
        here = (*place[:-1], (tag, 1, 0))
        el = self.element(attribute, tag, rows, here, level.pixel_representation, level.value_type, empty=False)
        level.elements.append(el)
        level.elements.sort(key=lambda one: one.tag)
        self.placed.append(Placed(el, level.elements, here, rows, attribute))

    def add_macro(self, path: Path, name: str | None) -> None:
        """Adds a functional group macro to an Item."""
        level = self.levels.get(path)
        for macro in self.iod.macros:
            if level is None or macro.id != name:
                continue
            for row in self.edition.expand(list(self.edition.tables.get(macro.table, []))):
                tag = int(row.node.tag.replace("x", "0"), 16)
                rows = level.wanted.setdefault(tag, [])
                rows.append((macro, row))
                attribute = self.edition.attribute(tag)
                if attribute is None or any(el.tag == tag for el in level.elements):
                    continue
                here = (*path, (tag, 1, 0))
                el = self.element(attribute, tag, rows, here, level.pixel_representation, level.value_type, empty=False)
                level.elements.append(el)
                level.elements.sort(key=lambda one: one.tag)
                self.placed.append(Placed(el, level.elements, here, rows, attribute))

    def know(self, name: str | None, level: Level) -> None:
        """Adds what a Module of the IOD says to what may stand in the root."""
        for module in self.iod.modules:
            if module.id == name:
                for row in self.edition.expand(list(self.edition.tables.get(module.table, []))):
                    tag = int(row.node.tag.replace("x", "0"), 16)
                    rows = level.wanted.setdefault(tag, [])
                    if row.value_type is None and all(known.id != name for known, _ in rows):
                        rows.append((module, row))

    def element(
        self,
        attribute: Attribute,
        tag: int,
        rows: list[tuple[Module, Row]],
        here: Path,
        pixel_representation: int | None,
        value_type: str | None,
        empty: bool,
    ) -> El:
        """One Element."""
        rnd = self.rnd
        depth = len(here) - 1
        vr = choose_vr(rnd, attribute.vr, pixel_representation)
        codec, extra = CHARACTER_SETS[self.charset]
        if vr == "SQ":
            return self.sequence(tag, rows, here, pixel_representation, empty)
        if tag == SOP_CLASS and not depth:
            return enc.ui(tag, rnd.choice(self.iod.sop_classes))
        if tag == CHARACTER_SET:
            return El(tag, "CS", enc.padded(self.charset.encode() or b"ISO_IR 6"))
        if tag == PIXEL_REPRESENTATION:
            return El(tag, "US", struct.pack("<H", pixel_representation or 0))
        if tag == VALUE_TYPE and value_type:
            return El(tag, "CS", enc.padded(value_type.encode()))
        if tag == RELATIONSHIP and self.content.get(here[:-1], ("", ""))[0]:
            return El(tag, "CS", enc.padded(self.content[here[:-1]][0].encode()))
        if tag == PIXEL_DATA:
            if not depth and enc.encoding_of(self.transfer_syntax).explicit and ".1.2.4." in self.transfer_syntax:
                return El(tag, "OB", fragments=[b"", b"\xff\xd8\xff\xd9"])
            return El(tag, "OW", bytes(rnd.randrange(256) for _ in range(32)))
        if empty:
            return El(tag, vr)
        value = valid_value(rnd, vr, attribute.vm, extra, codec)
        return El(tag, vr, listed_value(rnd, vr, value, self.lists(here, rows)))

    def lists(self, here: Path, rows: list[tuple[Module, Row]]) -> list[Lists]:
        """The lists of an Attribute by row; what the IOD fixes, whatever the rest is, is a row of its own each."""
        path = "/".join(f"{tag:08X}" for tag, _, _ in here)
        modules = self.chosen | {module.id for module in self.iod.modules if module.usage == "M"}
        fixed: dict[tuple[str, str], list[str]] = {}
        for iod, module, at, index, words in self.edition.fixed:
            if at == path and iod in ("*", self.iod.id) and (not module or module in modules):
                fixed.setdefault((module, index), []).extend(words)
        return [row.node.lists for _, row in rows] + [[(index, "error", words)] for (_, index), words in fixed.items()]

    def sequence(
        self, tag: int, rows: list[tuple[Module, Row]], here: Path, pixel_representation: int | None, empty: bool
    ) -> El:
        """A Sequence with its Items, of defined or undefined length."""
        rnd = self.rnd
        below = [Claim(m, row.node.below(), False) for m, row in rows if row.node.children]
        if here == ((tag, 1, 0),) and tag in (SHARED, PER_FRAME):
            place = "shared" if tag == SHARED else "per-frame"
            macros = [m for m in self.iod.macros if self.places.get(m.id) == place]
            below += [Claim(m, list(self.edition.tables.get(m.table, [])), False) for m in macros]
        most = min((row.node.most for _, row in rows if row.node.most is not None), default=2)
        least = max((row.node.least for _, row in rows), default=0)
        count = 0 if empty else rnd.randint(max(1, min(least, most)), max(1, least, min(most, 2)))
        el = El(tag, "SQ", items=[], undefined=rnd.random() < 0.5)
        for number in range(1, count + 1):
            step = (*here[:-1], (tag, 1, number))
            elements = self.data_set(below, step, pixel_representation)
            el.items = [*(el.items or []), Item(elements, undefined=rnd.random() < 0.5)]
        return el


def _is_at_or_below(path: Path, of: Path) -> bool:
    start = path[: len(of)]
    return [step[:2] for step in start] == [step[:2] for step in of] and all(
        one[2] == two[2] for one, two in zip(start[:-1], of[:-1], strict=False)
    )


def valid(
    edition: Edition, iod: Iod, seed: int, transfer_syntax: str = enc.EXPLICIT_LITTLE, optional: float = 0.05
) -> Valid:
    """A file that breaks nothing that the tables of the edition say of this IOD."""
    for attempt in range(ATTEMPTS):
        rnd = random.Random(seed + attempt * 0x1_0000_0001)
        # What cannot be settled is mostly what was there by chance.
        builder = Builder(edition, iod, rnd, transfer_syntax, optional / (attempt + 1))
        made = builder.build()
        if builder.settle(made):
            break
    # Making values fit takes some Elements away.
    made.placed = [one for one in builder.placed if any(el is one.el for el in one.siblings)]
    return made


def checkable(edition: Edition) -> list[Iod]:
    """The IODs of which a data set can be made: they have a SOP Class, and are no directory."""
    return [iod for iod in edition.iods.values() if iod.sop_classes and "1.2.840.10008.1.3.10" not in iod.sop_classes]

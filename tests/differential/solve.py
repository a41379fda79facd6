"""Makes data sets in which an expression on conditions is true, false, or unknown, by trying states of what it names.

For each Attribute that the expression names, the states that may matter: absent, empty, each word it is asked for and
one other, numbers on both sides of a bound, Items that differ. Among these it looks for a data set in which the
expression can be worth nothing else (`abstract`).
"""

from __future__ import annotations

import copy
import itertools
import random
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from validicom.reference.conditions import (
    Changes,
    Code,
    Comparison,
    Equal,
    Expression,
    ItemNumber,
    Membership,
    Named,
    OneOf,
    Operand,
    PointsIntoFunctionalGroups,
    PointsTo,
    Presence,
    Quantified,
    Word,
)

from . import encode as enc
from .abstract import CODE_VALUE, CODING_SCHEME, Rows, Steps, Tree, Truth, Values, World
from .encode import El, Item
from .tables import Edition

#: Tries of one search, and Items tried of one Sequence.
MOST, MOST_ITEMS = 1_500, 24
NUMBERS = ("US", "SS", "UL", "SL", "UV", "SV", "FL", "FD", "DS", "IS")
OTHER = {
    "AE": "OTHER", "AS": "041Y", "CS": "ZZ OTHER", "DA": "20200101", "DT": "2020", "TM": "10", "UI": "1.2.3.99",
    "PN": "Other^One", "UR": "http://other", "AT": "00100010",
}  # fmt: skip
SOP_CLASS, ENCAPSULATED = 0x00080016, "1.2.840.10008.1.2.4.50"
Choice = Values | list[Tree] | None


@dataclass
class Made:
    """A data set with what is said besides it."""

    world: World
    facts: dict[str, bool]
    transfer_syntax: str

    def to_bytes(self) -> bytes:
        """Its file."""
        edition = self.world.rows.edition
        # The SOP Class of File Meta Information names the IOD where the data set has none.
        uid = self.world.rows.iod.sop_classes[0]
        here = self.world.tree.get(SOP_CLASS)
        if isinstance(here, Values) and here.words:
            uid = here.words[0]
        meta = enc.meta_elements(uid, "1.2.3.4", self.transfer_syntax)
        return enc.File(elements(edition, self.world.tree), self.transfer_syntax, meta).to_bytes()


def elements(edition: Edition, tree: Tree) -> list[El]:
    """The Elements of a tree."""
    made = []
    for tag, state in sorted(tree.items()):
        vr = vr_of(edition, tag)
        if isinstance(state, list):
            made.append(El(tag, "SQ", items=[Item(elements(edition, item)) for item in state]))
        elif isinstance(state, Values):
            made.append(El(tag, vr, written(vr, state.words), items=[] if vr == "SQ" else None))
    return made


def vr_of(edition: Edition, tag: int) -> str:
    """The VR that is written; of several, the first."""
    attribute = edition.attribute(tag)
    return "UN" if attribute is None else attribute.vr.split(" or ")[0]


def written(vr: str, words: Sequence[str]) -> bytes:
    """Words as a value."""
    if vr == "AT":
        return b"".join(struct.pack("<HH", int(word[:4], 16), int(word[4:], 16)) for word in words)
    if vr in enc.CODES:
        whole = vr not in ("FL", "FD")
        return b"".join(struct.pack("<" + enc.CODES[vr], int(word) if whole else float(word)) for word in words)
    if vr in ("OB", "OW", "OD", "OF", "OL", "OV", "UN"):
        return b"\0" * 8 if words else b""
    return enc.padded("\\".join(words).encode(), b"\0" if vr == "UI" else b" ")


@dataclass
class Search:
    """The search for one expression in one IOD."""

    rows: Rows
    tags: dict[str, int]
    base: Tree
    home: Steps
    this: int | None
    rnd: random.Random
    #: What else a data set has to be.
    is_sound: Callable[[World], bool] = lambda _: True

    def find(
        self,
        wanted: Sequence[tuple[Expression, Truth]],
        *,
        with_this: Choice = None,
        at_root: Sequence[tuple[Expression, Truth]] = (),
    ) -> Made | None:
        """A data set in which each expression is worth what is wanted, where the Attribute stands or at the root."""
        all_of_them = [*((one, self.home) for one, _ in wanted), *((one, ()) for one, _ in at_root)]
        options = self.options(all_of_them)
        for tree, facts, syntax in self.trials(options):
            if self.this is not None and with_this is not None:
                self._put(tree, (*self.home, (self.this, 0)), with_this)
            world = World(self.rows, self.tags, tree, facts, syntax, self.this, self.home)
            if (
                all(world.truths(expression, self.home) == frozenset([truth]) for expression, truth in wanted)
                and all(world.truths(expression, ()) == frozenset([truth]) for expression, truth in at_root)
                and self.is_sound(world)
            ):
                return Made(world, facts, syntax)
        return None

    # -- Choices

    def options(self, of: Iterable[tuple[Expression, Steps]]) -> dict[object, list[object]]:
        """What can be chosen, by where: steps to an Attribute, the name of a fact, or what surrounds the data set."""
        found: dict[object, list[object]] = {}
        for expression, at in of:
            for where, choices in self.choices(expression, at).items():
                known = found.setdefault(where, [])
                known += [choice for choice in choices if choice not in known]
        # What stands below a Sequence that is itself chosen goes with its Items.
        chosen = [where for where in found if isinstance(where, tuple)]
        for where in chosen:
            if any(other != where and where[: len(other)] == other[:-1] + ((other[-1][0], 1),) for other in chosen):
                found.pop(where, None)
        return found

    def choices(self, of: Expression, at: Steps) -> dict[object, list[object]]:
        """The choices that matter to an expression at a level."""
        found: dict[object, list[object]] = {}
        world = World(self.rows, self.tags, self.base, this=self.this, home=self.home)

        def add(where: object, more: Iterable[object]) -> None:
            known = found.setdefault(where, [])
            known += [one for one in more if one not in known]

        waiting = [of]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Quantified):
                spot = world.spot(part.operand, at)
                if spot is None:
                    continue
                where = (*spot.at, (spot.tag, 0))
                inside, outside = self.inside(part.expression, (*spot.at, (spot.tag, 1)))
                for other, choices in outside.items():
                    add(other, choices)
                add(where, [None, Values(), *self.item_lists(inside)])
            elif isinstance(part, Equal):
                for one in (part.one, part.other):
                    self.at_operand(add, world, one, at, part)
            elif isinstance(operand := getattr(part, "operand", None), Operand):
                if isinstance(part, Changes):
                    add("items", [(2, 1), (2, 2)])
                    add("changing", [False, True])
                self.at_operand(add, world, operand, at, part)
            elif isinstance(part, Named):
                self.at_name(add, part)
            elif isinstance(part, (ItemNumber, Word)):
                add("items", [(1, 1), (2, 1), (2, 2), (3, 2), (3, 3)])
                if part == Word("encapsulated"):
                    add("syntax", [enc.EXPLICIT_LITTLE, ENCAPSULATED])
            elif isinstance(part, OneOf) and part.kind == "transfer_syntax":
                add("syntax", [enc.EXPLICIT_LITTLE, *part.among])
            waiting += direct(part)
        return found

    def at_operand(self, add: object, world: World, operand: Operand, at: Steps, part: Expression) -> None:
        """The states of one operand of one atom."""
        assert callable(add)
        spot = world.spot(operand, at)
        if spot is None or spot.is_nowhere:
            return
        if any(spot.at == self.home[:n] and spot.tag == self.home[n][0] for n in range(len(self.home))):
            # It encloses the Attribute of the condition, and is there; how many Items it has may matter.
            if self.home and spot.tag == self.home[-1][0]:
                add("items", [(1, 1), (2, 1), (2, 2)])
            return
        if operand.is_this:
            return
        add((*spot.at, (spot.tag, 0)), self.states(spot.tag, operand, part))

    def at_name(self, add: object, part: Named) -> None:
        """The states of a fact, a module, a macro or a group."""
        assert callable(add)
        if part.kind == "outside":
            add(f"fact {part.name}", [None, True, False])
        elif part.kind == "module":
            for tag, modules in self.rows.claimants.items():
                if modules == {part.name} and self.fits(tag):
                    add(((tag, 0),), [None, self.some(tag)])
                    break
        elif part.kind == "macro":
            group = self.home[0] if self.home else (0x52009230, 1)
            for tag in sorted(self.rows.macro_tags(part.name))[:1]:
                add((group, (tag, 0)), [None, [{}]])
        else:
            add(((0x60000010, 0),), [None, Values(("4",))])

    def fits(self, tag: int) -> bool:
        """Whether an Attribute can speak for a module here."""
        return tag not in self.base and tag != self.this and tag not in (0x00080005, 0x7FE00010)

    def some(self, tag: int) -> Choice:
        """Any value."""
        vr = vr_of(self.rows.edition, tag)
        return [{}] if vr == "SQ" else Values((self.other(vr),))

    @staticmethod
    def other(vr: str) -> str:
        """A word that no expression asks for."""
        return OTHER.get(vr, "77" if vr in NUMBERS else "other")

    def states(self, tag: int, operand: Operand, part: Expression) -> list[Choice]:
        """States of an Attribute that matter to an atom."""
        vr = vr_of(self.rows.edition, tag)
        if vr == "SQ":
            return self.sequences(part)
        if tag == SOP_CLASS:
            return [*(Values((uid,)) for uid in self.rows.iod.sop_classes), Values()]
        words = [self.other(vr)]
        many: list[tuple[str, ...]] = []
        if isinstance(part, Membership):
            words += part.among
        elif isinstance(part, Comparison):
            number = int(part.number)
            if part.measure == "count":
                many = [(words[0],) * count for count in (1, number, number + 1) if count > 0]
            elif part.measure == "length":
                many = [("x" * count,) for count in (1, number, number + 1) if count > 0]
            else:
                words += [str(one) for one in (number - 1, number, number + 1) if one >= 0]
        elif isinstance(part, PointsTo):
            target = self.this if part.target == "this" else self.tags[part.target]
            words += [] if target is None else [f"{target:08X}"]
        elif isinstance(part, PointsIntoFunctionalGroups):
            words += [f"{one:08X}" for one in sorted(self.rows.in_groups)[:1]]
        elif isinstance(part, Equal):
            words += ["1.2.3.5" if vr == "UI" else "78" if vr in NUMBERS else "OTHER"]
        filler = (operand.number or 1) - 1
        plain = [Values((words[0],) * filler + (word,)) for word in words if fits_vr(vr, word)]
        states: list[Choice] = [None, *plain, *(Values(one) for one in many), Values()]
        if filler:
            states.append(Values((words[0],) * filler))
        return states

    @staticmethod
    def sequences(part: Expression) -> list[Choice]:
        """States of a Sequence."""
        if isinstance(part, Code):
            codes: list[Tree] = [
                {CODE_VALUE: Values((value,)), CODING_SCHEME: Values((scheme,))} for value, scheme in part.among
            ]
            other: Tree = {CODE_VALUE: Values(("0",)), CODING_SCHEME: Values(("99ZZ",))}
            return [None, [codes[0]], [other], [codes[-1]], [{}], Values()]
        if isinstance(part, Comparison):
            number = int(part.number)
            counts = sorted({1, 2, *(one for one in (number, number + 1) if 0 < one < 9)})
            lists: list[Choice] = [[{} for _ in range(count)] for count in counts]
            return [None, *lists, Values()]
        if isinstance(part, Presence):
            return [None, [{}], Values()]
        return [None, [{}], [{}, {}], Values()]

    def inside(
        self, of: Expression, at: Steps
    ) -> tuple[dict[tuple[tuple[int, int], ...], list[object]], dict[object, list[object]]]:
        """The choices of an expression in an Item: those inside the Item, relative to it, and the rest."""
        inside: dict[tuple[tuple[int, int], ...], list[object]] = {}
        outside: dict[object, list[object]] = {}
        for where, choices in self.choices(of, at).items():
            if isinstance(where, tuple) and where[: len(at)] == at:
                inside[where[len(at) :]] = choices
            else:
                outside[where] = choices
        return inside, outside

    def item_lists(self, inside: dict[tuple[tuple[int, int], ...], list[object]]) -> list[Choice]:
        """Lists of one Item, and some of two."""
        items: list[Tree] = []
        for combination in some_of(self.rnd, list(inside.values()), MOST_ITEMS):
            item: Tree = {}
            for where, choice in zip(inside, combination, strict=True):
                self._put(item, where, choice)
            items.append(item)
        lists: list[Choice] = [[item] for item in items]
        pairs = list(itertools.pairwise(items))[:6]
        return lists + [[copy.deepcopy(one), copy.deepcopy(other)] for one, other in pairs]

    # -- Trials

    def trials(self, options: dict[object, list[object]]) -> Iterator[tuple[Tree, dict[str, bool], str]]:
        """Data sets that differ in what can be chosen."""
        names = list(options)
        for combination in some_of(self.rnd, list(options.values()), MOST):
            chosen = dict(zip(names, combination, strict=True))
            tree = copy.deepcopy(self.base)
            several = chosen.get("items", (1, 1))
            assert isinstance(several, tuple)
            count, number = several
            if self.home and number != self.home[-1][1]:
                continue
            facts = {
                str(name)[5:]: bool(value)
                for name, value in chosen.items()
                if str(name).startswith("fact ") and value is not None
            }
            for where, choice in chosen.items():
                if isinstance(where, tuple):
                    self._put(tree, where, choice)
            if self.home and count > 1:
                self._repeat(tree, count, number, bool(chosen.get("changing")))
            yield tree, facts, str(chosen.get("syntax", enc.EXPLICIT_LITTLE))

    def _put(self, tree: Tree, where: tuple[tuple[int, int], ...], choice: object) -> None:
        """Puts a state where it belongs, with the Items around it."""
        if choice is None:
            return
        here = tree
        for tag, number in where[:-1]:
            items = here.get(tag)
            if not isinstance(items, list):
                items = here[tag] = []
            while len(items) < number:
                items.append({})
            here = items[number - 1]
        tag = where[-1][0]
        if isinstance(choice, list) and isinstance(there := here.get(tag), list):
            for number, item in enumerate(choice):
                if number < len(there):
                    there[number].update(copy.deepcopy(item))
                else:
                    there.append(copy.deepcopy(item))
        elif not isinstance(here.get(tag), list):
            here[tag] = copy.deepcopy(choice)  # type: ignore[assignment]

    def _repeat(self, tree: Tree, count: int, number: int, changing: bool) -> None:
        """Items like the one at hand around it; none of them lacks the Attribute of the condition."""
        level: Tree = tree
        for tag, at in self.home[:-1]:
            items = level[tag]
            assert isinstance(items, list)
            level = items[at - 1]
        items = level[self.home[-1][0]]
        assert isinstance(items, list)
        while len(items) < number:
            items.append({})
        mine = items[number - 1]
        for at in range(count):
            if at + 1 == number:
                continue
            other = copy.deepcopy(mine)
            if changing:
                other = {tag: changed(state) for tag, state in other.items()}
            if self.this is not None:
                other[self.this] = self.some(self.this)  # type: ignore[assignment]
            if at < len(items):
                items[at] = other
            else:
                items.append(other)


def changed(state: Values | list[Tree]) -> Values | list[Tree]:
    """Another value of the same kind."""
    if isinstance(state, Values) and state.words and state.words[0].isdigit():
        return Values((str(int(state.words[0]) + 1), *state.words[1:]))
    if isinstance(state, Values) and state.words:
        return Values((state.words[0][:-1] + ("A" if state.words[0][-1] != "A" else "B"), *state.words[1:]))
    return state


def direct(part: Expression) -> list[Expression]:
    """The parts right below, but of an Item's expression, which are looked at in the Item."""
    if isinstance(part, Quantified):
        return []
    found = getattr(part, "of", ())
    return list(found) if isinstance(found, tuple) else [found]


def fits_vr(vr: str, word: str) -> bool:
    """Whether a word can be written in a VR."""
    if vr in NUMBERS:
        return word.lstrip("-").replace(".", "", 1).isdigit()
    return vr != "AT" or len(word) == 8


def some_of(rnd: random.Random, choices: list[list[object]], most: int) -> Iterator[tuple[object, ...]]:
    """All combinations if there are not too many, else some of them by chance."""
    total = 1
    for one in choices:
        total *= max(1, len(one))
    if total <= most:
        yield from itertools.product(*choices)
        return
    for _ in range(most):
        yield tuple(rnd.choice(one) for one in choices)


def home_in(base: Tree, path: Sequence[int], number: int) -> Steps:
    """The steps to an Item along a path of Sequences, the innermost with a number of its own; makes the Items."""
    steps: list[tuple[int, int]] = []
    here = base
    for order, tag in enumerate(path):
        at = number if order == len(path) - 1 else 1
        items: list[Tree] = [{} for _ in range(at)]
        here[tag] = items
        here = items[at - 1]
        steps.append((tag, at))
    return tuple(steps)

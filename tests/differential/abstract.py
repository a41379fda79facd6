"""Data sets as expressions on conditions see them, and what docs/conditions.md says an expression is worth there.

Neither core nor reference is asked. An answer is the set of truths that may come out (`None`: unknown): where it hangs
on whether an absent Attribute is demanded, which only the tables' claims tell, both are in it. So a data set counts as
made to be true, false or unknown only where the answer is one truth alone.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from validicom.reference.conditions import (
    Changes,
    Code,
    Comparison,
    Constant,
    Equal,
    Expression,
    ItemNumber,
    Junction,
    Membership,
    Named,
    Not,
    OneOf,
    Operand,
    PointsIntoFunctionalGroups,
    PointsTo,
    Presence,
    Quantified,
    Word,
)

from .structures import PER_FRAME, SHARED
from .tables import Edition, Include, Iod, Module, Node

Truth = bool | None
Truths = frozenset[Truth]
Steps = tuple[tuple[int, int], ...]
YES, NO, UNKNOWN = (frozenset([one]) for one in (True, False, None))
EITHER, ANY = frozenset([True, False]), frozenset([True, False, None])
CODE_VALUE, CODING_SCHEME = 0x00080100, 0x00080102
SIGNS = {"=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
ALL_MACROS = "IODFunctionalGroupMacros"


@dataclass(frozen=True)
class Values:
    """Values as words; none: the Element is empty."""

    words: tuple[str, ...] = ()


State = Values
Tree = dict[int, "Values | list[Tree]"]


def kleene_not(of: Truths) -> Truths:
    """Negation."""
    return frozenset(None if one is None else not one for one in of)


def joined(name: str, of: Iterable[Truths]) -> Truths:
    """And or or of sets of truths."""
    decisive = name == "or"
    found: Truths = frozenset([not decisive])
    for truths in of:
        found = frozenset(_pair(decisive, one, other) for one in found for other in truths)
    return found


def _pair(decisive: bool, one: Truth, other: Truth) -> Truth:
    if one is decisive or other is decisive:
        return decisive
    return None if one is None or other is None else not decisive


# -- Tables


class Rows:
    """What the tables of an IOD have at each level, whichever module or macro has it."""

    def __init__(self, edition: Edition, iod: Iod, *, only_mandatory: bool = False) -> None:
        self.edition = edition
        self.iod = iod
        self._only_mandatory = only_mandatory
        self._known: dict[tuple[int, ...], dict[int, list[Node]]] = {}

    def at(self, path: tuple[int, ...]) -> dict[int, list[Node]]:
        """The rows of a level by Tag."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._at(path)
        return known

    def _at(self, path: tuple[int, ...]) -> dict[int, list[Node]]:
        if not path:
            modules = [module for module in self.iod.modules if module.usage == "M" or not self._only_mandatory]
            return self._by_tag([row for module in modules for row in self.edition.tables.get(module.table, [])])
        above = self.at(path[:-1]).get(path[-1], [])
        below = [row for node in above for row in node.below()]
        if any(isinstance(row, Include) and row.table == ALL_MACROS for row in below):
            if len(path) > 1 or path[0] not in (SHARED, PER_FRAME):
                return {}
            below += [row for macro in self.iod.macros for row in self.edition.tables.get(macro.table, [])]
        return self._by_tag(below)

    def _by_tag(self, rows: list[Node | Include]) -> dict[int, list[Node]]:
        found: dict[int, list[Node]] = {}
        for row in self.edition.expand(rows):
            if self._only_mandatory and (row.value_type or row.conditional):
                continue
            if "x" not in row.node.tag:
                found.setdefault(int(row.node.tag, 16), []).append(row.node)
        return found

    @functools.cached_property
    def mandatory(self) -> Rows:
        """The same of mandatory modules alone, without what hangs on a Value Type or a condition of an Include."""
        return Rows(self.edition, self.iod, only_mandatory=True)

    def absent(self, at: Steps, tag: int) -> Truths:
        """What values that are not there are worth: false if they may be absent, unknown if they are demanded."""
        path = tuple(step for step, _ in at)
        if path in ((SHARED,), (PER_FRAME,)):
            return NO  # a macro that is missing is a finding of its own, and none of its row
        if any(node.type in ("1", "2") for node in self.mandatory.at(path).get(tag, [])):
            return UNKNOWN
        return NO | UNKNOWN if any(node.type != "3" for node in self.at(path).get(tag, [])) else NO

    @functools.cached_property
    def claimants(self) -> dict[int, set[str]]:
        """The modules that have a row for a Tag of the root."""
        found: dict[int, set[str]] = {}
        for module in self.iod.modules:
            for tag in self._by_tag(list(self.edition.tables.get(module.table, []))):
                found.setdefault(tag, set()).add(module.id)
        return found

    def module(self, name: str) -> Module | None:
        """A module of the IOD."""
        return next((module for module in self.iod.modules if module.id == name), None)

    def macro_tags(self, name: str) -> set[int]:
        """The Tags of the root rows of a macro."""
        macro = next((macro for macro in self.iod.macros if macro.id == name), None)
        return set() if macro is None else set(self._by_tag(list(self.edition.tables.get(macro.table, []))))

    def macros_with(self, group: int, tag: int) -> list[int]:
        """The Sequences of macros that have a row for a Tag in their Items."""
        return sorted(one for one in self.at((group,)) if tag in self.at((group, one)))

    @functools.cached_property
    def in_groups(self) -> set[int]:
        """Tags of rows below the Sequences of macros."""
        return {
            tag for group in (SHARED, PER_FRAME) for macro in self.at((group,)) for tag in self.at((group, macro))
        }  # fmt: skip


# -- Where an operand is


@dataclass(frozen=True)
class Spot:
    """A place in the tree for an Attribute."""

    at: Steps
    tag: int
    is_in_frame: bool = False
    is_nowhere: bool = False


@dataclass
class World:
    """A data set that is being made, and what surrounds it."""

    rows: Rows
    tags: dict[str, int]
    tree: Tree = field(default_factory=dict)
    facts: dict[str, bool] = field(default_factory=dict)
    transfer_syntax: str = ""
    this: int | None = None
    home: Steps = ()

    # -- The tree

    def items(self, at: Steps, tag: int) -> list[Tree] | None:
        """The Items of a Sequence, as trees."""
        level = self.level(at)
        found = None if level is None else level.get(tag)
        return found if isinstance(found, list) else None

    def level(self, at: Steps) -> Tree | None:
        """A data set of the tree."""
        here: Tree | None = self.tree
        for tag, number in at:
            items = None if here is None else here.get(tag)
            here = items[number - 1] if isinstance(items, list) and number <= len(items) else None
        return here

    def state(self, spot: Spot) -> State | list[Tree] | None:
        """What is there."""
        level = None if spot.is_nowhere else self.level(spot.at)
        return None if level is None else level.get(spot.tag)

    # -- Operands

    def spot(self, operand: Operand, at: Steps) -> Spot | None:
        """Where an operand is looked for."""
        if operand.is_this:
            return None if self.this is None else Spot(self.home, self.this)
        tag = self.tags[operand.keyword]
        if operand.is_root:
            return Spot((), tag)
        if operand.is_frame:
            return self._in_frame(at, tag)
        if operand.up > len(at):
            return Spot(at, tag, is_nowhere=True)
        start = at[: len(at) - operand.up]
        for length in range(len(start), -1, -1):
            here = start[:length]
            path = tuple(step for step, _ in here)
            if tag in self.rows.at(path):
                return Spot(here, tag)
            if path in ((SHARED,), (PER_FRAME,)) and any(
                tag in self.rows.at((*path, one)) for one in self.rows.at(path)
            ):
                return self._in_frame(here, tag)
        return Spot(start, tag)

    def _in_frame(self, at: Steps, tag: int) -> Spot:
        groups = at[:1] if at and at[0][0] in (SHARED, PER_FRAME) else ((SHARED, 1), (PER_FRAME, 1))
        looked = [*groups, *([(SHARED, 1)] if groups == at[:1] and at[0][0] == PER_FRAME else [])]
        possible: list[Spot] = []
        for step in looked:
            for macro in self.rows.macros_with(step[0], tag):
                spot = Spot((step, (macro, 1)), tag, is_in_frame=True)
                possible.append(spot)
                if self.state(spot) is not None:
                    return spot
        return possible[0] if possible else Spot(at, tag, is_in_frame=True, is_nowhere=True)

    # -- Truth

    def truths(self, of: Expression, at: Steps) -> Truths:
        """What may come out at a level."""
        if isinstance(of, Constant):
            return frozenset([of.value])
        if isinstance(of, Not):
            return kleene_not(self.truths(of.of, at))
        if isinstance(of, Junction):
            return joined(of.name, [self.truths(part, at) for part in of.of])
        if isinstance(of, (Word, ItemNumber)):
            return self._placed(of, at)
        if isinstance(of, Quantified):
            return self._quantified(of, at)
        if isinstance(of, (Named, OneOf)):
            return self._named(of)
        if isinstance(of, Changes):
            return self._changes(of, at)
        if isinstance(of, Equal):
            return self._equal(of, at)
        spot = self.spot(of.operand, at)
        return UNKNOWN if spot is None else self._about(of, spot, at)

    def _placed(self, of: Word | ItemNumber, at: Steps) -> Truths:
        if isinstance(of, Word) and of.name == "encapsulated":
            return frozenset([".1.2.4." in self.transfer_syntax])
        if not at or (isinstance(of, Word) and of.name in ("unread", "none")):
            return UNKNOWN
        number = at[-1][1]
        if isinstance(of, ItemNumber):
            return frozenset([SIGNS[of.sign](number, of.number)])
        last = len(self.items(at[:-1], at[-1][0]) or [])
        return frozenset([number == (1 if of.name == "first_item" else last)])

    def _named(self, of: Named | OneOf) -> Truths:
        if isinstance(of, OneOf):
            return frozenset([(self.rows.iod.id if of.kind == "iod" else self.transfer_syntax) in of.among])
        if of.kind == "outside":
            return frozenset([self.facts.get(of.name)])
        if of.kind == "module":
            module = self.rows.module(of.name)
            return frozenset([module is not None and (module.usage == "M" or self._has_evidence(of.name))])
        if of.kind == "macro":
            items = [item for group in (SHARED, PER_FRAME) for item in self.items((), group) or []]
            return frozenset([any(item.get(tag) for item in items for tag in self.rows.macro_tags(of.name))])
        groups = range(0x6000, 0x6020, 2) if of.name.lower() == "60xx" else (int(of.name, 16),)
        return frozenset([any(tag >> 16 in groups for tag in self.tree)])

    def _has_evidence(self, module: str) -> bool:
        return any(
            self.rows.claimants.get(tag) == {module} and has_value(state) for tag, state in self.tree.items()
        )  # fmt: skip

    def _quantified(self, of: Quantified, at: Steps) -> Truths:
        spot = self.spot(of.operand, at)
        if spot is None:
            return UNKNOWN
        items = self.state(spot)
        if items is None and of.name == "any":
            return self.rows.absent(spot.at, spot.tag)
        if not isinstance(items, list) or not items:
            return NO if of.name == "any" and items is not None else UNKNOWN
        inner = [self.truths(of.expression, (*spot.at, (spot.tag, n))) for n in range(1, len(items) + 1)]
        return joined("or" if of.name == "any" else "and", inner)

    def _changes(self, of: Changes, at: Steps) -> Truths:
        level = self.home if of.operand.is_this else at[: max(0, len(at) - of.operand.up)]
        tag = self.this if of.operand.is_this else self.tags[of.operand.keyword]
        if not level or tag is None:
            return UNKNOWN
        there = [item.get(tag) for item in self.items(level[:-1], level[-1][0]) or []]
        known = {one.words for one in there if isinstance(one, Values) and one.words}
        if len(known) > 1:
            return YES
        return UNKNOWN if any(isinstance(one, list) and one for one in there) else NO

    def _equal(self, of: Equal, at: Steps) -> Truths:
        both: list[object] = []
        for operand in (of.one, of.other):
            spot = self.spot(operand, at)
            state = None if spot is None else self.state(spot)
            if not isinstance(state, Values) or not state.words:
                return UNKNOWN
            if operand.number is not None and operand.number > len(state.words):
                return UNKNOWN
            both.append(state.words if operand.number is None else (state.words[operand.number - 1],))
        return frozenset([both[0] == both[1]])

    def _about(
        self,
        of: Presence | Membership | Comparison | Code | PointsTo | PointsIntoFunctionalGroups,
        spot: Spot,
        at: Steps,
    ) -> Truths:
        state = self.state(spot)
        number = of.operand.number
        if isinstance(of, Presence):
            words = state.words if isinstance(state, Values) else ()
            with_value = has_value(state) if number is None else number <= len(words) and bool(words[number - 1])
            is_there = state is not None if number is None else with_value
            return frozenset(
                [{"present": is_there, "absent": not is_there, "has_value": with_value}.get(
                    of.name, state is not None and not with_value)]
            )  # fmt: skip
        is_count = isinstance(of, Comparison) and of.measure in ("count", "items")
        if state is None:
            if spot.is_in_frame:
                return UNKNOWN
            if isinstance(of, Comparison) and is_count:
                worth = frozenset([SIGNS[of.sign](0, of.number)])
                return frozenset().union(
                    *(worth if one is False else UNKNOWN for one in self.rows.absent(spot.at, spot.tag))
                )
            negative = (isinstance(of, Membership) and of.is_negated) or (
                isinstance(of, Comparison) and of.sign == "!="
            )
            return UNKNOWN if negative else self.rows.absent(spot.at, spot.tag)
        if isinstance(of, Comparison) and is_count:
            return self._counted(of, state)
        if isinstance(of, Code):
            return self._coded(of, state)
        if not isinstance(state, Values) or not state.words:
            return UNKNOWN
        words = state.words if number is None else state.words[number - 1 : number]
        if not words:
            negative = (isinstance(of, Membership) and of.is_negated) or (
                isinstance(of, Comparison) and of.sign == "!="
            )
            return UNKNOWN if negative else NO
        if isinstance(of, Membership):
            return frozenset([any(word in of.among for word in words) != of.is_negated])
        if isinstance(of, Comparison):
            return self._compared(of, words)
        tags = {int(word, 16) for word in words if len(word) == 8}
        if isinstance(of, PointsTo):
            target = self.this if of.target == "this" else self.tags[of.target]
            return frozenset([target in tags])
        return frozenset([bool(tags & self.rows.in_groups)])

    def _compared(self, of: Comparison, words: tuple[str, ...]) -> Truths:
        if of.measure == "length":
            return frozenset([SIGNS[of.sign](len(words[0]), of.number)])
        numbers = [number(word) for word in words]
        sign = "=" if of.sign == "!=" else of.sign
        worth = YES if any(one is not None and SIGNS[sign](one, of.number) for one in numbers) else NO
        worth = UNKNOWN if worth == NO and None in numbers else worth
        return kleene_not(worth) if of.sign == "!=" else worth

    @staticmethod
    def _counted(of: Comparison, state: State | list[Tree]) -> Truths:
        if isinstance(state, Values) and of.measure == "items" and state.words:
            return UNKNOWN
        count = len(state.words) if isinstance(state, Values) else len(state) if isinstance(state, list) else 0
        return frozenset([SIGNS[of.sign](count, of.number)])

    @staticmethod
    def _coded(of: Code, state: State | list[Tree]) -> Truths:
        if not isinstance(state, list) or not state:
            return UNKNOWN
        found = [_code(item) for item in state]
        if any(code in of.among for code in found):
            return YES
        return UNKNOWN if None in found else NO


def _code(item: Tree) -> tuple[str, str] | None:
    both = [item.get(CODE_VALUE), item.get(CODING_SCHEME)]
    words = [one.words[0] for one in both if isinstance(one, Values) and one.words]
    return (words[0], words[1]) if len(words) == 2 else None


def number(word: str) -> float | None:
    """A word as a number."""
    try:
        return float(word)
    except ValueError:
        return None


def has_value(state: State | list[Tree] | None) -> bool:
    """Whether something is there with a value, or an Item."""
    return bool(state.words if isinstance(state, Values) else state)


# -- What can come out at all


def reachable(of: Expression, *, in_item: bool, has_this: bool, sequences: frozenset[str] = frozenset()) -> Truths:
    """Truths that can come out of an expression in some data set that is read whole, of some IOD or other.

    What it leaves out is proved out of reach by the form of the expression: presence is always known, a constant is
    what it is, and so on with what is made of them.
    """
    if isinstance(of, Constant):
        return frozenset([of.value])
    if isinstance(of, Not):
        return kleene_not(reachable(of.of, in_item=in_item, has_this=has_this, sequences=sequences))
    if isinstance(of, Junction):
        return joined(
            of.name, [reachable(part, in_item=in_item, has_this=has_this, sequences=sequences) for part in of.of]
        )
    if isinstance(of, Word):
        if of.name in ("unread", "none"):
            return UNKNOWN
        return EITHER if of.name == "encapsulated" or in_item else UNKNOWN
    if isinstance(of, ItemNumber):
        return EITHER if in_item else UNKNOWN
    if isinstance(of, Changes):
        # Only Sequences are not compared.
        is_sure = of.operand.keyword not in sequences
        return UNKNOWN if not in_item else EITHER if is_sure else ANY
    if isinstance(of, Presence):
        return UNKNOWN if of.operand.is_this and not has_this else EITHER
    if isinstance(of, Named):
        return ANY if of.kind == "outside" else EITHER
    if isinstance(of, OneOf):
        return EITHER
    if isinstance(of, Comparison) and of.measure in ("count", "items"):
        return ANY
    if isinstance(of, Quantified):
        return NO | UNKNOWN | reachable(of.expression, in_item=True, has_this=has_this, sequences=sequences)
    return ANY


def parts_of(of: Expression) -> Iterator[Expression]:
    """An expression and what it is made of, outer ones first."""
    yield of
    inner: tuple[Expression, ...] = ()
    if isinstance(of, Not):
        inner = (of.of,)
    elif isinstance(of, Junction):
        inner = of.of
    elif isinstance(of, Quantified):
        inner = (of.expression,)
    for part in inner:
        yield from parts_of(part)

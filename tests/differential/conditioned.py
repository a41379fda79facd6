"""Where conditions stand, and how a data set shows what one of them is worth: by the finding that it brings or not.

A condition on a row shows itself at the Attribute of the row, where no other row of the IOD speaks of it; one on a
module at the module; one on a functional group macro at a frame (docs/conditions.md 4).
"""

from __future__ import annotations

import functools
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from validicom.reference.conditions import Condition, Constant, Expression, Membership, Word
from validicom.reference.facts import conditions, rows, tag_of

from .abstract import ALL_MACROS, Rows, Steps, Tree, Truth, Values, World, has_value, parts_of, reachable
from .datasets import checkable
from .solve import SOP_CLASS, Choice, Made, Search, home_in, vr_of
from .structures import PER_FRAME, SHARED
from .tables import EDITIONS, Edition, Include, Iod, Module, Node, edition

DEEPEST = 7
CONTENT = 0x0040A730
VALUE_TYPE = 0x0040A040
#: Places tried for one condition.
PLACES = 12


@dataclass(frozen=True)
class Place:
    """A use of a condition in an IOD."""

    edition: str
    iod: str
    #: The module, or the macro, that has it.
    owner: Module
    #: `1C`, `2C`, `note`, `module` or `macro`.
    kind: str
    #: Tags of the Sequences around the Attribute.
    path: tuple[int, ...] = ()
    tag: int | None = None
    type: str = ""
    value_types: tuple[tuple[int, str], ...] = ()


Use = tuple[str, tuple[int, ...], int, str, tuple[tuple[int, str], ...]]


@functools.cache
def open_items() -> frozenset[int]:
    """Sequences whose Items hold Attributes of any kind."""
    return frozenset(int(row["tag"], 16) for row in rows("common/open_items.tsv"))


@functools.cache
def uses_in(name: str, table: str) -> dict[str, list[Use]]:
    """The rows with a condition in a table of a module or macro and all it includes: the first two of each condition."""
    tables = edition(name)
    found: dict[str, list[Use]] = defaultdict(list)
    seen: set[tuple[int, ...]] = set()
    waiting: list[tuple[tuple[int, ...], list[Node | Include], tuple[tuple[int, str], ...]]] = [
        ((), list(tables.tables.get(table, [])), ())
    ]
    while waiting:
        path, rows, value_types = waiting.pop(0)
        for row in tables.expand(rows):
            node = row.node
            if "x" in node.tag or row.conditional:
                continue
            tag = int(node.tag, 16)
            here = value_types if row.value_type is None else (*value_types, (len(path), row.value_type))
            uses = found[node.condition] if node.condition else []
            kind = node.condition_kind if node.condition_kind == "note" else node.type
            if node.condition and (kind == "note" or node.type in ("1C", "2C")) and len(uses) < 4:
                uses.append((kind, path, tag, node.type, here))
            if (
                node.children
                and tag not in open_items()
                and len(path) < DEEPEST
                and tag not in path
                and (below := (*path, tag)) not in seen
                and not any(isinstance(one, Include) and one.table == ALL_MACROS for one in node.children)
            ):
                seen.add(below)
                waiting.append((below, node.below(), here))
    return dict(found)


@functools.cache
def rows_of(name: str, iod: str) -> Rows:
    """The rows of an IOD by level."""
    tables = edition(name)
    return Rows(tables, tables.iods[iod])


@functools.cache
def places() -> dict[str, list[Place]]:
    """The uses of each condition, those first that show it best."""
    found: dict[str, list[tuple[tuple[int, ...], Place]]] = defaultdict(list)
    for order, name in enumerate(reversed(EDITIONS)):
        tables = edition(name)
        for iod in checkable(tables):
            for module in iod.modules:
                usage = "MUC".index(module.usage[:1])
                if module.usage == "C" and module.condition:
                    found[module.condition].append(((0, order, 0), Place(name, iod.id, module, "module")))
                for condition, uses in uses_in(name, module.table).items():
                    for kind, path, tag, type_, value_types in uses:
                        rank = (usage, order, len(path), len(value_types))
                        place = Place(name, iod.id, module, kind, path, tag, type_, value_types)
                        found[condition].append((rank, place))
            if not has_frames_always(tables, iod):
                continue
            for macro in iod.macros:
                if macro.usage == "C" and macro.condition:
                    found[macro.condition].append(((0, order, 0), Place(name, iod.id, macro, "macro", (PER_FRAME,))))
                for condition, uses in uses_in(name, macro.table).items():
                    for kind, path, tag, type_, value_types in uses:
                        if not path:
                            continue  # the Sequences of macros are G001's
                        rank = (0, order, len(path) + 1, len(value_types))
                        place = Place(name, iod.id, macro, kind, (PER_FRAME, *path), tag, type_, value_types)
                        found[condition].append((rank, place))
    rnd = random.Random(4)
    chosen = {}
    for condition, ranked in found.items():
        # Of equal rank any IOD will do, and different ones are better.
        ranked.sort(key=lambda one: (*one[0], rnd.random()))
        chosen[condition] = [place for _, place in ranked]
    return chosen


def has_frames_always(tables: Edition, iod: Iod) -> bool:
    """Whether a mandatory module of an IOD has the Items of its frames."""
    return any(
        row.node.tag == f"{PER_FRAME:08X}"
        for module in iod.modules
        if module.usage == "M"
        for row in tables.expand(list(tables.tables.get(module.table, [])))
    )


@functools.cache
def is_alone(place: Place) -> bool:
    """Whether no other row of the IOD speaks of the Attribute there."""
    if place.tag is None:
        return True
    nodes = rows_of(place.edition, place.iod).at(place.path).get(place.tag, [])
    return len(nodes) == 1


class Scene:
    """A place with the data set around it, before anything of the condition is in it."""

    def __init__(self, place: Place, condition: Condition, number: int) -> None:
        self.place = place
        self.condition = condition
        self.rows = rows_of(place.edition, place.iod)
        self.edition: Edition = edition(place.edition)
        iod: Iod = self.rows.iod
        self.base: Tree = {SOP_CLASS: Values((iod.sop_classes[0],))}
        self.home: Steps = home_in(self.base, place.path, number) if place.path else ()
        self.rnd = random.Random(hash((place.path, place.tag, number)))
        for depth, value_type in place.value_types:
            self._level(depth)[VALUE_TYPE] = Values((value_type,))
        self.is_usable = True
        #: The condition of the module of the row, if it has one.
        self.owner: Condition | None = None
        self.needs_evidence = False
        if place.kind not in ("module", "macro") and place.owner.usage != "M" and place.path[:1] != (PER_FRAME,):
            self.is_usable = self._use_module()

    def _level(self, depth: int) -> Tree:
        here = self.base
        for tag, number in self.home[:depth]:
            items = here[tag]
            assert isinstance(items, list)
            here = items[number - 1]
        return here

    def _use_module(self) -> bool:
        """Puts in what makes a module of usage U or C be in use: its condition, and Attributes of its own."""
        if self.place.owner.usage == "C":
            self.owner = (conditions() or {}).get(self.place.owner.condition)
            # Where its condition is true it is in use whatever is there.
            return self.owner is not None
        self.needs_evidence = True
        own = [tag for tag, modules in sorted(self.rows.claimants.items()) if modules == {self.place.owner.id}]
        named = {tag_of(self.place.edition, name) for name in keywords(self.condition)} | {self.place.tag}
        first = [t for t in own if {node.type for node in self.rows.at(()).get(t, [])} & {"1", "2"}]
        rest = sorted((tag for tag in own if tag not in first), key=lambda tag: "C" in self._types(tag))
        for tag in [*first, *[tag for tag in rest if tag not in named][:6]]:
            if tag not in self.base and tag != self.place.tag:
                vr = vr_of(self.edition, tag)
                self.base[tag] = [{}] if vr == "SQ" else Values((Search.other(vr),))
        return any(tag in self.base for tag in own)

    def _types(self, tag: int) -> str:
        return "".join(node.type for node in self.rows.at(()).get(tag, []))

    def find(
        self, wanted: list[tuple[Expression, Truth]], with_this: Choice = None, *, ask_this: bool = True
    ) -> Made | None:
        """A data set for the condition."""
        both = keywords(self.condition) | (keywords(self.owner) if self.owner is not None else set())
        names = {name: tag_of(self.place.edition, name) for name in both}
        this = self.place.tag if ask_this else None
        if not self.is_usable:
            return None
        search = Search(self.rows, names, self.base, self.home, this, self.rnd)
        search.is_sound = lambda world: self.is_in_force(world) and self.is_missing(world, with_this)
        owner = [(self.owner.required, True)] if self.owner is not None else []
        return search.find(wanted, with_this=with_this, at_root=owner)

    def is_missing(self, world: World, with_this: Choice) -> bool:
        """Whether the Attribute of the condition is not there, unless it is to be."""
        level = world.level(self.home)
        return with_this is not None or self.place.tag is None or level is None or self.place.tag not in level

    def is_in_force(self, world: World) -> bool:
        """Whether what puts the module of the row in force has been left as it was."""
        if not self.needs_evidence:
            return True
        return any(
            modules == {self.place.owner.id} and tag != self.place.tag and has_value(world.tree.get(tag))
            for tag, modules in self.rows.claimants.items()
        )  # fmt: skip

    def this_states(self, expression: Expression) -> Iterator[Choice]:
        """Values of the Attribute of the condition itself."""
        assert self.place.tag is not None
        vr = vr_of(self.edition, self.place.tag)
        if vr == "SQ":
            yield [{}]
            yield Values()
            return
        yield Values((Search.other(vr),))
        for part in parts_of(expression):
            operand = getattr(part, "operand", None)
            if operand is not None and operand.is_this:
                if isinstance(part, Membership):
                    yield from (Values((word,)) for word in part.among)
                elif hasattr(part, "number"):
                    yield Values((str(int(part.number)),))


def keywords(condition: Condition) -> set[str]:
    """The Keywords that a condition names."""
    found: set[str] = set()
    for whole in (condition.required, condition.otherwise.when):
        for part in parts_of(whole) if whole is not None else ():
            for name in ("operand", "one", "other"):
                operand = getattr(part, name, None)
                if operand is not None and hasattr(operand, "keyword") and not operand.is_this:
                    found.add(operand.keyword)
            target = getattr(part, "target", None)
            if isinstance(target, str) and target != "this":
                found.add(target)
    return found


def is_about_this(expression: Expression) -> bool:
    """Whether an expression asks for the Attribute of the condition itself."""
    return any(
        operand is not None and getattr(operand, "is_this", False)
        for part in parts_of(expression)
        for operand in (getattr(part, "operand", None), getattr(part, "one", None), getattr(part, "other", None))
    )


@dataclass(frozen=True)
class Trial:
    """A data set that makes one part of a condition be worth something, and what shows it."""

    condition: str
    #: `required` or `otherwise`.
    part: str
    truth: Truth
    place: Place
    made: Made
    #: Codes of which one must be told at the place; none: nothing of the kind may be.
    codes: frozenset[str]
    at: tuple[tuple[int, int, int], ...]

    def answer(self, report: object) -> str | None:
        """What is wrong with a report; nothing if it shows what it should."""
        findings = report.findings  # type: ignore[attr-defined]
        told = {f[0]: f for f in findings if self.is_here(f)}
        asked = {code for code in told if code in self.watched}
        if self.codes:
            return (
                None
                if asked & self.codes and asked <= self.codes
                else f"{sorted(self.codes)} expected, {sorted(asked)} told"
            )
        return f"silence expected, {sorted(asked)} told" if asked else None

    @property
    def watched(self) -> frozenset[str]:
        """The codes that show something of the condition."""
        if self.place.kind == "module":
            return frozenset({"M007", "M008", "M009"})
        if self.place.kind == "macro":
            return frozenset({"G001", "G010", "G011"})
        return frozenset({"A104", "A105", "A106", "A107", "A108", "A109"})

    def is_here(self, finding: tuple[object, ...]) -> bool:
        """Whether a finding is about the place."""
        if self.place.kind == "module":
            return finding[4] == self.place.owner.id
        if self.place.kind == "macro" and finding[4] != self.place.owner.id:
            return False
        place = finding[3]
        assert isinstance(place, tuple)
        return tuple(place[: len(self.at)]) == self.at if self.place.kind == "macro" else place == self.at


# -- Trials


@dataclass(frozen=True)
class Aim:
    """What is to be made and what it should show."""

    part: str
    truth: Truth
    wanted: tuple[tuple[Expression, Truth], ...]
    codes: frozenset[str]
    #: Whether the Attribute, module or macro of the condition is there itself.
    is_there: bool = False


def said(*codes: str) -> frozenset[str]:
    """Codes as a set."""
    return frozenset(codes)


def aims(condition: Condition, kind: str, type_: str) -> Iterator[Aim]:
    """What is to be shown of a condition at a place of a kind."""
    required, when, name = condition.required, condition.otherwise.when, condition.otherwise.name
    missing = {"1C": "A104", "2C": "A106", "note": "A109", "module": "M007", "macro": "G001"}[kind]
    unknown = {"module": "M009", "macro": "G010"}.get(kind, "A108")
    against = {"module": "M008", "macro": "G011"}.get(kind, "A107")
    not_forbidden = ((when, False),) if when is not None and name == "forbidden" else ()
    if kind != "note" or type_ == "3":
        about_this = is_about_this(required)
        yield Aim(
            "required", True, ((required, True), *not_forbidden), said() if about_this else said(missing), about_this
        )
        yield Aim("required", False, ((required, False),), said())
        if kind != "note":
            yield Aim("required", None, ((required, None), *not_forbidden), said(unknown))
        elif when is None and name != "allowed":
            yield Aim("required", None, ((required, None),), said(unknown), True)
        forbids = said(against) if name != "allowed" and (kind != "macro" or name == "forbidden") else said()
        if when is None:
            yield Aim("otherwise", None, ((required, False),), forbids, True)
            return
    is_lenient = kind in ("module", "macro")
    if when is not None and (kind != "note" or type_ == "3" or name == "forbidden"):
        open_ = said() if is_lenient or (kind == "note" and type_ != "3") else said(unknown)
        either = {True: said(), False: said(against), None: open_}
        if name == "forbidden":
            either = {True: said(against), False: said(), None: open_}
        false = ((required, False),) if kind != "note" or type_ == "3" else ()
        for truth, codes in either.items():
            yield Aim("otherwise", truth, (*false, (when, truth)), codes, True)


def shown(condition: Condition, aim: Aim, place: Place) -> Trial | None:
    """A data set at a place that shows an aim."""
    for number in (1, 2, 3) if place.path else (1,):
        scene = Scene(place, condition, number)
        made = made_at(scene, aim)
        if made is not None:
            at = tuple((tag, 1, item) for tag, item in scene.home)
            at = at if place.tag is None else (*at, (place.tag, 1, 0))
            return Trial(condition.id, aim.part, aim.truth, place, made, aim.codes, at)
    return None


def made_at(scene: Scene, aim: Aim) -> Made | None:
    """A data set of a scene for an aim."""
    place, rows = scene.place, scene.rows
    if place.kind == "module":
        own = {tag for tag, modules in rows.claimants.items() if place.owner.id in modules}
        if aim.is_there:
            if not use_only(scene, {tag for tag in own if rows.claimants[tag] == {place.owner.id}}):
                return None
            return scene.find(list(aim.wanted), ask_this=False)
        made = scene.find(list(aim.wanted), ask_this=False)
        demanded = any(node.type in ("1", "2") for node in module_rows(place))
        return None if made is None or own & made.world.tree.keys() or (aim.codes and not demanded) else made
    if place.kind == "macro":
        own = rows.macro_tags(place.owner.id)
        level = scene.base[PER_FRAME]
        assert isinstance(level, list)
        if aim.is_there:
            level[0].update({tag: [{}] for tag in sorted(own)[:1]})
            return scene.find(list(aim.wanted), ask_this=False)
        made = scene.find(list(aim.wanted), ask_this=False)
        demanded = any(node.type in ("1", "2") for tag in own for node in rows.at((PER_FRAME,)).get(tag, []))
        frame = None if made is None else made.world.level(scene.home)
        return None if made is None or own & (frame or {}).keys() or (aim.codes and not demanded) else made
    if not aim.is_there:
        return scene.find(list(aim.wanted))
    for state in scene.this_states(aim.wanted[0][0]):
        made = scene.find(list(aim.wanted), state)
        if made is not None:
            return made
    return None


def module_rows(place: Place) -> list[Node]:
    """The root rows of a module."""
    tables = edition(place.edition)
    rows = tables.expand(list(tables.tables.get(place.owner.table, [])))
    return [row.node for row in rows if not row.value_type and "x" not in row.node.tag]


def use_only(scene: Scene, own: set[int]) -> bool:
    """Puts in one Attribute that speaks for a module."""
    for tag in sorted(own):
        vr = vr_of(scene.edition, tag)
        if "x" not in f"{tag:08X}" and vr not in ("OB", "OW") and tag not in scene.base:
            scene.base[tag] = [{}] if vr == "SQ" else Values((Search.other(vr),))
            return True
    return False


def trials(condition: Condition) -> tuple[list[Trial], list[tuple[Aim, str]]]:
    """Trials of a condition, and the aims that are not shown, each with why."""
    found: list[Trial] = []
    left: dict[tuple[str, Truth], str] = {}
    done: set[tuple[str, Truth]] = set()
    aims_left: dict[tuple[str, Truth], Aim] = {}
    mine = places().get(condition.id, [])
    alone = [place for place in mine if is_alone(place)]
    for place in spread(alone):
        for aim in aims(condition, place.kind, place.type):
            key = (aim.part, aim.truth)
            aims_left.setdefault(key, aim)
            if key in done:
                continue
            why = out_of_reach(condition, aim, place)
            if why:
                left.setdefault(key, why)
                done.add(key)
                continue
            trial = shown(condition, aim, place)
            if trial is not None:
                done.add(key)
                found.append(trial)
    rest = [(aim, left.get(key) or ("no data set found" if alone else "no place of its own"))
            for key, aim in aims_left.items() if key not in {(t.part, t.truth) for t in found}]  # fmt: skip
    return found, rest


def spread(of: list[Place]) -> list[Place]:
    """Some places, first of different IODs."""
    seen: set[tuple[str, str]] = set()
    first: list[Place] = []
    rest: list[Place] = []
    for place in of:
        key = (place.iod, place.kind)
        (rest if key in seen else first).append(place)
        seen.add(key)
    return [*first[:PLACES], *rest[:2]]


def out_of_reach(condition: Condition, aim: Aim, place: Place) -> str:
    """Why an aim cannot be reached, if that is proved by the form of its expression."""
    expression = aim.wanted[0][0] if aim.part == "required" else condition.otherwise.when
    if expression is None:
        expression = condition.required
    if truth_is_unread(expression, aim.truth):
        return "unread"
    if expression == Word("unread") or expression == Word("none"):
        return "unread" if expression == Word("unread") else "none"
    truth = aim.truth if aim.part == "required" or condition.otherwise.when is not None else False
    in_item, has_this = bool(place.path), place.tag is not None
    known = sequences(place.edition)
    if truth not in reachable(expression, in_item=in_item, has_this=has_this, sequences=known):
        return "constant" if isinstance(expression, Constant) else "by its form"
    if aim.part == "otherwise":
        required = reachable(condition.required, in_item=in_item, has_this=True, sequences=known)
        if False not in required and place.kind != "note":
            return "constant"
    return ""


@functools.cache
def sequences(name: str) -> frozenset[str]:
    """The Keywords of Sequences."""
    return frozenset(one.keyword for one in edition(name).attributes.values() if one.vr == "SQ")


def truth_is_unread(expression: Expression, truth: Truth) -> bool:
    """Whether an unknown may be for want of reading, which is counted and has no finding."""
    return truth is None and any(part == Word("unread") for part in parts_of(expression))


def all_conditions() -> list[Condition]:
    """The conditions of the tree by id."""
    return [one for _, one in sorted((conditions() or {}).items())]


def options(trial: Trial) -> dict[str, object]:
    """How a trial is asked."""
    return {"edition": trial.place.edition, "facts": trial.made.facts, "select": sorted(trial.watched)}


__all__ = ["SHARED", "aims", "all_conditions", "options", "trials"]

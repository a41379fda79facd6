"""What an expression on conditions says of a data set: true, false, or unknown and why (Kleene).

It goes by levels: a data set with the rows of the tables that hold in it, and the level that encloses it. Input is not
trusted: values are any bytes whatever, and nesting is as deep as it likes.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from validicom.reference.conditions import (
    SIGNS,
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
from validicom.reference.context import has_value
from validicom.reference.model import PIXEL_DATA, Item
from validicom.reference.values import SIZES, STRING_VRS, UNSPLIT_VRS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from validicom.reference.context import Context
    from validicom.reference.model import DataSet, Element

CODE_VALUES: Final = (0x00080100, 0x00080119, 0x00080120)
CODING_SCHEME_DESIGNATOR: Final = 0x00080102
SHARED_GROUPS: Final = 0x52009229
PER_FRAME_GROUPS: Final = 0x52009230

# -- Levels ------------------------------------------------------------------------------------------------------------


class Level(Protocol):
    """A data set with what the tables say of it, and the level that encloses it."""

    @property
    def data_set(self) -> DataSet:
        """The data set."""

    @property
    def up(self) -> Level | None:
        """The enclosing level; none of the root."""

    @property
    def sequence(self) -> Element | None:
        """The Sequence of which it is an Item; none of the root."""

    @property
    def first(self) -> Mapping[int, Element]:
        """The first Element of each Tag."""

    def has_row(self, tag: int) -> bool:
        """Whether some module or macro has a row for a Tag here, in force or not."""

    def holds_row(self, tag: int) -> bool:
        """Whether some Sequence that has a row here has one for a Tag in its Items."""

    def item(self, sequence: Element, item: Item) -> Level:
        """The level of an Item of a Sequence that stands here."""

    def is_demanded(self, tag: int, *, by_condition: bool) -> bool:
        """Whether a claim in force demands a Tag: of Type 1 or 2, or by its condition if conditions are to count."""


class Surroundings(Protocol):
    """What an expression can ask of besides the levels."""

    @property
    def root(self) -> Level:
        """The root data set."""

    def tag(self, keyword: str) -> int:
        """The Tag of a Keyword."""

    def has_module(self, module: str) -> bool:
        """Whether the data set has a module, by usage M or by evidence."""

    def has_macro(self, macro: str) -> bool:
        """Whether some frame has a functional group macro."""

    def is_in_functional_groups(self, tags: Iterable[int]) -> bool:
        """Whether a macro of the IOD has a row below its Sequences for one of the Tags."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an operand was looked for, and what was found."""

    level: Level
    tag: int
    element: Element | None
    #: Looked for in the functional groups of a frame, and not there: then only its absence is sure.
    is_missing_in_frame: bool = False
    #: Beyond the root, where no data set is.
    is_nowhere: bool = False


def is_in_functional_groups(level: Level) -> bool:
    """Whether the level is an Item of Shared or Per-Frame Functional Groups Sequence (PS3.3 C.7.6.16)."""
    return level.sequence is not None and level.sequence.tag in (SHARED_GROUPS, PER_FRAME_GROUPS)


def enclosing(level: Level, times: int) -> Level | None:
    """The level so many times further out; none beyond the root."""
    at: Level | None = level
    for _ in range(times):
        at = at.up if at is not None else None
    return at


def look_outwards(root: Level, start: Level, tag: int) -> Place:
    """The first level from ``start`` outwards that has a row for the Tag; the start, where none has."""
    at: Level | None = start
    while at is not None:
        if at.has_row(tag):
            return Place(at, tag, at.first.get(tag))
        if is_in_functional_groups(at) and at.holds_row(tag):
            return look_in_frame(root, at, tag)
        at = at.up
    return Place(start, tag, start.first.get(tag))


def look_in_frame(root: Level, start: Level, tag: int) -> Place:
    """An Attribute in any functional group of the frame in which ``start`` is; of the root: shared ones first."""
    at: Level | None = start
    while at is not None and not is_in_functional_groups(at):
        at = at.up
    groups = [SHARED_GROUPS] if at is not None else [SHARED_GROUPS, PER_FRAME_GROUPS]
    looked_at: list[Level] = []
    if at is not None:
        looked_at.append(at)
        if at.sequence is not None and at.sequence.tag == SHARED_GROUPS:
            groups = []
    for group in groups:
        sequence = root.first.get(group)
        if sequence is not None and sequence.read_vr == "SQ" and sequence.items and root.has_row(group):
            looked_at.append(root.item(sequence, sequence.items[0]))
    for level in looked_at:
        for element in level.first.values():
            if element.read_vr == "SQ" and element.items and level.has_row(element.tag):
                inner = level.item(element, element.items[0])
                if inner.has_row(tag) and tag in inner.first:
                    return Place(inner, tag, inner.first[tag])
    return Place(start, tag, None, is_missing_in_frame=True)


# -- Values ------------------------------------------------------------------------------------------------------------


def is_held(element: Element) -> bool:
    """Whether all that an expression may ask of an Element is at hand."""
    if element.read_vr == "SQ":
        return not element.truncated and not element.has_items_not_kept
    return element.value is not None and not element.truncated


def strip(value: bytes) -> bytes:
    """A value without NULs at its end and spaces around it."""
    return value.rstrip(b"\0 ").lstrip(b" ")


def values(element: Element) -> list[bytes] | None:
    """The values of a held Element, strings stripped; ``None`` where the length fits no number of values."""
    data = element.value or b""
    vr = element.read_vr
    if vr in STRING_VRS:
        if not strip(data):
            return []
        return [strip(value) for value in (data.split(b"\\") if vr not in UNSPLIT_VRS else (data,))]
    size = SIZES.get(vr)
    if size is None:
        return [data] if data else []
    if len(data) % size:
        return None
    return [data[at : at + size] for at in range(0, len(data), size)]


_DECIMAL: Final = re.compile(rb"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_CODE_STRING: Final = re.compile(rb"[A-Z0-9 _]*")
_FLOATS: Final = {"FL": "f", "FD": "d"}
_SIGNED: Final = frozenset({"SL", "SS", "SV"})


def number(element: Element, value: bytes) -> float | None:
    """One value as a number; ``None`` if it is none."""
    vr = element.read_vr
    if vr in ("DS", "IS"):
        return float(value) if _DECIMAL.fullmatch(value) else None
    if vr in _FLOATS:
        (found,) = struct.unpack((">" if element.big_endian else "<") + _FLOATS[vr], value)
        return None if math.isnan(found) else float(found)
    if vr in SIZES and vr != "AT":
        return integer(element, value)
    return None


def integer(element: Element, value: bytes) -> int:
    """One value of a VR of integers or Tags."""
    order = "big" if element.big_endian else "little"
    if element.read_vr == "AT":
        group, part = (int.from_bytes(half, order) for half in (value[:2], value[2:]))  # type: ignore[arg-type]
        return group << 16 | part
    return int.from_bytes(value, order, signed=element.read_vr in _SIGNED)  # type: ignore[arg-type]


# -- Evaluation --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expression says of a data set: true, false, or unknown (``None``) and what is missing for an answer."""

    value: bool | None
    cause: tuple[str, str] | None = None


YES: Final = Answer(True)
NO: Final = Answer(False)


class Evaluation:
    """One expression at one level."""

    def __init__(
        self, ctx: Context, around: Surroundings, level: Level, this: int | None, *, is_second_step: bool = False
    ) -> None:
        self._ctx = ctx
        self._around = around
        self._level = level
        #: The conditional Attribute, and the level it stands at.
        self._this = this
        self._home = level
        #: Whether this decides if an operand of another condition is demanded: then no further conditions count.
        self._is_second_step = is_second_step

    def of(self, expression: Expression) -> Answer:
        """The answer. Expressions are ours, and so is how deep they are."""
        if isinstance(expression, Constant):
            return Answer(expression.value)
        if isinstance(expression, Not):
            return _negated(self.of(expression.of))
        if isinstance(expression, Junction):
            return _joined(expression.name, (self.of(part) for part in expression.of))
        if isinstance(expression, Word):
            return self._word(expression.name)
        if isinstance(expression, Presence):
            return _told(self._presence(expression), expression.operand)
        if isinstance(expression, Membership):
            found = _told(self._membership(expression), expression.operand)
            return _negated(found) if expression.is_negated else found
        if isinstance(expression, Comparison):
            return _told(self._comparison(expression), expression.operand)
        if isinstance(expression, ItemNumber):
            at = self._number()
            return _told(None if at is None else SIGNS[expression.sign](at, expression.number))
        if isinstance(expression, Code):
            return _told(self._code(expression), expression.operand)
        if isinstance(expression, Equal):
            return _told(self._equal(expression), expression.one)
        if isinstance(expression, (PointsTo, PointsIntoFunctionalGroups)):
            return _told(self._points(expression), expression.operand)
        if isinstance(expression, Changes):
            return _told(self._changes(expression.operand), expression.operand)
        if isinstance(expression, Quantified):
            return self._quantified(expression)
        if isinstance(expression, OneOf):
            return self._one_of(expression)
        return self._named(expression)

    # -- Operands

    def _tag(self, keyword: str) -> int | None:
        return self._this if keyword == "this" else self._around.tag(keyword)

    def _find(self, operand: Operand) -> Place | None:
        """Where an operand is; ``None`` of `this` where no Attribute is conditional."""
        tag = self._tag(operand.keyword)
        if tag is None:
            return None
        if operand.is_this:
            return Place(self._home, tag, self._home.first.get(tag))
        if operand.is_root:
            root = self._around.root
            return Place(root, tag, root.first.get(tag))
        if operand.is_frame:
            return look_in_frame(self._around.root, self._level, tag)
        start = enclosing(self._level, operand.up)
        if start is None:
            return Place(self._level, tag, None, is_nowhere=True)
        return look_outwards(self._around.root, start, tag)

    def _is_demanded(self, place: Place) -> bool:
        if place.is_nowhere:
            return False
        return place.level.is_demanded(place.tag, by_condition=not self._is_second_step)

    def _absent(self, place: Place) -> bool | None:
        """What an atom on values says of an absent operand, unless it counts."""
        return None if place.is_missing_in_frame or self._is_demanded(place) else False

    # -- Atoms

    def _word(self, name: str) -> Answer:
        if name in ("unread", "none"):
            return Answer(None, ("unread", "yes"))
        if name == "encapsulated":
            syntax = self._ctx.transfer_syntax
            if syntax is not None:
                return Answer(syntax.encapsulated)
            pixels = self._around.root.first.get(PIXEL_DATA)
            return Answer(pixels is not None and pixels.encapsulated)
        at, sequence = self._number(), self._level.sequence
        if at is None or sequence is None:
            return _told(None)
        if name == "first_item":
            return Answer(at == 1)
        return _told(at == len(sequence.items) if is_held(sequence) else None)

    def _number(self) -> int | None:
        """The number of the Item that the level is; none of the root."""
        return self._level.data_set.number if isinstance(self._level.data_set, Item) else None

    def _presence(self, atom: Presence) -> bool | None:
        place = self._find(atom.operand)
        if place is None:
            return None
        element = place.element
        is_there = element is not None
        if atom.operand.number is None:
            with_value = element is not None and has_value(element)
        else:
            if element is not None and not is_held(element):
                return None
            found = values(element) if element is not None else []
            if found is None:
                return None
            with_value = _value(found, atom.operand.number) is not None
            is_there = with_value
        if atom.name == "present":
            return is_there
        if atom.name == "absent":
            return not is_there
        return with_value if atom.name == "has_value" else element is not None and not with_value

    def _values(self, operand: Operand) -> tuple[Element, list[bytes]] | bool | None:
        """The values of an operand that are not blank; or what follows from there being none at hand."""
        place = self._find(operand)
        if place is None:
            return None
        element = place.element
        if element is None:
            return self._absent(place)
        if not has_value(element) or not is_held(element) or element.read_vr == "SQ":
            return None
        found = values(element)
        if found is None:
            return None
        if operand.number is not None:
            value = _value(found, operand.number)
            return False if value is None else (element, [value])
        return element, [value for value in found if value]

    def _membership(self, atom: Membership) -> bool | None:
        got = self._values(atom.operand)
        if not isinstance(got, tuple):
            # An absent operand is in nothing, but what is not in a set has to be there.
            return None if atom.is_negated else got
        element, found = got
        among = {word.encode() for word in atom.among}
        if element.read_vr in STRING_VRS:
            if any(value in among for value in found):
                return True
            is_faulty = element.read_vr == "CS" and not all(_CODE_STRING.fullmatch(value) for value in found)
            return None if is_faulty else False
        if element.read_vr not in SIZES or element.read_vr in _FLOATS:
            return None
        return any(str(integer(element, value)).encode() in among for value in found)

    def _comparison(self, atom: Comparison) -> bool | None:
        if atom.measure == "value" and atom.sign == "!=":
            equal = self._comparison(Comparison(atom.measure, atom.operand, "=", atom.number))
            return None if equal is None or self._has_none(atom.operand) else not equal
        holds = SIGNS[atom.sign]
        if atom.measure != "value":
            measured = self._length(atom) if atom.measure == "length" else self._count(atom)
            if measured is None or isinstance(measured, bool):
                return measured
            return holds(measured, atom.number)
        got = self._values(atom.operand)
        if not isinstance(got, tuple):
            return got
        element, found = got
        numbers = [number(element, value) for value in found]
        if any(one is not None and holds(one, atom.number) for one in numbers):
            return True
        return None if None in numbers else False

    def _has_none(self, operand: Operand) -> bool:
        """Whether an operand has no value that could be other than something."""
        return not isinstance(self._values(operand), tuple)

    def _count(self, atom: Comparison) -> int | None:
        place = self._find(atom.operand)
        if place is None or place.is_missing_in_frame:
            return None
        element = place.element
        if element is None:
            return None if self._is_demanded(place) else 0
        if not has_value(element):
            return 0
        if not is_held(element):
            return None
        if element.read_vr == "SQ":
            return len(element.items)
        if atom.measure == "items" or (element.read_vr not in STRING_VRS and element.read_vr not in SIZES):
            return None
        found = values(element)
        return None if found is None else len(found)

    def _length(self, atom: Comparison) -> int | bool | None:
        got = self._values(atom.operand)
        if not isinstance(got, tuple):
            return None if atom.sign == "!=" else got
        element, found = got
        if element.read_vr not in STRING_VRS or not found or not found[0].isascii():
            return None
        return len(found[0])

    def _code(self, atom: Code) -> bool | None:
        place = self._find(atom.operand)
        if place is None:
            return None
        sequence = place.element
        if sequence is None:
            return self._absent(place)
        if sequence.read_vr != "SQ" or not has_value(sequence):
            return None
        among = {(value.encode(), scheme.encode()) for value, scheme in atom.among}
        found = [_code_of(item) for item in sequence.items]
        if any(code in among for code in found):
            return True
        return None if None in found or not is_held(sequence) else False

    def _equal(self, atom: Equal) -> bool | None:
        both: list[bytes] = []
        for operand in (atom.one, atom.other):
            place = self._find(operand)
            element = place.element if place is not None else None
            if element is None or element.read_vr == "SQ" or not has_value(element) or not is_held(element):
                return None
            if operand.number is None:
                both.append(_stripped(element))
                continue
            value = _value(values(element) or [], operand.number)
            if value is None:
                return None
            both.append(value)
        return both[0] == both[1]

    def _points(self, atom: PointsTo | PointsIntoFunctionalGroups) -> bool | None:
        got = self._values(atom.operand)
        if not isinstance(got, tuple):
            return got
        element, found = got
        if element.read_vr != "AT":
            return None
        tags = [integer(element, value) for value in found]
        if isinstance(atom, PointsIntoFunctionalGroups):
            return self._around.is_in_functional_groups(tags)
        target = self._tag(atom.target)
        return None if target is None else target in tags

    def _changes(self, operand: Operand) -> bool | None:
        tag = self._tag(operand.keyword)
        level = self._home if operand.is_this else enclosing(self._level, operand.up)
        if tag is None or level is None or level.sequence is None or operand.is_root or operand.is_frame:
            return None
        found: set[bytes] = set()
        is_sure = is_held(level.sequence)
        for item in level.sequence.items:
            element = item.first(tag)
            if element is None or not has_value(element):
                continue
            if element.read_vr == "SQ" or not is_held(element):
                is_sure = False
                continue
            found.add(_stripped(element))
        if len(found) > 1:
            return True
        return False if is_sure else None

    def _quantified(self, atom: Quantified) -> Answer:
        place = self._find(atom.operand)
        if place is None:
            return _told(None, atom.operand)
        sequence = place.element
        if sequence is None:
            return _told(self._absent(place) if atom.name == "any" else None, atom.operand)
        if sequence.read_vr != "SQ":
            return _told(None, atom.operand)
        if not has_value(sequence):
            return _told(False if atom.name == "any" else None, atom.operand)
        answers = [self._in_item(place.level.item(sequence, item), atom.expression) for item in sequence.items]
        found = _joined("or" if atom.name == "any" else "and", answers)
        if not is_held(sequence) and found.value is not None and found.value != (atom.name == "any"):
            return _told(None, atom.operand)
        return found

    def _in_item(self, level: Level, expression: Expression) -> Answer:
        inner = Evaluation(self._ctx, self._around, level, self._this, is_second_step=self._is_second_step)
        inner._home = self._home
        return inner.of(expression)

    def _one_of(self, atom: OneOf) -> Answer:
        if atom.kind == "iod":
            return Answer(self._ctx.iod in atom.among)
        uid = self._ctx.transfer_syntax_uid
        return _told(None if uid is None else uid in atom.among)

    def _named(self, atom: Named) -> Answer:
        if atom.kind == "outside":
            known = self._ctx.options.facts.get(atom.name)
            return Answer(None, ("fact", atom.name)) if known is None else Answer(known)
        if atom.kind == "module":
            return Answer(self._around.has_module(atom.name))
        if atom.kind == "macro":
            return Answer(self._around.has_macro(atom.name))
        groups = set(range(0x6000, 0x6020, 2)) if atom.name.lower() == "60xx" else {int(atom.name, 16)}
        return Answer(any(tag >> 16 in groups for tag in self._around.root.first))


def _told(value: bool | None, operand: Operand | None = None) -> Answer:
    """The answer of an atom, with the operand as the cause if it is unknown."""
    if value is not None:
        return Answer(value)
    return Answer(None, ("attribute", operand.keyword if operand is not None else "this"))


def _negated(answer: Answer) -> Answer:
    return answer if answer.value is None else Answer(not answer.value)


def _joined(name: str, answers: Iterable[Answer]) -> Answer:
    """Kleene's and or or; the first unknown operand is the cause."""
    decisive = name == "or"
    unknown: Answer | None = None
    for answer in answers:
        if answer.value is decisive:
            return answer
        if answer.value is None and unknown is None:
            unknown = answer
    return unknown or Answer(not decisive)


def _value(found: Sequence[bytes], number_: int) -> bytes | None:
    """One value by its number, if it is there and not blank."""
    return found[number_ - 1] or None if number_ <= len(found) else None


def _stripped(element: Element) -> bytes:
    data = element.value or b""
    return strip(data) if element.read_vr in STRING_VRS else data


def _code_of(item: Item) -> tuple[bytes, bytes] | None:
    """Value and scheme of a code (PS3.3 8.8), if it has both."""
    value = next((e for e in map(item.first, CODE_VALUES) if e is not None and has_value(e)), None)
    scheme = item.first(CODING_SCHEME_DESIGNATOR)
    if value is None or scheme is None or not has_value(scheme) or not is_held(value) or not is_held(scheme):
        return None
    return strip(value.value or b""), strip(scheme.value or b"")

"""The language in which the conditions of Attributes, modules and macros are written, and its parser.

The tables hold two columns a condition: `required`, an expression, and `otherwise`, what holds where it is not true
(PS3.5 7.4.2 and 7.4.4). Both are facts of ours: what cannot be read is a `ConditionError`, never a guess.
What an expression says of a data set is told in `evaluation`.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_T = TypeVar("_T")


class ConditionError(ValueError):
    """A condition that is not of the language."""


@dataclass(frozen=True, slots=True)
class Operand:
    """An Attribute as an expression names it."""

    keyword: str
    #: How many enclosing levels out the search starts.
    up: int = 0
    #: In the root data set only.
    is_root: bool = False
    #: In the functional groups of this frame only.
    is_frame: bool = False
    #: One value only, from 1.
    number: int | None = None

    @property
    def is_this(self) -> bool:
        """Whether it is the conditional Attribute itself."""
        return self.keyword == "this"


@dataclass(frozen=True, slots=True)
class Constant:
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Word:
    """An atom that is one word: `unread`, `none`, `first_item`, `last_item` or `encapsulated`."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """The negation of an expression."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Junction:
    """`and` or `or` of two expressions or more."""

    name: str
    of: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """`present`, `absent`, `has_value` or `empty`."""

    name: str
    operand: Operand


@dataclass(frozen=True, slots=True)
class Membership:
    """`in` or `not in`."""

    operand: Operand
    among: tuple[str, ...]
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of numbers: of values, or of what `count`, `items` or `length` measures."""

    measure: str
    operand: Operand
    sign: str
    number: float


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """`item_number` compared."""

    sign: str
    number: float


@dataclass(frozen=True, slots=True)
class Code:
    """A code Sequence that has an Item of these codes: pairs of value and scheme."""

    operand: Operand
    among: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Equal:
    """Two Attributes of the same value."""

    one: Operand
    other: Operand


@dataclass(frozen=True, slots=True)
class PointsTo:
    """An Attribute that holds the Tag of another."""

    operand: Operand
    target: str


@dataclass(frozen=True, slots=True)
class PointsIntoFunctionalGroups:
    """An Attribute that holds the Tag of some Attribute of a functional group."""

    operand: Operand


@dataclass(frozen=True, slots=True)
class Changes:
    """An Attribute with two different values among the Items of the Sequence we are in."""

    operand: Operand


@dataclass(frozen=True, slots=True)
class Quantified:
    """`any` or `all` Items of a Sequence."""

    name: str
    operand: Operand
    expression: Expression


@dataclass(frozen=True, slots=True)
class Named:
    """`module`, `macro`, `group` or `outside` with its name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """`iod` or `transfer_syntax` among some."""

    kind: str
    among: tuple[str, ...]


Expression: TypeAlias = (
    Constant | Word | Not | Junction | Presence | Membership | Comparison | ItemNumber | Code | Equal | PointsTo
    | PointsIntoFunctionalGroups | Changes | Quantified | Named | OneOf
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What holds where a condition is not true: `allowed`, `forbidden` or `unstated`, or the first two by a `when`."""

    name: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with its id."""

    id: str
    required: Expression
    otherwise: Otherwise

    @property
    def is_none(self) -> bool:
        """Whether the wording says nothing on presence."""
        return self.required == Word("none")


#: What a wording without a compiled condition is taken for.
UNREAD: Final = Word("unread")

#: Quoted text; a word; a sign. A word may carry what an operand begins with.
_TOKEN: Final = re.compile(
    r"""\s*(?:"(?P<text>[^"]*)"|(?P<word>\^*/?[A-Za-z0-9_.+\-]+)|(?P<sign>!=|<=|>=|[{}()\[\],=<>]))"""
)
_OPERAND: Final = re.compile(r"(?P<up>\^*)(?P<root>/?)(?P<frame>frame\.)?(?P<keyword>[A-Za-z][A-Za-z0-9]*)")
SIGNS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_WORDS: Final = frozenset({"unread", "none", "first_item", "last_item", "encapsulated"})
_RESERVED: Final = frozenset({"and", "or", "not", "in", "true", "false", *_WORDS})


def parse(text: str) -> Expression:
    """The expression that a `required` column holds.

    Raises `ConditionError` with what was expected where.
    """
    parser = _Parser(text)
    found = parser.expression()
    parser.end()
    if found != Word("none") and any(part == Word("none") for part in parts(found)):
        raise ConditionError(f"none stands alone, not in {text!r}")
    return found


def parse_otherwise(text: str) -> Otherwise:
    """What an `otherwise` column holds; raises `ConditionError`."""
    name, when, expression = text.strip().partition(" when ")
    if name not in ("allowed", "forbidden", "unstated") or (when and name == "unstated"):
        raise ConditionError(f"otherwise is allowed, forbidden, unstated, or either of two with when: not {text!r}")
    return Otherwise(name, parse(expression) if when else None)


def parts(expression: Expression) -> Iterator[Expression]:
    """An expression and all that it is made of."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, Not):
            waiting.append(part.of)
        elif isinstance(part, Junction):
            waiting.extend(reversed(part.of))
        elif isinstance(part, Quantified):
            waiting.append(part.expression)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


class _Parser:
    """Reads one expression, token by token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[_Token] = []
        self._at = 0
        at, end = 0, len(text.rstrip())
        while at < end:
            match = _TOKEN.match(text, at)
            if match is None:
                raise ConditionError(f"{text[at:].strip()[:20]!r} is not of the language, in {text!r}")
            kind = match.lastgroup or ""
            self._tokens.append(_Token(kind, match.group(kind)))
            at = match.end()

    def _peek(self, ahead: int = 0) -> _Token:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else _Token("end", "the end")

    def _next(self) -> _Token:
        token = self._peek()
        self._at += 1
        return token

    def _is_sign(self, text: str, ahead: int = 0) -> bool:
        return self._peek(ahead) == _Token("sign", text)

    def _is_word(self, text: str) -> bool:
        return self._peek() == _Token("word", text)

    def _want(self, kind: str, text: str) -> None:
        if self._next() != _Token(kind, text):
            self._at -= 1
            raise self._error(text)

    def _error(self, expected: str) -> ConditionError:
        return ConditionError(f"{expected} expected where {self._peek().text!r} stands, in {self._text!r}")

    def end(self) -> None:
        """Raises if something is left."""
        if self._peek().kind != "end":
            raise self._error("the end")

    def expression(self) -> Expression:
        """Terms joined by `or`."""
        return self._joined("or", lambda: self._joined("and", self._negation))

    def _joined(self, name: str, read: Callable[[], Expression]) -> Expression:
        found = [read()]
        while self._is_word(name):
            self._next()
            found.append(read())
        return found[0] if len(found) == 1 else Junction(name, tuple(found))

    def _negation(self) -> Expression:
        if self._is_word("not"):
            self._next()
            return Not(self._negation())
        if self._is_sign("("):
            self._next()
            found = self.expression()
            self._want("sign", ")")
            return found
        return self._atom()

    def _atom(self) -> Expression:
        name = self._peek().text if self._peek().kind == "word" else ""
        if self._is_sign("(", 1):
            return self._call(name)
        if name in ("true", "false"):
            self._next()
            return Constant(name == "true")
        if name in _WORDS:
            self._next()
            return Word(name)
        if name == "item_number":
            self._next()
            return ItemNumber(*self._comparison())
        if name in ("iod", "transfer_syntax"):
            self._next()
            self._want("word", "in")
            return OneOf(name, self._words())
        operand = self._operand()
        if self._is_word("in"):
            self._next()
            return Membership(operand, self._words(), is_negated=False)
        if self._is_word("not"):
            self._next()
            self._want("word", "in")
            return Membership(operand, self._words(), is_negated=True)
        return Comparison("value", operand, *self._comparison())

    def _call(self, name: str) -> Expression:
        arguments: Mapping[str, Callable[[], Expression]] = {
            **dict.fromkeys(("present", "absent", "has_value", "empty"), lambda: Presence(name, self._operand())),
            **dict.fromkeys(("module", "macro", "outside", "group"), lambda: Named(name, self._name())),
            **dict.fromkeys(("any", "all"), lambda: self._quantified(name)),
            "changes": lambda: Changes(self._operand(whole=True)),
            "points_into_functional_groups": lambda: PointsIntoFunctionalGroups(self._operand(whole=True)),
            "equal": self._equal,
            "points_to": self._points_to,
        }
        if name in ("count", "items", "length"):
            operand = self._in_brackets(lambda: self._operand(whole=name != "length"))
            return Comparison(name, operand, *self._comparison())
        if name == "code":
            sequence = self._in_brackets(lambda: self._operand(whole=True))
            self._want("word", "in")
            return Code(sequence, self._codes())
        if name not in arguments:
            raise self._error("the name of an atom")
        return self._in_brackets(arguments[name])

    def _in_brackets(self, read: Callable[[], _T]) -> _T:
        self._next()
        self._want("sign", "(")
        found = read()
        self._want("sign", ")")
        return found

    def _quantified(self, name: str) -> Quantified:
        operand = self._operand(whole=True)
        self._want("sign", ",")
        return Quantified(name, operand, self.expression())

    def _equal(self) -> Equal:
        one = self._operand()
        self._want("sign", ",")
        return Equal(one, self._operand())

    def _points_to(self) -> PointsTo:
        operand = self._operand()
        self._want("sign", ",")
        return PointsTo(operand, self._operand(whole=True).keyword)

    def _operand(self, *, whole: bool = False) -> Operand:
        token = self._peek()
        match = _OPERAND.fullmatch(token.text) if token.kind == "word" else None
        if match is None or token.text in _RESERVED:
            raise self._error("an Attribute")
        if sum(bool(match[name]) for name in ("up", "root", "frame")) > 1:
            raise ConditionError(f"{token.text!r} starts in two places, in {self._text!r}")
        self._next()
        number: int | None = None
        if self._is_sign("["):
            self._next()
            digits = self._next().text
            if whole or not digits.isdecimal() or int(digits) < 1:
                raise ConditionError(f"a value number ({digits}) has no meaning of {token.text}, in {self._text!r}")
            number = int(digits)
            self._want("sign", "]")
        return Operand(match["keyword"], len(match["up"]), bool(match["root"]), bool(match["frame"]), number)

    def _comparison(self) -> tuple[str, float]:
        sign = self._next().text
        if sign not in SIGNS:
            self._at -= 1
            raise self._error("a comparison")
        try:
            return sign, float(self._next().text)
        except ValueError:
            self._at -= 1
            raise self._error("a number") from None

    def _name(self) -> str:
        token = self._next()
        if token.kind not in ("word", "text"):
            self._at -= 1
            raise self._error("a name")
        return token.text

    def _words(self) -> tuple[str, ...]:
        return tuple(self._set(self._name))

    def _codes(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._set(self._code))

    def _code(self) -> tuple[str, str]:
        self._want("sign", "(")
        value = self._name()
        self._want("sign", ",")
        scheme = self._name()
        self._want("sign", ")")
        return value, scheme

    def _set(self, read: Callable[[], _T]) -> Iterator[_T]:
        self._want("sign", "{")
        yield read()
        while self._is_sign(","):
            self._next()
            yield read()
        self._want("sign", "}")

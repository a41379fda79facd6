"""What the tables and the IOD say of values and numbers of Items: Enumerated Values, Defined Terms, zeros.

Lists stand at rows of tables; what an IOD demands beyond them is a table of its own (`constraints.tsv`). A list that is
not sound only permits (PS3.5 6.3 and 7.5.1, PS3.3 annexes A and C). Values are any bytes whatever.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.context import has_value
from validicom.reference.evaluation import PER_FRAME_GROUPS, SHARED_GROUPS, integer, is_held, number, values
from validicom.reference.facts import constraints
from validicom.reference.findings import LEVELS
from validicom.reference.iod import Branch, Judgement, ModuleJudgement, Origin, tables
from validicom.reference.model import path_of
from validicom.reference.values import SIZES, text_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from validicom.reference.assessment import DataLevel, Standing
    from validicom.reference.conditions import Expression
    from validicom.reference.context import Context
    from validicom.reference.facts import Constraint, ValueList
    from validicom.reference.iod import Claim, Iod
    from validicom.reference.model import Element

INTEGERS: Final = frozenset({"US", "SS", "UL", "SL", "SV", "UV"})
NUMBERS: Final = INTEGERS | {"IS", "DS", "FL", "FD"}
#: VRs of which lists can be: those that hold words or numbers.
LISTED_VRS: Final = INTEGERS | {"CS", "SH", "LO", "ST", "LT", "UC", "UT", "UI", "AE", "IS", "DS", "AT"}
#: The words of a list that a finding shows.
MOST_SHOWN: Final = 8
_CODE_STRING: Final = re.compile(rb"[A-Z0-9 _]*")
_HEXADECIMAL: Final = re.compile(r"([0-9A-F]+)H")
_TAG: Final = re.compile(r"[0-9A-F]{8}")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")


@dataclass(frozen=True, slots=True)
class Failure:
    """That one value is not in a list."""

    number: int
    severity: str
    #: Whether it breaks a list of Enumerated Values.
    is_enumerated: bool
    words: Sequence[str]
    module: str | None


class Values:
    """What is said of the values of one input."""

    def __init__(self, ctx: Context, of: Iod, standings: Mapping[str, Standing]) -> None:
        self._ctx = ctx
        self._iod = of
        self._standings = standings
        mine = [one for one in constraints(ctx.facts.commons) if one.iod in ("*", of.id)]
        self._forbidden = [one for one in mine if one.kind == "forbidden-module"]
        self._by_path: dict[tuple[int, ...], list[Constraint]] = {}
        for one in mine:
            if one.path and self._has_module(one):
                self._by_path.setdefault(one.path, []).append(one)

    def _has_module(self, constraint: Constraint) -> bool:
        """Whether what a constraint is of holds in this data set: its module for sure, or the IOD itself.

        Numbers that no meaning can have are a warning in a module that is there by evidence as well.
        """
        standing = self._standings.get(constraint.module)
        is_mild_enough = constraint.kind in ("not-zero", "range")
        return not constraint.module or (
            standing is not None and standing.in_force and (is_mild_enough or not standing.is_mild)
        )

    def look_at(self, level: DataLevel) -> Iterator[Judgement]:
        """What is to be said of the Elements of one data set."""
        path = _path(level)
        for element in level.first.values():
            claims = level.all_claims(element.tag)
            constrained = self._by_path.get((*path, element.tag), []) if path is not None else []
            if not claims:
                continue
            if element.read_vr == "SQ":
                found = list(self._items(level, element, claims))
                yield from found or self._fixed_items(level, element, constrained)
                continue
            if not has_value(element) or not is_held(element):
                continue
            yield from self._listed(level, element, claims, constrained)
            found = list(self._out_of_range(level, element, constrained))
            yield from found or self._zero(level, element, constrained)

    # -- Lists

    def _listed(
        self,
        level: DataLevel,
        element: Element,
        claims: Sequence[tuple[Claim, Standing]],
        constrained: Sequence[Constraint],
    ) -> Iterator[Judgement]:
        if element.read_vr not in LISTED_VRS:
            return
        found = list(_judged_values(element))
        failures = [
            failure for order, value in found for failure in self._failures(level, element, order, value, claims)
        ]
        enumerated = [failure for failure in failures if failure.is_enumerated]
        if enumerated:
            yield self._judgement("A120", level, element, _worst(enumerated))
            return
        if failures:
            yield self._judgement("A121", level, element, failures[0])
        fixed = [failure for order, value in found for failure in self._fixed(
            level, element, order, value, claims, constrained
        )]  # fmt: skip
        if fixed:
            yield self._judgement("A122", level, element, _worst(fixed))

    def _failures(
        self, level: DataLevel, element: Element, order: int, value: bytes, claims: Sequence[tuple[Claim, Standing]]
    ) -> Iterator[Failure]:
        """The claims on a value that it fails, in their order, excused ones left out."""
        lists = [self._lists(claim, order) for claim, _ in claims]
        for (claim, standing), own in zip(claims, lists, strict=True):
            if not standing.in_force or any(self._permits(level, one, element, value) for one in own):
                continue
            holding = [one for one in own if one.strength and _truth(level, element, one.condition) is True]
            if not holding:
                continue
            strongest = min(holding, key=lambda one: LEVELS.index(one.strength))
            failing = set(self._normal(strongest.words, element))
            if any(
                other is not claim
                and its_standing.is_possible
                and level.fits(other)
                and any(
                    self._permits(level, one, element, value) and not failing <= set(self._normal(one.words, element))
                    for one in its
                )
                for (other, its_standing), its in zip(claims, lists, strict=True)
            ):
                continue
            severity = strongest.strength
            if severity == "error" and (standing.is_mild or not self._is_sure(claim)):
                severity = "warning"
            yield Failure(order, severity, strongest.strength != "info", strongest.words, claim.origin.module)

    def _is_sure(self, claim: Claim) -> bool:
        """Whether a claim holds for objects of any shipped edition, and all is known of it."""
        unsure = (claim.row.table, claim.row.tag.upper()) in self._ctx.facts.unsure_lists
        return (claim.in_all_editions or self._ctx.options.edition_named) and not unsure and not claim.row.is_doubtful

    def _lists(self, claim: Claim, order: int) -> list[ValueList]:
        """The lists of a row for a value: those of its number, else those of each."""
        known = self._ctx.facts.lists.get((claim.row.table, claim.row.row), ())
        numbered = [one for one in known if one.index == str(order)]
        return numbered or [one for one in known if not one.index]

    def _fixed(
        self,
        level: DataLevel,
        element: Element,
        order: int,
        value: bytes,
        claims: Sequence[tuple[Claim, Standing]],
        constrained: Sequence[Constraint],
    ) -> Iterator[Failure]:
        """What the IOD demands of a value beyond the tables, and is not met."""
        groups: dict[tuple[object, ...], list[Constraint]] = {}
        for one in constrained:
            if one.kind == "enum" and one.index in ("", str(order)):
                groups.setdefault((one.module, one.index, one.condition), []).append(one)
        for group in groups.values():
            first = group[0]
            words = tuple(dict.fromkeys(word for one in group for word in one.words))
            if self._contains(words, element, value) or _truth(level, element, first.condition) is not True:
                continue
            # A constraint by a condition narrows the table's own list on purpose.
            if first.condition is None and any(
                standing.in_force
                and claim.origin.module == first.module
                and any(self._permits(level, one, element, value) for one in self._lists(claim, order))
                for claim, standing in claims
            ):
                continue
            severity = min((one.severity for one in group), key=LEVELS.index)
            yield Failure(order, severity, True, words, first.module or None)

    def _permits(self, level: DataLevel, one: ValueList, element: Element, value: bytes) -> bool:
        """Whether a list has a value and is not one that is known not to hold."""
        return self._contains(one.words, element, value) and _truth(level, element, one.condition) is not False

    def _normal(self, words: Iterable[str], element: Element) -> Iterator[str]:
        """The words of a list, numbers in decimal."""
        attribute = self._ctx.facts.attribute(element.tag)
        vrs = set(attribute.vrs) if attribute is not None else set()
        for word in words:
            yield _decimal_word(word, is_tag="AT" in vrs) if vrs & (NUMBERS | {"AT"}) else word

    def _contains(self, words: Iterable[str], element: Element, value: bytes) -> bool:
        """Whether a value is one of the words."""
        normal = self._normal(words, element)
        if element.read_vr in ("IS", "DS"):
            mine = float(value)
            return any(mine == _decimal(word) for word in normal)
        return value in (word.encode() for word in normal)

    def _judgement(self, code: str, level: DataLevel, element: Element, failure: Failure) -> Judgement:
        shown = "|".join(failure.words[:MOST_SHOWN]) + ("|..." if len(failure.words) > MOST_SHOWN else "")
        return Judgement(
            code, level.data_set, element.tag, element, failure.severity, failure.module, {"allowed": shown},
            value_number=failure.number, value=self._shown(element, failure.number),
        )  # fmt: skip

    def _shown(self, element: Element, order: int) -> str | None:
        texts = text_values(self._ctx, element)
        return texts[order - 1] if texts is not None and order <= len(texts) else None

    # -- Zeros, Items, modules

    def _zero(self, level: DataLevel, element: Element, constrained: Sequence[Constraint]) -> Iterator[Judgement]:
        mine = [one for one in constrained if one.kind == "not-zero" and _truth(level, element, one.condition) is True]
        if not mine or element.read_vr not in NUMBERS or path_of(element) in self._spaced:
            return
        for order, value in enumerate(values(element) or (), 1):
            if value and number(element, value) == 0:
                yield Judgement(
                    "A123", level.data_set, element.tag, element, mine[0].severity, mine[0].module or None,
                    value_number=order, value=self._shown(element, order),
                )  # fmt: skip
                return

    @property
    def _spaced(self) -> frozenset[object]:
        """Where C003 has told of a distance."""
        from validicom.reference.checks.consistency import spacing

        return self._ctx.memo("spacing", lambda ctx: frozenset(found.place for found in spacing.check(ctx)))

    def _out_of_range(
        self, level: DataLevel, element: Element, constrained: Sequence[Constraint]
    ) -> Iterator[Judgement]:
        """The first number that is out of a range."""
        if element.read_vr not in NUMBERS:
            return
        for one, group in _grouped(constrained, "range"):
            for order, value in enumerate(values(element) or (), 1):
                exact = number(element, value) if _is_number(element, value) else None
                broken = next((other for other in group if exact is not None and _is_out(exact, other.words)), None)
                if broken is None:
                    continue
                if _truth(level, element, one.condition) is True:
                    severity = min((other.severity for other in group), key=LEVELS.index)
                    if one.module and self._standings[one.module].is_mild:
                        severity = "warning"
                    yield Judgement(
                        "A124", level.data_set, element.tag, element, severity, one.module or None,
                        {"demanded": _ends(broken.words, "..")},
                        value_number=order, value=self._shown(element, order),
                    )  # fmt: skip
                    return
                break

    def _fixed_items(
        self, level: DataLevel, element: Element, constrained: Sequence[Constraint]
    ) -> Iterator[Judgement]:
        """What the IOD demands of the number of Items beyond the tables."""
        count = len(element.items)
        if not count or not is_held(element):
            return
        for one, group in _grouped(constrained, "item-count"):
            broken = next((other for other in group if _is_out(count, other.words)), None)
            if broken is not None and _truth(level, element, one.condition) is True:
                severity = min((other.severity for other in group), key=LEVELS.index)
                yield Judgement(
                    "A130", level.data_set, element.tag, element, severity, one.module or None,
                    {"demanded": _ends(broken.words, "-")}, observed=count,
                )  # fmt: skip
                return

    def _items(
        self, level: DataLevel, element: Element, claims: Sequence[tuple[Claim, Standing]]
    ) -> Iterator[Judgement]:
        count = len(element.items)
        if element.tag in (SHARED_GROUPS, PER_FRAME_GROUPS) or not count or not is_held(element):
            return
        counted = []
        for claim, standing in claims:
            stated = self._counts(level, element, claim) if standing.in_force else []
            broken = [(least, most) for least, most in stated if count < least or (most is not None and count > most)]
            if stated and not broken:
                return
            counted += [(claim, standing, broken[0])] if broken else []
        if not counted:
            return
        proven = any(
            not standing.is_mild
            and (claim.in_all_editions or self._ctx.options.edition_named)
            and not claim.row.is_doubtful
            for claim, standing, _ in counted
        )
        claim, _, (least, most) = counted[0]
        demanded = str(least) if least == most else f"{least}-{'n' if most is None else most}"
        yield Judgement(
            "A130", level.data_set, element.tag, element, "error" if proven else "warning", claim.origin.module,
            {"demanded": demanded}, observed=count,
        )  # fmt: skip

    def _counts(self, level: DataLevel, element: Element, claim: Claim) -> list[tuple[int, int | None]]:
        """The numbers of Items that a row states and that hold here."""
        own = [claim.row.items] if claim.row.items is not None else []
        more = self._ctx.facts.item_counts.get((claim.row.table, claim.row.row), ())
        return own + [(one.least, one.most) for one in more if _truth(level, element, one.condition) is True]

    def forbidden_modules(self, first: Mapping[int, Element]) -> Iterator[ModuleJudgement]:
        """Modules that the IOD does not let in and that something speaks for."""
        for one in self._forbidden:
            orders = {order for order, (module, _) in enumerate(self._iod.modules) if module.id == one.module}
            table = self._ctx.facts.table_of_module(one.module)
            if table is None:
                continue
            known = tables(self._ctx.facts)
            claims = known.claims(Branch(known.entries(table), Origin(one.module, "U", 0)))
            for tag in sorted(first):
                if (
                    has_value(first[tag])
                    and any(claim.is_of(tag) for claim in claims)
                    and self._iod.claimants(tag) <= orders
                ):
                    yield ModuleJudgement("M010", one.severity, one.module, first[tag])
                    break


def _judged_values(element: Element) -> Iterator[tuple[int, bytes]]:
    """The values that can be in a list, with their numbers: neither blank nor of a form that another rule tells."""
    vr = element.read_vr
    for order, value in enumerate(values(element) or (), 1):
        if vr in SIZES:
            yield order, str(integer(element, value)).encode()
        elif not value or (vr == "CS" and not _CODE_STRING.fullmatch(value)):
            continue
        elif vr in ("IS", "DS"):
            if _is_number(element, value):
                yield order, value
        else:
            yield order, value


def _is_number(element: Element, value: bytes) -> bool:
    """Whether a value is there, and of a form that no other rule tells of."""
    form = {"IS": forms.is_integer, "DS": forms.is_decimal}.get(element.read_vr)
    return bool(value) and (form is None or form(value.decode("latin-1")))


def _decimal_word(word: str, *, is_tag: bool) -> str:
    """A word of a numeric Attribute as the number is written in decimal: `000AH` is 10, `+1` is 1."""
    match = _HEXADECIMAL.fullmatch(word)
    if match:
        return str(int(match[1], 16))
    if is_tag and _TAG.fullmatch(word):
        return str(int(word, 16))
    return str(int(word)) if _INTEGER.fullmatch(word) else word


def _decimal(word: str) -> float:
    return float(word) if forms.is_decimal(word) else math.nan


def _worst(failures: Sequence[Failure]) -> Failure:
    """The first of the highest severity."""
    return min(failures, key=lambda failure: LEVELS.index(failure.severity))


def _truth(level: DataLevel, element: Element, condition: Expression | None) -> bool | None:
    """What a condition is worth at an Element; without one it is true."""
    return True if condition is None else level.answer(condition, element.tag).value


def _grouped(constrained: Sequence[Constraint], kind: str) -> Iterator[tuple[Constraint, list[Constraint]]]:
    """Constraints of one kind by module and condition, in their order: the first, and all."""
    groups: dict[tuple[object, ...], list[Constraint]] = {}
    for one in constrained:
        if one.kind == kind:
            groups.setdefault((one.module, one.index, one.condition), []).append(one)
    for group in groups.values():
        yield group[0], group


def _is_out(exact: float, ends: Sequence[str]) -> bool:
    """Whether a number is out of a range, of which an end may be empty."""
    low, high = ends
    return bool(low and exact < float(low)) or bool(high and exact > float(high))


def _ends(ends: Sequence[str], between: str) -> str:
    low, high = ends
    return low if low == high else f"{low}{between}{high}"


def _path(level: DataLevel) -> tuple[int, ...] | None:
    """The Sequences on the way from the root."""
    tags: list[int] = []
    at: DataLevel | None = level
    while at is not None and at.sequence is not None:
        tags.append(at.sequence.tag)
        at = at.up
    return tuple(reversed(tags))

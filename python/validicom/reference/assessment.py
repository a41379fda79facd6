"""Goes through a data set along the tables of its IOD: modules in force, what claims say, what that makes of each row.

A claim is what one module (or macro) has to say of one Attribute at one level. Which claims are in force, what each
says by its Type and condition, and what they come to together, is told apart here in this order
(PS3.3 5.4 and annex A, PS3.5 7.4).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from validicom.reference.conditions import UNREAD, Condition, Otherwise
from validicom.reference.context import has_value
from validicom.reference.evaluation import PER_FRAME_GROUPS, SHARED_GROUPS, Answer, Evaluation
from validicom.reference.iod import Assessment, Branch, Judgement, ModuleJudgement
from validicom.reference.listed import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from validicom.reference.conditions import Expression
    from validicom.reference.context import Context
    from validicom.reference.facts import ModuleOfIod
    from validicom.reference.iod import Claim, Iod
    from validicom.reference.model import DataSet, Element, Item

VALUE_TYPE: Final = 0x0040A040
#: An Item with it only points to a Content Item, and holds none itself (PS3.3 C.17.3).
REFERENCED_CONTENT_ITEM_IDENTIFIER: Final = 0x0040DB73
#: What tables say to include where any functional group macro of the IOD may stand.
ALL_MACROS: Final = "IODFunctionalGroupMacros"
#: Sequences whose Items hold functional group macros (PS3.3 C.7.6.16).
FUNCTIONAL_GROUPS: Final = (SHARED_GROUPS, PER_FRAME_GROUPS)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far what a module claims holds in this data set."""

    in_force: bool
    #: Whether it may be in force: all are but those whose condition is decided false.
    is_possible: bool = True
    #: Whether what it demands gives warnings: it is not sure that the data set has to follow it.
    is_mild: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """What a claim says of its Attribute."""

    #: `demand-1`, `demand-1C`, `demand-2`, `demand-2C`, `allow`, `forbid`, `forbid-weak` or `unknown`.
    name: str
    #: Where unknown: whether the Attribute may be there in any case.
    may_be_there: bool = False
    #: Where unknown: whether it is not known that the Attribute is demanded.
    is_demand_unknown: bool = False
    cause: tuple[str, str] = ("unread", "yes")

    @property
    def is_demand(self) -> bool:
        """Whether the Attribute shall be there."""
        return self.name.startswith("demand")


#: From the strictest on.
DEMANDS: Final = ("demand-1", "demand-1C", "demand-2", "demand-2C")
_OF_TYPE: Final[Mapping[str, State]] = {"1": State("demand-1"), "2": State("demand-2")}
_ALLOW: Final = State("allow")


class Node:
    """The claims that stand at a level, by Tag, in the order of the IOD's modules and of their rows."""

    def __init__(self, of: Iod, branches: Sequence[tuple[Branch, Standing]]) -> None:
        self._iod = of
        self.by_tag: dict[int, list[tuple[Claim, Standing]]] = {}
        self.repeating: list[tuple[Claim, Standing]] = []
        for branch, standing in sorted(branches, key=lambda entry: entry[0].origin.order):
            for claim in of.tables.claims(branch):
                if claim.is_repeating:
                    self.repeating.append((claim, standing))
                else:
                    self.by_tag.setdefault(claim.tag, []).append((claim, standing))

    def rows_of(self, tag: int) -> list[tuple[Claim, Standing]]:
        """The claims on a Tag, those of repeating groups included."""
        return self.by_tag.get(tag) or [entry for entry in self.repeating if entry[0].is_of(tag)]

    @functools.cached_property
    def tags_below(self) -> frozenset[int]:
        """The Tags that have a row in an Item of some Sequence of this level."""
        claims = (claim for entries in self.by_tag.values() for claim, _ in entries)
        return frozenset(
            inner.tag for claim in claims for branch in claim.branches for inner in self._iod.tables.claims(branch)
        )


class DataLevel:
    """A data set with its node, and the level that encloses it."""

    def __init__(
        self, walk: Walk, data_set: DataSet, node: Node, up: DataLevel | None = None, sequence: Element | None = None
    ) -> None:
        self._walk = walk
        self.data_set = data_set
        self.node = node
        self.up = up
        self.sequence = sequence
        self.first: dict[int, Element] = {}
        for element in data_set.elements:
            self.first.setdefault(element.tag, element)
        self._value_type = _value_type(self.first.get(VALUE_TYPE))
        self._answers: dict[tuple[Expression, int | None, bool], Answer] = {}

    def has_row(self, tag: int) -> bool:
        """Whether some module or macro has a row for a Tag here, in force or not."""
        return bool(self.node.rows_of(tag))

    def holds_row(self, tag: int) -> bool:
        """Whether some Sequence that has a row here has one for a Tag in its Items."""
        return tag in self.node.tags_below

    def claims(self, tag: int) -> list[tuple[Claim, Standing]]:
        """The claims on a Tag, and whether each holds for a data set of this Value Type."""
        return [(claim, self._standing(claim, standing)) for claim, standing in self.node.by_tag.get(tag, ())]

    def all_claims(self, tag: int) -> list[tuple[Claim, Standing]]:
        """As `claims`, those of repeating groups included."""
        return [(claim, self._standing(claim, standing)) for claim, standing in self.node.rows_of(tag)]

    def _standing(self, claim: Claim, standing: Standing) -> Standing:
        if not standing.in_force or self.fits(claim):
            return standing
        return Standing(False, standing.is_possible, standing.is_mild)

    def fits(self, claim: Claim) -> bool:
        """Whether a claim holds for a data set of this Value Type."""
        return all(wanted == self._value_type for wanted in claim.value_types)

    def is_asked(self, tag: int) -> bool:
        """Whether the claims on a Tag are of matter: those on the Value Type of what is no Content Item are not."""
        return not (tag == VALUE_TYPE and REFERENCED_CONTENT_ITEM_IDENTIFIER in self.first)

    def inner(self, tag: int) -> Node:
        """The node of the Items of a Sequence."""
        branches = [
            (branch, self._standing(claim, standing))
            for claim, standing in self.node.rows_of(tag)
            for branch in claim.branches
        ]
        return self._walk.node_below(branches, is_frame=self.up is None and tag in FUNCTIONAL_GROUPS)

    def item(self, sequence: Element, item: Item) -> DataLevel:
        """The level of an Item of a Sequence that stands here."""
        return DataLevel(self._walk, item, self.inner(sequence.tag), self, sequence)

    def is_demanded(self, tag: int, *, by_condition: bool) -> bool:
        """Whether a claim in force demands a Tag: of Type 1 or 2, or by its condition if conditions are to count."""
        if not self.is_asked(tag):
            return False
        for claim, standing in self.claims(tag):
            if not standing.in_force:
                continue
            if claim.type in ("1", "2"):
                return True
            if by_condition and claim.is_conditional:
                condition = self._walk.condition(claim.row.condition)
                if self.answer(condition.required, tag, is_second_step=True).value is True:
                    return True
        return False

    def answer(self, expression: Expression, this: int | None, *, is_second_step: bool = False) -> Answer:
        """What an expression says here, of an Attribute of this level."""
        key = (expression, this, is_second_step)
        known = self._answers.get(key)
        if known is None:
            evaluation = Evaluation(self._walk.ctx, self._walk, self, this, is_second_step=is_second_step)
            known = evaluation.of(expression)
            self._answers[key] = known
        return known


class Walk:
    """Goes through the data sets of one input along the tables of its IOD."""

    def __init__(self, ctx: Context, of: Iod, conditions: Mapping[str, Condition] | None) -> None:
        self.ctx = ctx
        self._iod = of
        #: ``None``: there is no table of conditions, and modules go by evidence alone.
        self._conditions = conditions
        self._found = Assessment()
        self._nodes: dict[tuple[tuple[int, Standing], ...], Node] = {}
        first: dict[int, Element] = {}
        for element in ctx.root.elements:
            first.setdefault(element.tag, element)
        self._first = first
        self._evidence: dict[int, list[Element]] = {}
        for tag in sorted(first):
            claimants = of.claimants(tag)
            if len(claimants) == 1 and has_value(first[tag]):
                self._evidence.setdefault(claimants.pop(), []).append(first[tag])
        # What conditions of modules are asked of: modules by evidence.
        self.root = self._root([self._by_evidence(order, module) for order, (module, _) in enumerate(of.modules)])

    def run(self) -> Assessment:
        """The assessment."""
        modules = [module for module, _ in self._iod.modules]
        standings = [self._stand(order, module) for order, module in enumerate(modules)]
        self.root = self._root(standings)
        values = Values(self.ctx, self._iod, dict(zip((module.id for module in modules), standings, strict=True)))
        self._found.modules.extend(values.forbidden_modules(self._first))
        # A stack, not recursion: nesting is the input's.
        waiting = [self.root]
        while waiting:
            level = waiting.pop()
            self._found.attributes.extend(values.look_at(level))
            waiting.extend(reversed(self._look_at(level)))
        return self._found

    @property
    def iod(self) -> Iod:
        """The IOD."""
        return self._iod

    @property
    def has_conditions(self) -> bool:
        """Whether there is a table of conditions."""
        return self._conditions is not None

    def by_edition(self, in_all: bool) -> str:
        """Error, but a warning for what only some editions demand if none was chosen by name."""
        return "error" if in_all or self.ctx.options.edition_named else "warning"

    # -- Levels and what expressions ask of (see `conditions.Surroundings`)

    def _root(self, standings: Sequence[Standing]) -> DataLevel:
        branches = [(branch, standing) for (_, branch), standing in zip(self._iod.modules, standings, strict=True)]
        return DataLevel(self, self.ctx.root, self._node(branches))

    def _node(self, branches: list[tuple[Branch, Standing]]) -> Node:
        # Branches are kept by the tables, so that an identity stays its own.
        key = tuple((id(branch), standing) for branch, standing in branches)
        if key not in self._nodes:
            self._nodes[key] = Node(self._iod, branches)
        return self._nodes[key]

    def node_below(self, branches: list[tuple[Branch, Standing]], *, is_frame: bool) -> Node:
        """The node of Items, of which the rows of functional group macros are a part if they may stand there."""
        if any(entry.row.include == ALL_MACROS for branch, _ in branches for entry in branch.entries):
            if not is_frame:
                # Which macros the frames of such Items have is not in the tables: nothing is asked in them.
                return self._node([])
            branches = branches + [
                (branch, Standing(True, is_mild=branch.origin.usage != "M")) for branch in self._iod.macros
            ]
        return self._node(branches)

    def condition(self, id_: str) -> Condition:
        """A compiled condition; one that is not counts as unread, and says nothing against what is there."""
        known = (self._conditions or {}).get(id_)
        return known or Condition(id_, UNREAD, Otherwise("allowed"))

    def tag(self, keyword: str) -> int:
        """The Tag of a Keyword, which is one of ours."""
        return self.ctx.facts.tag_of(keyword)

    def has_module(self, module: str) -> bool:
        """Whether the data set has a module, by usage M or by evidence."""
        return any(
            known.id == module and (known.usage == "M" or order in self._evidence)
            for order, (known, _) in enumerate(self._iod.modules)
        )

    def has_macro(self, macro: str) -> bool:
        """Whether some Item of the functional groups has a Sequence of the macro with an Item in it."""
        return any(
            claim.tag in self._used_groups
            for branch in self._iod.macros
            if branch.origin.module == macro
            for claim in self._iod.tables.claims(branch)
        )

    @functools.cached_property
    def _used_groups(self) -> frozenset[int]:
        frames = (self._first.get(tag) for tag in FUNCTIONAL_GROUPS)
        items = [
            item for sequence in frames if sequence is not None and sequence.read_vr == "SQ" for item in sequence.items
        ]
        found: set[int] = set()
        for item in items:
            tags: set[int] = set()
            for element in item.elements:
                if element.tag not in tags and element.read_vr == "SQ" and element.items:
                    found.add(element.tag)
                tags.add(element.tag)
        return frozenset(found)

    def is_in_functional_groups(self, tags: Iterable[int]) -> bool:
        """Whether a macro of the IOD has a row below its Sequences for one of the Tags.

        Or whether the first frame, or what all share, has one in a group of any kind: a Standard Extended SOP Class may
        have more of them than the IOD (PS3.3 C.7.6.16).
        """
        below = frozenset().union(*(self.root.inner(tag).tags_below for tag in FUNCTIONAL_GROUPS))
        return not below.isdisjoint(tags) or not self._tags_in_groups.isdisjoint(tags)

    @functools.cached_property
    def _tags_in_groups(self) -> frozenset[int]:
        found: set[int] = set()
        for sequence in map(self._first.get, FUNCTIONAL_GROUPS):
            if sequence is None or sequence.read_vr != "SQ" or not sequence.items:
                continue
            for tag in {element.tag for element in sequence.items[0].elements}:
                group = sequence.items[0].first(tag)
                if group is not None and group.read_vr == "SQ" and group.items:
                    found.update(element.tag for element in group.items[0].elements)
        return frozenset(found)

    # -- Modules in force

    def _asked(self, order: int) -> list[Claim]:
        """The root rows of Type 1 and 2 of a module."""
        claims = self._iod.tables.claims(self._iod.modules[order][1])
        return [claim for claim in claims if claim.type in ("1", "2") and not claim.is_repeating]

    def _has_nothing(self, order: int) -> bool:
        """Whether no Attribute is there that the module has a root row for."""
        claims = self._iod.tables.claims(self._iod.modules[order][1])
        return not any(claim.is_of(tag) for claim in claims for tag in self._first)

    def _is_partial(self, order: int) -> bool:
        """Whether nothing that the module demands is there besides what speaks for it.

        What it demands of Content Items of single Value Types (PS3.3 C.17.3.2) tells nothing of the module.
        """
        spoken = self._evidence.get(order, [])
        asked = [claim for claim in self._asked(order) if not claim.value_types]
        others = [claim for claim in asked if not any(claim.is_of(element.tag) for element in spoken)]
        return bool(others) and not any(claim.tag in self._first for claim in others)

    def _by_evidence(self, order: int, module: ModuleOfIod) -> Standing:
        if module.usage == "M":
            return Standing(True, is_mild=False)
        return Standing(order in self._evidence and not self._is_partial(order))

    def _stand(self, order: int, module: ModuleOfIod) -> Standing:
        """How far a module's claims hold; tells what is to be said of the module itself."""
        if module.usage == "M":
            if self._asked(order) and self._has_nothing(order):
                self._say_of_module("M003", module, self.by_edition(module.in_all_editions))
            return Standing(True, is_mild=False)
        if module.usage != "C" or self._conditions is None:
            return self._speak(order, module)
        condition = self.condition(module.condition)
        required = self.root.answer(condition.required, None)
        detail = {"condition": condition.id}
        if required.value is True:
            if self._asked(order) and self._has_nothing(order):
                self._say_of_module("M007", module, self.by_edition(module.in_all_editions), detail=detail)
            return Standing(True, is_mild=False)
        evidence = self._evidence.get(order)
        if required.value is False and self.otherwise(condition, self.root, None).name.startswith("forbid"):
            if evidence:
                self._say_of_module("M008", module, "warning", evidence[0], detail)
            return Standing(False, is_possible=False)
        if required.value is None and not condition.is_none and not evidence and self._asked(order):
            name, word = required.cause or ("unread", "yes")
            if self._found.count_missing(name, word):
                self._say_of_module("M009", module, "undetermined", detail={name: word})
        return self._speak(order, module)

    def _speak(self, order: int, module: ModuleOfIod) -> Standing:
        """The standing of a module by evidence, told if that is all there is of it."""
        standing = self._by_evidence(order, module)
        evidence = self._evidence.get(order)
        if evidence and not standing.in_force:
            self._say_of_module("M004", module, "warning", evidence[0])
        return standing

    def _say_of_module(
        self,
        code: str,
        module: ModuleOfIod,
        severity: str,
        element: Element | None = None,
        detail: Mapping[str, str] | None = None,
    ) -> None:
        self._found.modules.append(ModuleJudgement(code, severity, module.id, element, detail or {}))

    # -- What claims say

    def state(self, level: DataLevel, claim: Claim) -> State:
        """What a claim says at its level."""
        plain = _OF_TYPE.get(claim.type, _ALLOW)
        if not claim.is_conditional and not claim.has_note:
            return plain
        condition = self.condition(claim.row.condition)
        if condition.is_none:
            return plain
        otherwise = self.otherwise(condition, level, claim.tag)
        forbids = condition.otherwise.name == "forbidden" and condition.otherwise.when is not None
        if forbids and otherwise.name == "forbid":
            return otherwise
        if claim.type in _OF_TYPE:
            return plain
        required = level.answer(condition.required, claim.tag)
        if required.value is True:
            return State(f"demand-{claim.type}" if claim.is_conditional else "demand-2C")
        if required.value is False:
            return otherwise
        return State("unknown", otherwise.name == "allow", True, required.cause or ("unread", "yes"))

    def otherwise(self, condition: Condition, level: DataLevel, this: int | None) -> State:
        """What holds where a condition is not true."""
        otherwise = condition.otherwise
        if otherwise.when is None:
            return State({"allowed": "allow", "forbidden": "forbid"}.get(otherwise.name, "forbid-weak"))
        answer = level.answer(otherwise.when, this)
        if answer.value is None:
            return State("unknown", cause=answer.cause or ("unread", "yes"))
        return State("allow" if answer.value == (otherwise.name == "allowed") else "forbid")

    # -- Rows

    def _look_at(self, level: DataLevel) -> list[DataLevel]:
        """Looks at one data set; the levels below it."""
        for tag in level.node.by_tag:
            if level.is_asked(tag):
                self._judge(level, tag)
        if level.up is None:
            self._look_at_repeating_groups(level)
        below: list[DataLevel] = []
        for element in level.data_set.elements:
            if not level.has_row(element.tag):
                if self._is_standard(element):
                    self._found.outside.append(element)
                continue
            if (
                element is not level.first[element.tag]
                or element.read_vr != "SQ"
                or element.tag in self.ctx.facts.open_items
            ):
                continue
            node = level.inner(element.tag)
            if node.by_tag or node.repeating:
                below.extend(DataLevel(self, item, node, level, element) for item in element.items)
        return below

    def _look_at_repeating_groups(self, level: DataLevel) -> None:
        """Says what each repeating group of the root lacks (PS3.5 7.6).

        A module has a group if an Element with a value speaks for it there, and one that it demands is there.
        """
        asked = [entry for entry in level.node.repeating if entry[0].type in ("1", "2") and not entry[0].value_types]
        groups: dict[int, list[Element]] = {}
        for tag, element in level.first.items():
            if any(claim.is_of(tag) for claim, _ in level.node.repeating):
                groups.setdefault(tag >> 16, []).append(element)
        for group, elements in sorted(groups.items()):
            speaking = set()
            for element in elements:
                claimants = {claim.origin.order for claim, _ in level.node.rows_of(element.tag)}
                if len(claimants) == 1 and has_value(element):
                    speaking |= claimants
            there = {claim.origin.order for claim, _ in asked for element in elements if claim.is_of(element.tag)}
            by_tag: dict[int, list[_Entry]] = {}
            for claim, standing in asked:
                wanted = claim.tag_in(group)
                if wanted is not None and standing.in_force and claim.origin.order in speaking & there:
                    by_tag.setdefault(wanted, []).append(_Entry(claim, standing, _OF_TYPE[claim.type]))
            for tag, entries in by_tag.items():
                self._judge_in_group(level, tag, entries)

    def _judge_in_group(self, level: DataLevel, tag: int, entries: Sequence[_Entry]) -> None:
        """Says at most one thing of an Attribute that modules demand in a repeating group that they have."""
        found = level.first.get(tag)
        if found is not None and has_value(found):
            return
        demand = next(demand for demand in DEMANDS if any(entry.state.name == demand for entry in entries))
        strictest = [entry for entry in entries if entry.state.name == demand]
        code = _code_of_demand(demand, strictest, is_missing=found is None)
        if code is not None:
            self._demand(code, level, tag, strictest)

    def _judge(self, level: DataLevel, tag: int) -> None:
        """Says at most one thing of a row (the order is that of the contract: demands, prohibitions, doubts)."""
        claims = level.claims(tag)
        if all(claim.type not in ("1", "2", "1C", "2C") and not claim.has_note for claim, _ in claims):
            return
        element = level.first.get(tag)
        is_empty = element is not None and not has_value(element)
        entries = [_Entry(claim, standing, self.state(level, claim)) for claim, standing in claims]
        in_force = [entry for entry in entries if entry.standing.in_force]
        possible = [entry for entry in entries if entry.standing.is_possible]
        if element is None or is_empty:
            for demand in DEMANDS:
                strictest = [entry for entry in in_force if entry.state.name == demand]
                if strictest:
                    code = _code_of_demand(demand, strictest, is_missing=element is None)
                    if code is not None:
                        self._demand(code, level, tag, strictest)
                    return
        if element is not None and possible and all(entry.state.name.startswith("forbid") for entry in possible):
            self._forbid(level, tag, element, possible, is_empty=is_empty)
            return
        if is_empty:
            shall_have_value = [
                entry
                for entry in in_force
                if entry.claim.type == "1C" and self.condition(entry.claim.row.condition).otherwise in _NOT_OTHERWISE
                and not self.condition(entry.claim.row.condition).is_none
            ]  # fmt: skip
            if shall_have_value and not any(self._may_be_empty(level, entry.claim) for entry in possible):
                self._demand("A105", level, tag, shall_have_value)
                return
        self._doubt(level, tag, element, in_force, possible)

    def _may_be_empty(self, level: DataLevel, claim: Claim) -> bool:
        """Whether a claim lets an Attribute be there without a value in some case."""
        if claim.type == "1":
            return False
        if claim.type != "1C":
            return True
        condition = self.condition(claim.row.condition)
        return condition.is_none or self.otherwise(condition, level, claim.tag).name == "allow"

    def _demand(self, code: str, level: DataLevel, tag: int, strictest: Sequence[_Entry]) -> None:
        is_by_condition = code in ("A104", "A105", "A106", "A109")
        proving = [
            entry
            for entry in strictest
            if not entry.standing.is_mild and not (is_by_condition and entry.claim.row.is_doubtful)
        ]
        in_all = any(entry.claim.in_all_editions for entry in strictest)
        severity = self.by_edition(in_all) if proving else "warning"
        claim = (proving or strictest)[0].claim
        detail = {"condition": claim.row.condition} if is_by_condition else {}
        element = level.first.get(tag)
        self._say(code, level, tag, element, severity, claim, detail)

    def _forbid(
        self, level: DataLevel, tag: int, element: Element, possible: Sequence[_Entry], *, is_empty: bool
    ) -> None:
        is_sure = not is_empty and all(
            entry.standing.in_force
            and not entry.standing.is_mild
            and not entry.claim.row.is_doubtful
            and (entry.state.name == "forbid" or not entry.claim.row.condition_flag)
            for entry in possible
        )
        in_all = all(entry.claim.in_all_editions for entry in possible)
        claim = possible[0].claim
        severity = self.by_edition(in_all) if is_sure else "warning"
        self._say("A107", level, tag, element, severity, claim, {"condition": claim.row.condition})

    def _doubt(
        self,
        level: DataLevel,
        tag: int,
        element: Element | None,
        in_force: Sequence[_Entry],
        possible: Sequence[_Entry],
    ) -> None:
        """What cannot be decided of a row: whether the Attribute shall be there, or whether it may."""
        unknown: _Entry | None = None
        if element is None or not has_value(element):
            asking = [entry for entry in in_force if entry.claim.is_conditional and entry.state.is_demand_unknown]
            unknown = next((entry for entry in asking if element is None or entry.claim.type == "1C"), None)
        if unknown is None and element is not None:
            # A row by which it may be there whatever its condition allows it, too.
            silenced = any(
                entry.state.name == "allow" or entry.state.is_demand or entry.state.may_be_there for entry in possible
            )
            forbidding = [entry for entry in possible if entry.state.name == "unknown" and not entry.state.may_be_there]
            unknown = forbidding[0] if forbidding and not silenced else None
        if unknown is None:
            return
        name, word = unknown.state.cause
        if self._found.count_missing(name, word):
            self._say("A108", level, tag, element, "undetermined", unknown.claim, {name: word})

    def _say(
        self,
        code: str,
        level: DataLevel,
        tag: int,
        element: Element | None,
        severity: str,
        claim: Claim,
        detail: Mapping[str, str],
    ) -> None:
        module = claim.origin.module
        self._found.attributes.append(Judgement(code, level.data_set, tag, element, severity, module, detail))

    def _is_standard(self, element: Element) -> bool:
        """Whether a public Attribute of the dictionary is one that a module could have a row for."""
        return (
            not element.is_private
            and not element.is_group_length
            and element.group not in (0x0002, 0xFFFA, 0xFFFC)
            and self.ctx.facts.attribute(element.tag) is not None
        )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A claim at a level, with how far it holds and what it says."""

    claim: Claim
    standing: Standing
    state: State


#: Where one of these holds, an Attribute of Type 1C that is there has to have a value (PS3.5 7.4.2).
_NOT_OTHERWISE: Final = (Otherwise("forbidden"), Otherwise("unstated"))


def _code_of_demand(demand: str, strictest: Sequence[_Entry], *, is_missing: bool) -> str | None:
    """The rule that a demand breaks which is not met; ``None`` where an empty Attribute meets it."""
    if demand == "demand-1":
        return "A101" if is_missing else "A102"
    if demand == "demand-1C":
        return "A104" if is_missing else "A105"
    if not is_missing:
        return None
    if demand == "demand-2":
        return "A103"
    return "A109" if all(entry.claim.has_note for entry in strictest) else "A106"


def _value_type(element: Element | None) -> str | None:
    """The first value of Value Type (0040,A040), stripped."""
    if element is None or element.value is None:
        return None
    return element.value.rstrip(b"\0").split(b"\\")[0].strip(b" ").decode("latin-1")

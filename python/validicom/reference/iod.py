"""Module tables of PS3.3, expanded one data set level at a time: which modules claim an Attribute, and how.

Input are the tables as printed (facts of ours, trusted); a macro that includes itself (Structured Reports)
is why a level is expanded only when a data set has it.
Semantics of printed tables: PS3.3 5.4 (``>`` and Includes), 7.1 (usage), PS3.5 7.4 (types).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from validicom.reference.facts import Facts, ModuleOfIod, Row, TableRow, conditions, retired_sop_classes
from validicom.reference.model import DICOM_KINDS, DataSet, Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

MEDIA_STORAGE_SOP_CLASS_UID: Final = 0x00020002
SOP_CLASS_UID: Final = 0x00080016


@dataclass(frozen=True)
class Entry:
    """A row with the rows of the next depth below it.

    Below an Attribute stand the rows of its Items. Below an Include stand rows that go on with the last Sequence the
    Include opened (tables C.18.4-1 and C.18.5-1 do so).
    """

    row: TableRow
    below: tuple[Entry, ...]


def nest(printed: Iterable[TableRow]) -> tuple[Entry, ...]:
    """The rows of one table, in their order, as a forest by depth."""
    # Rows are nested from the last to the first: what has been gathered at the depth below belongs to the row.
    gathered: list[list[Entry]] = [[]]
    for row in reversed([row for row in printed if row.kind in ("attr", "include")]):
        while len(gathered) <= row.depth + 1:
            gathered.append([])
        # A row deeper than its predecessor by more than one belongs to it as well.
        below = [entry for deeper in gathered[row.depth + 1 :] for entry in deeper]
        del gathered[row.depth + 1 :]
        gathered[row.depth].insert(0, Entry(row, tuple(below)))
    return tuple(entry for depth in gathered for entry in depth)


@dataclass(frozen=True)
class Origin:
    """The module (or functional group macro) in whose name a row is claimed."""

    module: str
    usage: str
    order: int
    in_all_editions: bool = True
    #: Of a functional group macro of usage C: the id of its condition.
    condition: str = ""


@dataclass(frozen=True)
class Branch:
    """Entries that hold in the Items of a Sequence (or in the root), and how they were come by."""

    entries: tuple[Entry, ...]
    origin: Origin
    #: Reached through an Include whose condition is not compiled: demands nothing.
    is_conditional: bool = False
    #: The entries are top level rows of a functional group macro, which demand nothing themselves.
    is_lenient: bool = False
    #: Types that replace those of the rows at this level: pairs of Tag and type.
    types: tuple[tuple[str, str], ...] = ()
    is_in_all_editions: bool = True


@dataclass(frozen=True)
class Claim:
    """That one module has a row for an Attribute at one level."""

    row: TableRow
    origin: Origin
    type: str
    #: Value Types (0040,A040) of which the data set must have each one: those of the Includes on the way.
    value_types: tuple[str, ...]
    branches: tuple[Branch, ...]
    #: Whether the Sequences and Includes on the way are in all shipped editions, be it with another type.
    is_way_in_all_editions: bool = True
    #: Whether it demands nothing for what stands on the way to it, so that its condition is of no matter.
    is_softened: bool = False

    @property
    def in_all_editions(self) -> bool:
        """Whether all shipped editions make the demand: the row does, its module, and all on the way to it."""
        return self.row.in_all_editions and self.is_way_in_all_editions and self.origin.in_all_editions

    @property
    def is_conditional(self) -> bool:
        """Whether it is of Type 1C or 2C (PS3.5 7.4.2, 7.4.4)."""
        return self.type in ("1C", "2C")

    @property
    def has_note(self) -> bool:
        """Whether a sentence beside a Type that is not conditional says when the Attribute shall, or not, be there."""
        return self.row.condition_kind == "note" and not self.is_conditional and not self.is_softened

    @functools.cached_property
    def tag(self) -> int:
        """The Tag; -1 for a row of a repeating group."""
        return -1 if "x" in self.row.tag.lower() else int(self.row.tag, 16)

    @property
    def is_repeating(self) -> bool:
        """Whether the row is one of a repeating group: those demand nothing by themselves (PS3.5 7.6)."""
        return self.tag < 0

    def tag_in(self, group: int) -> int | None:
        """The Tag of a row of a repeating group in one of its groups; ``None`` if it is none of them."""
        tag = group << 16 | int(self.row.tag[4:], 16)
        return tag if self.is_of(tag) else None

    def is_of(self, tag: int) -> bool:
        """Whether the row is this Attribute's."""
        if not self.is_repeating:
            return self.tag == tag
        pairs = zip(self.row.tag.upper(), f"{tag:08X}", strict=True)
        return (tag >> 16) % 2 == 0 and all(mine in ("X", theirs) for mine, theirs in pairs)


@dataclass(frozen=True)
class Includes:
    """What is known of Include rows besides the table: rows by (table, row number)."""

    value_types: Mapping[tuple[str, int], str] = field(default_factory=dict)
    conditional: frozenset[tuple[str, int]] = frozenset()
    #: Types that replace those of the included rows, by Tag.
    types: Mapping[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)
    #: Rows of any kind that some shipped edition does not have at all.
    lacking: frozenset[tuple[str, int]] = frozenset()


def _includes(of: Facts) -> Includes:
    """The tables of Includes that hold by Value Type, by a condition that is not compiled, or with other types."""
    value_types = {_key(row): row["value_type"] for row in _of_edition("include_when.tsv", of)}
    conditional = frozenset(_key(row) for row in _of_edition("include_conditional.tsv", of))
    types: dict[tuple[str, int], dict[str, str]] = {}
    for row in _of_edition("overrides.tsv", of):
        if row["scope"] == "include":
            table, _, number = row["subject"].partition("#")
            types.setdefault((table, int(number)), {})[row["tag"].upper()] = row["type"]
    lacking = frozenset(_key(row) for row in of.rows("table_rows.tsv") if row["in_all"] == "N")
    return Includes(value_types, conditional, types, lacking)


def _module_types(of: Facts, module: str, modules: set[str]) -> tuple[tuple[str, str], ...]:
    """Types that a module's rows have in an IOD because of another module of it: pairs of Tag and type."""
    return tuple(
        (row["tag"].upper(), row["type"])
        for row in _of_edition("overrides.tsv", of)
        if row["scope"] == "module" and row["subject"] == module and row["beside"] in modules
    )


def _of_edition(name: str, of: Facts) -> list[Row]:
    return [row for row in of.commons.rows(name) if row["edition"] in ("*", of.edition)]


def _key(row: Row) -> tuple[str, int]:
    return row["table"], int(row["row"])


class Tables:
    """The tables of one edition, nested, and their expansion by level."""

    def __init__(self, printed: Iterable[TableRow], includes: Includes) -> None:
        by_table: dict[str, list[TableRow]] = {}
        for row in printed:
            by_table.setdefault(row.table, []).append(row)
        self._rows = by_table
        self._nested: dict[str, tuple[Entry, ...]] = {}
        self._includes = includes
        self._claims: dict[int, tuple[Branch, tuple[Claim, ...]]] = {}

    def entries(self, table: str) -> tuple[Entry, ...]:
        """The nested rows of a table; none if there is no such table."""
        if table not in self._nested:
            self._nested[table] = nest(self._rows.get(table, ()))
        return self._nested[table]

    def claims(self, branch: Branch) -> tuple[Claim, ...]:
        """The claims of a branch, in the order of the rows; Includes of the level are replaced by what they include.

        Claims of one branch are the same objects each time, so that what is below them is expanded once as well.
        """
        known = self._claims.get(id(branch))
        if known is None:
            # The branch is kept with its claims, so that its identity stays its own.
            known = (branch, tuple(self._expand_entries(branch.entries, branch, (), (), dict(branch.types))))
            self._claims[id(branch)] = known
        return known[1]

    def _expand_entries(
        self,
        entries: Sequence[Entry],
        branch: Branch,
        value_types: tuple[str, ...],
        opened: tuple[str, ...],
        types: Mapping[str, str],
    ) -> list[Claim]:
        claims: list[Claim] = []
        for entry in entries:
            row = entry.row
            if row.kind == "attr":
                demands_nothing = branch.is_conditional or branch.is_lenient
                is_in_all = branch.is_in_all_editions and (row.table, row.row) not in self._includes.lacking
                below = Branch(entry.below, branch.origin, branch.is_conditional, is_in_all_editions=is_in_all)
                type_ = "3" if demands_nothing else types.get(row.tag.upper(), row.type)
                claims.append(
                    Claim(
                        row, branch.origin, type_, value_types, (below,), branch.is_in_all_editions, demands_nothing
                    )
                )  # fmt: skip
                continue
            if row.include in opened:
                # Not in the facts: a table that includes itself at the same level would say nothing new.
                continue
            key = (row.table, row.row)
            through = Branch(
                self.entries(row.include),
                branch.origin,
                branch.is_conditional or key in self._includes.conditional,
                branch.is_lenient,
                is_in_all_editions=branch.is_in_all_editions and key not in self._includes.lacking,
            )
            value_type = self._includes.value_types.get(key)
            inner = self._expand_entries(
                through.entries,
                through,
                value_types if value_type is None else (*value_types, value_type),
                (*opened, row.include),
                # What the outer Include says of a Tag is said of its own use of the macro, and so goes first.
                {**self._includes.types.get(key, {}), **types},
            )
            if entry.below and inner:
                last = inner[-1]
                is_in_all = last.branches[0].is_in_all_editions
                going_on = Branch(entry.below, through.origin, through.is_conditional, is_in_all_editions=is_in_all)
                inner[-1] = replace(last, branches=(*last.branches, going_on))
            claims.extend(inner)
        return claims


@dataclass(frozen=True)
class Iod:
    """An IOD of one edition, with the branches that make its root and the Items of its functional groups."""

    id: str
    modules: tuple[tuple[ModuleOfIod, Branch], ...]
    macros: tuple[Branch, ...]
    tables: Tables

    @functools.cached_property
    def _claimants(self) -> Mapping[int, set[int]]:
        found: dict[int, set[int]] = {}
        for order, (_, branch) in enumerate(self.modules):
            for claim in self.tables.claims(branch):
                found.setdefault(claim.tag, set()).add(order)
        return found

    def claimants(self, tag: int) -> set[int]:
        """The modules, by their order, that claim an Attribute of the root, in whatever type."""
        found = set(self._claimants.get(tag, ()))
        for order in self._claimants.get(-1, ()):
            if any(claim.is_repeating and claim.is_of(tag) for claim in self.tables.claims(self.modules[order][1])):
                found.add(order)
        return found


@dataclass(frozen=True)
class Judgement:
    """What a rule on Attributes has to say of one Attribute of one data set."""

    code: str
    data_set: DataSet
    tag: int
    #: The first Element with the Tag, if there is one.
    element: Element | None
    severity: str
    #: The module or macro in whose name it is said; ``None`` where the IOD itself says it.
    module: str | None
    detail: Mapping[str, str] = field(default_factory=dict)
    observed: int | None = None
    value_number: int | None = None
    value: str | None = None


@dataclass(frozen=True)
class ModuleJudgement:
    """What a rule on modules has to say of one module."""

    code: str
    severity: str
    module: str
    #: The Element that speaks for the module, where it is about one.
    element: Element | None = None
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Assessment:
    """What the tables of the IOD say of one input."""

    #: Why there is no IOD: `unknown`, `private`, `retired`, `missing`, `not-covered`, `none` (not asked for).
    without: str | None = None
    attributes: list[Judgement] = field(default_factory=list)
    modules: list[ModuleJudgement] = field(default_factory=list)
    #: Elements for which no module of the IOD has a row.
    outside: list[Element] = field(default_factory=list)
    #: What is to be said of functional groups, by code, in the order of the places looked at.
    groups: list[tuple[str, Raw]] = field(default_factory=list)
    #: How often a condition would have mattered that is not compiled.
    conditions_not_checked: int = 0
    #: How often a fact was missing for an answer, by its name.
    undetermined: dict[str, int] = field(default_factory=dict)

    def count_missing(self, name: str, word: str) -> bool:
        """Counts what is missing for an answer; whether there is something to be said of it."""
        if name == "unread":
            self.conditions_not_checked += 1
            return False
        if name == "fact":
            self.undetermined[word] = self.undetermined.get(word, 0) + 1
        return True


def resolve(ctx: Context) -> None:
    """Finds the IOD and tells the context of it, of reasons, and of conditions without an answer."""
    found = assess(ctx)
    if found.without not in (None, "none"):
        ctx.reasons.add(f"sop-class-{found.without}")
    ctx.conditions_not_checked += found.conditions_not_checked
    for fact, count in found.undetermined.items():
        ctx.undetermined[fact] = ctx.undetermined.get(fact, 0) + count


def judged_attributes(ctx: Context, code: str) -> Iterator[Raw]:
    """The findings of one rule on Attributes."""
    for one in assess(ctx).attributes:
        if one.code != code:
            continue
        if one.element is not None:
            yield ctx.at(
                one.element, one.severity, one.detail, observed=one.observed, value_number=one.value_number,
                module=one.module, value=one.value,
            )  # fmt: skip
        else:
            yield ctx.missing(one.data_set, one.tag, one.severity, one.detail, module=one.module)


def judged_modules(ctx: Context, code: str) -> Iterator[Raw]:
    """The findings of one rule on modules."""
    for one in assess(ctx).modules:
        if one.code != code:
            continue
        if one.element is not None:
            yield ctx.at(one.element, one.severity, one.detail, module=one.module)
        else:
            yield ctx.whole(one.severity, one.detail, module=one.module)


def judged_groups(ctx: Context, code: str) -> Iterator[Raw]:
    """The findings of one rule on functional groups."""
    return (raw for of, raw in assess(ctx).groups if of == code)


def assess(ctx: Context) -> Assessment:
    """The assessment of an input, made once."""
    return ctx.memo("iod", _assess)


def at_sop_class(ctx: Context, severity: str) -> Raw:
    """A finding about the root's SOP Class UID, there or not."""
    element = ctx.root.first(SOP_CLASS_UID)
    return ctx.missing(ctx.root, SOP_CLASS_UID, severity) if element is None else ctx.at(element, severity)


def _assess(ctx: Context) -> Assessment:
    if ctx.parsed.kind not in DICOM_KINDS or not ctx.root.elements or ctx.is_dicomdir:
        return Assessment("none")
    uid = _uid(ctx.root.first(SOP_CLASS_UID)) or _uid(ctx.meta.first(MEDIA_STORAGE_SOP_CLASS_UID))
    if uid is None:
        return Assessment("missing")
    known = ctx.facts.sop_classes.get(uid)
    if known is None:
        if uid in retired_sop_classes(ctx.facts.commons):
            return Assessment("retired")
        if uid in ctx.facts.uids:
            return Assessment("not-covered")
        return Assessment("unknown" if uid.startswith("1.2.840.10008.") else "private")
    ctx.iod = known
    from validicom.reference.assessment import Walk
    from validicom.reference.groups import look_at_groups

    walk = Walk(ctx, iod(ctx.facts, known), conditions(ctx.facts.commons))
    found = walk.run()
    look_at_groups(walk, found)
    return found


@functools.cache
def tables(of: Facts) -> Tables:
    """The tables of an edition with what is known of their Includes."""
    return Tables(of.table_rows, _includes(of))


@functools.cache
def iod(of: Facts, name: str) -> Iod:
    """An IOD of an edition."""
    known = tables(of)
    names = {module.id for module in of.modules(name)}
    modules = tuple(
        (
            module,
            Branch(
                known.entries(module.table),
                Origin(module.id, module.usage, order, module.in_all_editions),
                types=_module_types(of, module.id, names),
            ),
        )
        for order, module in enumerate(of.modules(name))
    )
    macros = tuple(
        Branch(
            known.entries(macro.table),
            Origin(macro.id, macro.usage, len(modules) + order, macro.in_all_editions, macro.condition),
            is_lenient=True,
        )
        for order, macro in enumerate(of.macros(name))
    )
    return Iod(name, modules, macros, known)


def _uid(element: Element | None) -> str | None:
    """A held UID without trailing NULs and spaces; ``None`` if nothing is left."""
    if element is None or element.value is None:
        return None
    return element.value.rstrip(b"\0 ").decode("latin-1") or None

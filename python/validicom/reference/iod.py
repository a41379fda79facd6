"""Module tables of PS3.3, expanded one data set level at a time: which modules claim an Attribute, and how.

Input are the tables as printed (facts of ours, trusted); a macro that includes itself (Structured Reports)
is why a level is expanded only when a data set has it.
Semantics of printed tables: PS3.3 5.4 (``>`` and Includes), 7.1 (usage), PS3.5 7.4 (types).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from validicom.reference.facts import ModuleOfIod, Row, TableRow, facts, open_items, retired_sop_classes, rows
from validicom.reference.model import DICOM_KINDS, DataSet, Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

MEDIA_STORAGE_SOP_CLASS_UID: Final = 0x00020002
SOP_CLASS_UID: Final = 0x00080016
VALUE_TYPE: Final = 0x0040A040
#: An Item with it only points to a Content Item, and holds none itself (PS3.3 C.17.3).
REFERENCED_CONTENT_ITEM_IDENTIFIER: Final = 0x0040DB73
#: What tables say to include where any functional group macro of the IOD may stand.
ALL_MACROS: Final = "IODFunctionalGroupMacros"
#: Sequences whose Items hold functional group macros (PS3.3 C.7.6.16).
FUNCTIONAL_GROUPS: Final = (0x52009229, 0x52009230)


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

    @property
    def in_all_editions(self) -> bool:
        """Whether all shipped editions make the demand: the row does, its module, and all on the way to it."""
        return self.row.in_all_editions and self.is_way_in_all_editions and self.origin.in_all_editions

    @functools.cached_property
    def tag(self) -> int:
        """The Tag; -1 for a row of a repeating group."""
        return -1 if "x" in self.row.tag.lower() else int(self.row.tag, 16)

    @property
    def is_repeating(self) -> bool:
        """Whether the row is one of a repeating group: those demand nothing (PS3.5 7.6)."""
        return self.tag < 0

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


def _includes(edition: str) -> Includes:
    """The tables of Includes that hold by Value Type, by a condition that is not compiled, or with other types."""
    value_types = {_key(row): row["value_type"] for row in _of_edition("include_when.tsv", edition)}
    conditional = frozenset(_key(row) for row in _of_edition("include_conditional.tsv", edition))
    types: dict[tuple[str, int], dict[str, str]] = {}
    for row in _of_edition("overrides.tsv", edition):
        if row["scope"] == "include":
            table, _, number = row["subject"].partition("#")
            types.setdefault((table, int(number)), {})[row["tag"].upper()] = row["type"]
    lacking = frozenset(_key(row) for row in rows(f"{edition}/table_rows.tsv") if row["in_all"] == "N")
    return Includes(value_types, conditional, types, lacking)


def _module_types(edition: str, module: str, modules: set[str]) -> tuple[tuple[str, str], ...]:
    """Types that a module's rows have in an IOD because of another module of it: pairs of Tag and type."""
    return tuple(
        (row["tag"].upper(), row["type"])
        for row in _of_edition("overrides.tsv", edition)
        if row["scope"] == "module" and row["subject"] == module and row["beside"] in modules
    )


def _of_edition(name: str, edition: str) -> list[Row]:
    return [row for row in rows(f"common/{name}") if row["edition"] in ("*", edition)]


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
                claims.append(Claim(row, branch.origin, type_, value_types, (below,), branch.is_in_all_editions))
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
class Demand:
    """What the modules in force ask of one Attribute of one data set."""

    data_set: DataSet
    tag: int
    #: The first Element with the Tag, if there is one.
    element: Element | None
    #: The strictest type of the claims in force: 1, 2, 1C or 2C.
    type: str
    severity: str
    #: The module or macro in whose name it is asked.
    module: str


@dataclass
class Assessment:
    """What the tables of the IOD say of one input."""

    #: Why there is no IOD: `unknown`, `private`, `retired`, `missing`, `not-covered`, `none` (not asked for).
    without: str | None = None
    demands: list[Demand] = field(default_factory=list)
    #: Elements for which no module of the IOD has a row.
    outside: list[Element] = field(default_factory=list)
    #: Modules of usage M of which nothing is there, with the severity of that.
    missing_modules: list[tuple[str, str]] = field(default_factory=list)
    #: Modules of which nothing that they demand is there, with the Element that speaks for them.
    partial_modules: list[tuple[str, Element]] = field(default_factory=list)


def resolve(ctx: Context) -> None:
    """Finds the IOD and tells the context of it, of reasons, and of conditions that were not checked."""
    found = assess(ctx)
    if found.without not in (None, "none"):
        ctx.reasons.add(f"sop-class-{found.without}")
    for demand in found.demands:
        if demand.type in ("1C", "2C"):
            ctx.conditions_not_checked += _is_condition_of_matter(demand)


def _is_condition_of_matter(demand: Demand) -> bool:
    from validicom.reference.context import has_value

    return demand.element is None or (demand.type == "1C" and not has_value(demand.element))


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
        if uid in retired_sop_classes():
            return Assessment("retired")
        if uid in ctx.facts.uids:
            return Assessment("not-covered")
        return Assessment("unknown" if uid.startswith("1.2.840.10008.") else "private")
    ctx.iod = known
    return _Walk(ctx, iod(ctx.facts.edition, known)).run()


@functools.cache
def tables(edition: str) -> Tables:
    """The tables of an edition with what is known of their Includes."""
    return Tables(facts(edition).table_rows, _includes(edition))


@functools.cache
def iod(edition: str, name: str) -> Iod:
    """An IOD of an edition."""
    known, chosen = tables(edition), facts(edition)
    names = {module.id for module in chosen.modules(name)}
    modules = tuple(
        (
            module,
            Branch(
                known.entries(module.table),
                Origin(module.id, module.usage, order, module.in_all_editions),
                types=_module_types(edition, module.id, names),
            ),
        )
        for order, module in enumerate(chosen.modules(name))
    )
    macros = tuple(
        Branch(
            known.entries(macro.table),
            Origin(macro.id, macro.usage, len(modules) + order, macro.in_all_editions),
            is_lenient=True,
        )
        for order, macro in enumerate(chosen.macros(name))
    )
    return Iod(name, modules, macros, known)


class _Walk:
    """Goes through the data sets of one input along the tables of its IOD."""

    def __init__(self, ctx: Context, of: Iod) -> None:
        self._ctx = ctx
        self._iod = of
        self._found = Assessment()

    def run(self) -> Assessment:
        """The assessment."""
        # A stack, not recursion: nesting is the input's.
        waiting: list[tuple[DataSet, list[tuple[Branch, bool]], bool]] = [(self._ctx.root, self._modules(), True)]
        while waiting:
            data_set, branches, is_root = waiting.pop()
            waiting.extend(reversed(self._look_at(data_set, branches, is_root)))
        return self._found

    def _modules(self) -> list[tuple[Branch, bool]]:
        """The branches of the root, and whether each one's module is in force."""
        from validicom.reference.context import has_value

        first: dict[int, Element] = {}
        for element in self._ctx.root.elements:
            first.setdefault(element.tag, element)
        evidence: dict[int, list[Element]] = {}
        for tag in sorted(first):
            claimants = self._iod.claimants(tag)
            if len(claimants) == 1 and has_value(first[tag]):
                evidence.setdefault(claimants.pop(), []).append(first[tag])
        found: list[tuple[Branch, bool]] = []
        for order, (module, branch) in enumerate(self._iod.modules):
            claims = self._iod.tables.claims(branch)
            asked = [claim for claim in claims if claim.type in ("1", "2") and not claim.is_repeating]
            if module.usage == "M":
                found.append((branch, True))
                if asked and not any(claim.is_of(tag) for claim in claims for tag in first):
                    is_mild = not (module.in_all_editions or self._ctx.options.edition_named)
                    self._found.missing_modules.append((module.id, "warning" if is_mild else "error"))
                continue
            spoken = evidence.get(order, [])
            others = [claim for claim in asked if not any(claim.is_of(element.tag) for element in spoken)]
            is_partial = bool(others) and not any(claim.tag in first for claim in others)
            if spoken and is_partial:
                self._found.partial_modules.append((module.id, spoken[0]))
            found.append((branch, bool(spoken) and not is_partial))
        return found

    def _look_at(
        self, data_set: DataSet, branches: list[tuple[Branch, bool]], is_root: bool
    ) -> list[tuple[DataSet, list[tuple[Branch, bool]], bool]]:
        """Looks at one data set; what is to be looked at below it."""
        first: dict[int, Element] = {}
        for element in data_set.elements:
            first.setdefault(element.tag, element)
        value_type = _value_type(first.get(VALUE_TYPE))
        by_tag: dict[int, list[tuple[Claim, bool]]] = {}
        repeating: list[Claim] = []
        for branch, in_force in branches:
            for claim in self._iod.tables.claims(branch):
                if claim.is_repeating:
                    repeating.append(claim)
                    continue
                holds = in_force and all(wanted == value_type for wanted in claim.value_types)
                by_tag.setdefault(claim.tag, []).append((claim, holds))
        for tag, claims in by_tag.items():
            if tag == VALUE_TYPE and REFERENCED_CONTENT_ITEM_IDENTIFIER in first:
                continue
            self._ask(data_set, tag, first.get(tag), [claim for claim, holds in claims if holds])
        below: list[tuple[DataSet, list[tuple[Branch, bool]], bool]] = []
        for element in data_set.elements:
            tag = element.tag
            claims = by_tag.get(tag, [])
            if not claims and not any(claim.is_of(tag) for claim in repeating):
                if self._is_standard(element):
                    self._found.outside.append(element)
                continue
            if element is not first[tag] or element.read_vr != "SQ" or tag in open_items():
                continue
            inner = [(branch, holds) for claim, holds in claims for branch in claim.branches]
            if _holds_functional_groups(branch for branch, _ in inner):
                if not (is_root and tag in FUNCTIONAL_GROUPS):
                    # Which macros the frames of such Items have is not in the tables: nothing is asked in them.
                    continue
                inner += [(branch, True) for branch in self._iod.macros]
            if any(self._iod.tables.claims(branch) for branch, _ in inner):
                below.extend((item, inner, False) for item in element.items)
        return below

    def _ask(self, data_set: DataSet, tag: int, element: Element | None, claims: list[Claim]) -> None:
        for type_ in ("1", "2", "1C", "2C"):
            strictest = sorted((c for c in claims if c.type == type_), key=lambda claim: claim.origin.order)
            if not strictest:
                continue
            mandatory = [claim for claim in strictest if claim.origin.usage == "M"]
            severity = "error" if mandatory else "warning"
            if not self._ctx.options.edition_named and not any(claim.in_all_editions for claim in strictest):
                severity = "warning"
            module = (mandatory or strictest)[0].origin.module
            self._found.demands.append(Demand(data_set, tag, element, type_, severity, module))
            return

    def _is_standard(self, element: Element) -> bool:
        """Whether a public Attribute of the dictionary is one that a module could have a row for."""
        return (
            not element.is_private
            and not element.is_group_length
            and element.group not in (0x0002, 0xFFFA, 0xFFFC)
            and self._ctx.facts.attribute(element.tag) is not None
        )


def _uid(element: Element | None) -> str | None:
    """A held UID without trailing NULs and spaces; ``None`` if nothing is left."""
    if element is None or element.value is None:
        return None
    return element.value.rstrip(b"\0 ").decode("latin-1") or None


def _holds_functional_groups(branches: Iterable[Branch]) -> bool:
    return any(entry.row.include == ALL_MACROS for branch in branches for entry in branch.entries)


def _value_type(element: Element | None) -> str | None:
    """The first value of Value Type (0040,A040), stripped."""
    if element is None or element.value is None:
        return None
    return element.value.rstrip(b"\0").split(b"\\")[0].strip(b" ").decode("latin-1")

"""What is to be said of functional groups: which macros a frame lacks, and how frames and dimensions go together.

Shared Functional Groups Sequence has one Item for all frames, Per-Frame Functional Groups Sequence one for each; a
macro of the IOD stands in one or the other (PS3.3 C.7.6.16). Only IODs with functional group macros are looked at.
Input is not trusted; Items that were cut off or not kept are never taken as missing.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from validicom.reference.assessment import Node as Rows
from validicom.reference.assessment import Standing
from validicom.reference.context import has_value, uid_of
from validicom.reference.evaluation import PER_FRAME_GROUPS, SHARED_GROUPS, YES, is_held
from validicom.reference.facts import group_places
from validicom.reference.measures import frames as count_of_frames
from validicom.reference.measures import texts
from validicom.reference.pixels import NUMBER_OF_FRAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from validicom.reference.assessment import DataLevel, State, Walk
    from validicom.reference.evaluation import Answer
    from validicom.reference.facts import Commons
    from validicom.reference.iod import Assessment, Branch, Claim, Iod
    from validicom.reference.model import DataSet, Element, Item, Node

DIMENSION_ORGANIZATION_TYPE: Final = 0x00209311
CONCATENATION_UID: Final = 0x00209161
FRAME_CONTENT: Final = 0x00209111
DIMENSION_INDEX_VALUES: Final = 0x00209157
DIMENSION_ORGANIZATIONS: Final = 0x00209221
DIMENSION_INDICES: Final = 0x00209222
DIMENSION_ORGANIZATION_UID: Final = 0x00209164
DIMENSION_INDEX_POINTER: Final = 0x00209165
FUNCTIONAL_GROUP_POINTER: Final = 0x00209167
#: Macros that frames of a TILED_FULL image need not have: their order says it (PS3.3 C.7.6.17.3).
SAID_BY_TILING: Final = frozenset({"frame-content", "plane-position-slide", "optical-path-identification"})


def look_at_groups(walk: Walk, found: Assessment) -> None:
    """Adds to an assessment what is to be said of functional groups.

    IODs that stream frames, or let them go on elsewhere, have macros but no Per-Frame Functional Groups Sequence
    (PS3.3 C.7.6.28, C.7.6.29): another place has what each frame needs, so nothing is asked of them.
    """
    if walk.iod.macros and walk.root.has_row(PER_FRAME_GROUPS):
        _Groups(walk, found).run()


@dataclass(frozen=True, slots=True)
class _Macro:
    """A functional group macro of the IOD."""

    branch: Branch
    #: The rows of its table, without those of the Items.
    rows: tuple[Claim, ...]
    #: The only place where it may stand, if there is but one.
    place: str | None

    @property
    def id(self) -> str:
        return self.branch.origin.module

    @property
    def can_be_missing(self) -> bool:
        """Whether something shall be there where the macro is in use."""
        return any(row.row.type in ("1", "2") for row in self.rows)

    def element(self, level: DataLevel, *, with_items: bool = False) -> Element | None:
        """The first Element by which the macro is in an Item, if it is.

        A Sequence has to have an Item, unless its Type allows it to be without (or ``with_items``).
        """
        for element in level.first.values():
            row = next((row for row in self.rows if row.is_of(element.tag)), None)
            if row is None:
                continue
            if element.read_vr == "SQ" and has_value(element):
                return element
            if row.row.type in ("2", "2C", "3") and not with_items:
                return element
        return None


def _macro(of: Iod, branch: Branch, commons: Commons) -> _Macro:
    places = group_places(commons)
    place = places.get((of.id, branch.origin.module)) or places.get(("*", branch.origin.module))
    return _Macro(branch, of.tables.claims(branch), place)


class _Groups:
    """The functional groups of one input."""

    def __init__(self, walk: Walk, found: Assessment) -> None:
        self._walk = walk
        self._ctx = walk.ctx
        self._found = found
        self._macros = [_macro(walk.iod, branch, walk.ctx.facts.commons) for branch in walk.iod.macros]
        self._all_shared = self._levels(SHARED_GROUPS)
        self._shared = self._all_shared[0][1] if self._all_shared else None
        self._frames = self._levels(PER_FRAME_GROUPS)
        kind = texts(walk.root.first.get(DIMENSION_ORGANIZATION_TYPE), "CS")
        self._is_tiled_full = kind[:1] == ["TILED_FULL"]

    def run(self) -> None:
        """Everything, place by place."""
        self._count_items()
        per_frame = _has_items(self._walk.root.first.get(PER_FRAME_GROUPS))
        for item, level in self._frames:
            for macro in self._macros:
                self._look_for(macro, item, level, not (self._is_tiled_full and macro.id in SAID_BY_TILING))
        is_part = CONCATENATION_UID in self._walk.root.first
        if PER_FRAME_GROUPS not in self._walk.root.first and not self._is_tiled_full and not is_part:
            self._say_without_frames()
        if self._shared is not None:
            for macro in self._macros:
                ask = not per_frame and not self._is_tiled_full and not is_part and macro.place != "per-frame"
                self._look_for(macro, self._all_shared[0][0], self._shared, ask, is_shared=True)
                self._look_for_both(macro, self._shared)
        self._look_at_dimensions()

    def _say_without_frames(self) -> None:
        """Tells of what each frame shall have, and what may stand nowhere else (PS3.3 C.7.6.16.2.2)."""
        for macro in self._macros:
            origin = macro.branch.origin
            if origin.usage == "M" and macro.place == "per-frame" and macro.can_be_missing:
                severity = self._walk.by_edition(origin.in_all_editions)
                raw = self._ctx.missing(self._ctx.root, PER_FRAME_GROUPS, severity, module=macro.id)
                self._found.groups.append(("G001", raw))

    def _levels(self, tag: int) -> list[tuple[Item, DataLevel]]:
        root = self._walk.root
        sequence = root.first.get(tag)
        if sequence is None or sequence.read_vr != "SQ":
            return []
        return [(item, root.item(sequence, item)) for item in sequence.items]

    # -- Macros

    def _look_for(self, macro: _Macro, item: Item, level: DataLevel, ask: bool, *, is_shared: bool = False) -> None:
        """Looks for a macro in an Item; ``ask``: it may not be missing there if its condition is met."""
        origin = macro.branch.origin
        element = macro.element(level)
        if element is not None and macro.place == ("per-frame" if is_shared else "shared"):
            self._say("G004", element, "error", macro)
        required = self._required(macro, level)
        if required is None:
            return
        detail = {"condition": origin.condition} if origin.usage == "C" else {}
        if element is not None:
            if required.value is False and self._otherwise(macro, level).name == "forbid":
                self._say("G011", element, "warning", macro, detail)
            return
        if not ask or not macro.can_be_missing or (not is_shared and self._is_shared(macro)):
            return
        if required.value is True:
            # Without frames it is not sure that all macros have to be here.
            severity = "warning" if is_shared else self._walk.by_edition(origin.in_all_editions)
            self._say("G001", item, severity, macro, detail)
        elif required.value is None:
            name, word = required.cause or ("unread", "yes")
            if self._found.count_missing(name, word):
                self._say("G010", item, "undetermined", macro, {name: word})

    def _required(self, macro: _Macro, level: DataLevel) -> Answer | None:
        """Whether a macro is to be used for an Item; ``None`` where that is nobody's business but the writer's."""
        origin = macro.branch.origin
        if origin.usage == "M":
            return YES
        if origin.usage != "C" or not self._walk.has_conditions:
            return None
        condition = self._walk.condition(origin.condition)
        return None if condition.is_none else level.answer(condition.required, None)

    def _otherwise(self, macro: _Macro, level: DataLevel) -> State:
        return self._walk.otherwise(self._walk.condition(macro.branch.origin.condition), level, None)

    def _is_shared(self, macro: _Macro) -> bool:
        return self._shared is not None and macro.element(self._shared) is not None

    def _look_for_both(self, macro: _Macro, shared: DataLevel) -> None:
        element = macro.element(shared, with_items=True)
        if element is not None and any(macro.element(level, with_items=True) for _, level in self._frames):
            self._say("G002", element, "error", macro)

    # -- Counts and dimensions

    def _count_items(self) -> None:
        root = self._walk.root
        shared, frames = root.first.get(SHARED_GROUPS), root.first.get(PER_FRAME_GROUPS)
        if shared is not None and is_held(shared) and len(self._all_shared) > 1:
            self._found.groups.append(("G006", self._ctx.at(shared, "error", observed=len(self._all_shared))))
        wanted = root.first.get(NUMBER_OF_FRAMES)
        if frames is None or not self._frames or not is_held(frames) or wanted is None or not has_value(wanted):
            return
        number = count_of_frames(self._ctx.root, NUMBER_OF_FRAMES)
        if number is not None and number != len(self._frames):
            raw = self._ctx.at(frames, "error", {"demanded": number}, observed=len(self._frames))
            self._found.groups.append(("G003", raw))

    def _look_at_dimensions(self) -> None:
        root = self._ctx.root
        indices = _whole(root, DIMENSION_INDICES)
        if indices is not None:
            for _, level in self._frames:
                self._compare_indices(level, len(indices.items))
        organizations = _whole(root, DIMENSION_ORGANIZATIONS)
        sequence = root.first(DIMENSION_INDICES)
        items = sequence.items if sequence is not None and sequence.read_vr == "SQ" else []
        known = None
        if organizations is not None:
            uids = [item.first(DIMENSION_ORGANIZATION_UID) for item in organizations.items]
            # One that is there, but not at hand, might be any.
            if all(uid is None or not has_value(uid) or is_held(uid) for uid in uids):
                known = {uid_of(uid) for uid in uids}
        for item in items:
            named = item.first(DIMENSION_ORGANIZATION_UID)
            is_named = named is not None and is_held(named) and has_value(named)
            if known is not None and named is not None and is_named and uid_of(named) not in known:
                self._found.groups.append(("G008", self._ctx.at(named, "error")))
            self._look_at_pointers(item)

    def _compare_indices(self, level: DataLevel, dimensions: int) -> None:
        content = level.first.get(FRAME_CONTENT)
        if content is None or content.read_vr != "SQ" or not content.items:
            return
        values = content.items[0].first(DIMENSION_INDEX_VALUES)
        if values is None or values.read_vr != "UL" or not is_held(values):
            return
        count, rest = divmod(len(values.value or b""), 4)
        if count and not rest and count != dimensions:
            raw = self._ctx.at(values, "error", {"demanded": dimensions}, observed=count)
            self._found.groups.append(("G007", raw))

    def _look_at_pointers(self, item: DataSet) -> None:
        group, to = item.first(FUNCTIONAL_GROUP_POINTER), _pointed(item.first(FUNCTIONAL_GROUP_POINTER))
        if group is None or to is None:
            return
        if not self._node.rows_of(to):
            if not self._is_extended(to):
                self._found.groups.append(("G009", self._ctx.at(group, "warning", {"fault": "group"})))
            return
        pointer, inside = item.first(DIMENSION_INDEX_POINTER), _pointed(item.first(DIMENSION_INDEX_POINTER))
        if pointer is not None and inside is not None and not self._is_below(to, inside):
            self._found.groups.append(("G009", self._ctx.at(pointer, "warning", {"fault": "pointer"})))

    def _is_extended(self, tag: int) -> bool:
        """Whether the object has a group that the IOD has not: a Standard Extended SOP Class may (PS3.3 C.7.6.16)."""
        levels = (self._shared, self._frames[0][1] if self._frames else None)
        groups = [level.first.get(tag) for level in levels if level is not None]
        return any(group is not None and group.read_vr == "SQ" for group in groups)

    @functools.cached_property
    def _node(self) -> Rows:
        """The rows that Items of the functional groups have."""
        return Rows(self._walk.iod, [(branch, Standing(True)) for branch in self._walk.iod.macros])

    def _is_below(self, sequence: int, tag: int) -> bool:
        """Whether an Attribute has a row somewhere in the Items of a functional group's Sequence."""
        return any(claim.is_of(tag) for claim in self._below(sequence))

    def _below(self, sequence: int) -> Iterator[Claim]:
        waiting = [branch for claim, _ in self._node.rows_of(sequence) for branch in claim.branches]
        # A macro may include itself: its printed rows are looked at once.
        seen: set[tuple[int, ...]] = set()
        while waiting:
            branch = waiting.pop()
            key = tuple(id(entry) for entry in branch.entries)
            if key in seen:
                continue
            seen.add(key)
            for claim in self._walk.iod.tables.claims(branch):
                yield claim
                waiting.extend(claim.branches)

    def _say(
        self, code: str, node: Node, severity: str, macro: _Macro, detail: Mapping[str, str] | None = None
    ) -> None:
        self._found.groups.append((code, self._ctx.at(node, severity, detail, module=macro.id)))


def _has_items(sequence: Element | None) -> bool:
    """Whether a Sequence is there and has Items, kept or not."""
    return sequence is not None and sequence.read_vr == "SQ" and has_value(sequence)


def _whole(root: DataSet, tag: int) -> Element | None:
    """A Sequence of the root with Items, all of which are at hand."""
    sequence = root.first(tag)
    if sequence is None or sequence.read_vr != "SQ" or not sequence.items or not is_held(sequence):
        return None
    return sequence


def _pointed(element: Element | None) -> int | None:
    """The public Tag that an Element holds, if it holds just one."""
    if element is None or element.read_vr != "AT" or not is_held(element) or len(element.value or b"") != 4:
        return None
    group, number = element.units(2)
    return None if group % 2 else group << 16 | number

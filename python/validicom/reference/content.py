"""The Content Items of a Structured Report, and what is to be said of them (PS3.3 C.17.3, A.35).

The root is the first; the Items of Content Sequence of each are the next. One with Referenced Content Item Identifier
holds nothing itself, but points to another (by reference). Only IODs of which Value Types and relationships are known
are looked at. Input is not trusted, and the tree as deep as it likes: nothing here recurses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from validicom.reference.context import has_value, uid_of
from validicom.reference.evaluation import is_held
from validicom.reference.facts import content_rules
from validicom.reference.iod import assess
from validicom.reference.measures import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from validicom.reference.context import Context
    from validicom.reference.facts import ContentRules
    from validicom.reference.model import DataSet, Element, Item

VALUE_TYPE: Final = 0x0040A040
RELATIONSHIP_TYPE: Final = 0x0040A010
CONTENT: Final = 0x0040A730
REFERENCED_CONTENT_ITEM_IDENTIFIER: Final = 0x0040DB73
_CODE_STRING: Final = re.compile(r"[A-Z0-9 _]+")


@dataclass(eq=False, slots=True)
class ContentItem:
    """A Content Item, with those below it."""

    data_set: DataSet
    parent: ContentItem | None
    #: The Content Sequence, if it is one.
    sequence: Element | None = None
    below: list[ContentItem] = field(default_factory=list)

    @property
    def identifier(self) -> Element | None:
        """What makes it an Item by reference."""
        return self.data_set.first(REFERENCED_CONTENT_ITEM_IDENTIFIER)

    @property
    def value_type(self) -> str | None:
        """Its Value Type; ``None`` if there is none that can be read."""
        return _code(self.data_set.first(VALUE_TYPE))

    @property
    def relationship(self) -> str | None:
        """Its Relationship Type; ``None`` if there is none that can be read."""
        return _code(self.data_set.first(RELATIONSHIP_TYPE))

    def is_within(self, other: ContentItem) -> bool:
        """Whether another one is around it."""
        at = self.parent
        while at is not None and at is not other:
            at = at.parent
        return at is not None


@dataclass(frozen=True, slots=True)
class Content:
    """The Content Items of an input, in document order, and what its IOD says of them."""

    rules: ContentRules
    items: Sequence[ContentItem]

    @property
    def root(self) -> ContentItem:
        """The root of the tree."""
        return self.items[0]

    def by_reference(self) -> Iterator[tuple[ContentItem, ContentItem, Element]]:
        """Items by reference, each with its parent and its identifier."""
        for item in self.items:
            identifier = item.identifier
            if item.parent is not None and identifier is not None:
                yield item, item.parent, identifier


def content(ctx: Context) -> Content | None:
    """The Content Items; ``None`` where there are none, or the IOD is not one of those that are known."""
    return ctx.memo("content", _content)


def _content(ctx: Context) -> Content | None:
    assess(ctx)
    rules = content_rules(ctx.iod, ctx.facts.commons) if ctx.iod is not None else None
    if rules is None or ctx.root.first(VALUE_TYPE) is None:
        return None
    items: list[ContentItem] = []
    waiting = [ContentItem(ctx.root, None)]
    while waiting:
        item = waiting.pop()
        items.append(item)
        sequence = item.data_set.first(CONTENT)
        if sequence is not None and sequence.read_vr == "SQ":
            item.sequence = sequence
            item.below = [ContentItem(inner, item) for inner in sequence.items]
            waiting.extend(reversed(item.below))
    return Content(rules, items)


def target(found: Content, identifier: Element) -> ContentItem | str:
    """What an identifier points to; `missing`, or `unknown` where that cannot be told (PS3.3 C.17.3.2.5)."""
    data = identifier.value
    if identifier.read_vr != "UL" or data is None or identifier.truncated or not data or len(data) % 4:
        return "unknown"
    first, *others = identifier.units(4)
    if first != 1:
        return "missing"
    at = found.root
    for number in others:
        if 0 < number <= len(at.below):
            at = at.below[number - 1]
            continue
        sequence = at.data_set.first(CONTENT)
        is_whole = sequence is None or (sequence.read_vr == "SQ" and is_held(sequence))
        return "missing" if is_whole or number == 0 else "unknown"
    return at


def evidence(ctx: Context) -> tuple[set[str], bool] | None:
    """The instances that the root lists as evidence, and whether it lists any (PS3.3 C.17.2).

    ``None`` where not all of them are at hand.
    """
    known: set[str] = set()
    is_any = False
    for tag in (0x0040A375, 0x0040A385):
        studies = ctx.root.first(tag)
        if studies is None:
            continue
        sequences = [studies]
        is_any = is_any or (studies.read_vr == "SQ" and bool(studies.items))
        for inner in (0x00081115, 0x00081199):
            if not all(_is_whole(sequence) for sequence in sequences):
                return None
            items = [item for sequence in sequences for item in sequence.items]
            sequences = [found for item in items if (found := item.first(inner)) is not None]
        if not all(_is_whole(sequence) for sequence in sequences):
            return None
        for uid in _instances(sequences):
            if uid is None or not has_value(uid):
                continue
            if not is_held(uid):
                return None
            known.add(uid_of(uid) or "")
    return known, is_any


def references(item: ContentItem) -> Iterator[Element]:
    """The UIDs of the instances that a Content Item itself refers to, and of what these are to be shown with.

    Presentation states and their like are evidence, too (PS3.3 C.17.2.3).
    """
    sequences = [sequence for sequence in (item.data_set.first(0x00081199),) if sequence is not None]
    for sequence in sequences[:1]:
        sequences += [found for one in sequence.items if (found := one.first(0x00081199)) is not None]
    for uid in _instances([sequence for sequence in sequences if sequence.read_vr == "SQ"]):
        if uid is not None and is_held(uid) and has_value(uid):
            yield uid


def _instances(sequences: Sequence[Element]) -> Iterator[Element | None]:
    items: Iterator[Item] = (item for sequence in sequences for item in sequence.items)
    return (item.first(0x00081155) for item in items)


def _is_whole(sequence: Element) -> bool:
    return sequence.read_vr == "SQ" and is_held(sequence)


def _code(element: Element | None) -> str | None:
    """The first value of a code string, if it is of that form and not blank."""
    first = next(iter(texts(element, "CS")), "")
    return first if _CODE_STRING.fullmatch(first) else None

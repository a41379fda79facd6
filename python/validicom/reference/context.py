"""What a rule sees: the nodes of one input, the facts of the edition, the options; and how it says what it found."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from validicom.reference.facts import Facts, TransferSyntax, transfer_syntaxes
from validicom.reference.findings import Raw
from validicom.reference.model import DataSet, Element, Item, Node, Note, Parsed, Path, path_of, path_of_data_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

T = TypeVar("T")

STRING_VRS: Final = frozenset(
    ["AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UR", "UT"]
)

MEDIA_STORAGE_SOP_CLASS_UID: Final = 0x00020002
MEDIA_STORAGE_SOP_INSTANCE_UID: Final = 0x00020003
TRANSFER_SYNTAX_UID: Final = 0x00020010
SOP_CLASS_UID: Final = 0x00080016
SOP_INSTANCE_UID: Final = 0x00080018
DICOMDIR: Final = "1.2.840.10008.1.3.10"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a check may use at most (docs/recovery.md 12)."""

    depth: int = 1024
    elements: int = 2_000_000
    inflated_bytes: int = 64 << 20
    held_bytes: int = 64 << 20
    fragments: int = 1 << 20


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a check."""

    edition: str
    #: Whether the edition was chosen by name, so that a demand of it alone is no milder.
    edition_named: bool
    read: str
    redact: bool
    limits: Limits
    #: What the caller knows of the world, by the names of facts that no data set tells.
    facts: Mapping[str, bool] = field(default_factory=dict)


@dataclass(eq=False)
class Context:
    """One input under check."""

    parsed: Parsed
    facts: Facts
    options: Options
    #: Why the verdict cannot be `pass`; rules may add to it.
    reasons: set[str] = field(default_factory=set)
    #: How often a condition would have mattered that is not compiled.
    conditions_not_checked: int = 0
    #: How often a fact was missing for an answer, by its name.
    undetermined: dict[str, int] = field(default_factory=dict)
    #: The IOD by which the data set is checked.
    iod: str | None = None
    _memory: dict[str, Any] = field(default_factory=dict)

    # -- What there is -------------------------------------------------------------------------------------------

    @property
    def meta(self) -> DataSet:
        """File Meta Information."""
        return self.parsed.meta

    @property
    def root(self) -> DataSet:
        """The root data set."""
        return self.parsed.root

    @functools.cached_property
    def nodes(self) -> Sequence[Node]:
        """All Elements and Items in document order, File Meta Information first."""
        return list(self.parsed.nodes())

    @functools.cached_property
    def _open(self) -> frozenset[int]:
        """The data sets (by identity) in open Items: those of which any enclosing Sequence is in the table."""
        found: set[int] = set()
        open_items = self.facts.open_items
        for node in self.nodes:
            if isinstance(node, Item) and (node.sequence.tag in open_items or id(node.sequence.owner) in found):
                found.add(id(node))
        return frozenset(found)

    def is_open(self, data_set: DataSet) -> bool:
        """Whether a data set is, or stands in, an Item that may hold arbitrary Attributes."""
        return id(data_set) in self._open

    def data_sets(self) -> Iterator[DataSet]:
        """File Meta Information, the root, and every Item (fragments left out) in document order."""
        yield self.meta
        yield self.root
        for node in self.nodes:
            if isinstance(node, Item) and not node.sequence.encapsulated:
                yield node

    def elements(self, *, raw: bool = False, in_open_items: bool = True) -> Iterator[Element]:
        """Elements in document order, File Meta Information first; ``raw``: only those whose bytes are a file's."""
        for node in self.nodes:
            if isinstance(node, Element) and (node.raw or not raw) and (in_open_items or not self.is_open(node.owner)):
                yield node

    def notes(self, kind: str) -> Iterator[Note]:
        """The notes of one kind, in the order in which they were made."""
        return (note for note in self.parsed.notes if note.kind == kind)

    # -- What it says --------------------------------------------------------------------------------------------

    @functools.cached_property
    def transfer_syntax_uid(self) -> str | None:
        """The Transfer Syntax UID as reading takes it (docs/recovery.md 4); ``None`` if there is none."""
        element = self.meta.first(TRANSFER_SYNTAX_UID)
        if element is None or element.value is None:
            return None
        return element.value.split(b"\0")[0].rstrip(b" ").decode("latin-1") or None

    @property
    def transfer_syntax(self) -> TransferSyntax | None:
        """The Transfer Syntax, if the registry has it."""
        return transfer_syntaxes(self.facts.commons).get(self.transfer_syntax_uid or "")

    @functools.cached_property
    def sop_class_uid(self) -> str | None:
        """SOP Class UID of the root, else Media Storage SOP Class UID."""
        return uid_of(self.root.first(SOP_CLASS_UID)) or uid_of(self.meta.first(MEDIA_STORAGE_SOP_CLASS_UID))

    @property
    def is_dicomdir(self) -> bool:
        """Whether this is a DICOMDIR (PS3.10 8.6), by either SOP Class UID."""
        uids = (uid_of(self.root.first(SOP_CLASS_UID)), uid_of(self.meta.first(MEDIA_STORAGE_SOP_CLASS_UID)))
        return DICOMDIR in uids

    # -- How a rule says what it found -----------------------------------------------------------------------------

    def at(
        self,
        node: Node,
        severity: str,
        detail: Mapping[str, str | int] | None = None,
        *,
        observed: int | None = None,
        value_number: int | None = None,
        module: str | None = None,
        value: str | None = None,
    ) -> Raw:
        """A finding about an Element or Item."""
        element = node if isinstance(node, Element) else None
        place, found = path_of(node), detail or {}
        return Raw(severity, place, node.at, found, module, observed, value_number, value=value, element=element)

    def missing(
        self,
        data_set: DataSet,
        tag: int,
        severity: str,
        detail: Mapping[str, str | int] | None = None,
        *,
        module: str | None = None,
    ) -> Raw:
        """A finding about an Element that is not there."""
        return Raw(severity, (*path_of_data_set(data_set), (tag, 1, 0)), None, detail or {}, module)

    def whole(
        self,
        severity: str,
        detail: Mapping[str, str | int] | None = None,
        *,
        at: int | None = None,
        observed: int | None = None,
        module: str | None = None,
    ) -> Raw:
        """A finding about the whole input."""
        return Raw(severity, (), at, detail or {}, module, observed)

    def noted(
        self, note: Note, severity: str, detail: Mapping[str, str | int] | None = None, *, observed: int | None = None
    ) -> Raw:
        """A finding that a note of the walk gives."""
        place: Path = path_of(note.node) if note.node is not None else ()
        return Raw(severity, place, note.at if self.parsed.is_file else None, detail or {}, observed=observed)

    def memo(self, name: str, make: Callable[[Context], T]) -> T:
        """What ``make`` gives, made once for this input: for what several rules share."""
        if name not in self._memory:
            self._memory[name] = make(self)
        value: T = self._memory[name]
        return value


def text_of(element: Element | None) -> str | None:
    """A held value as one text, trailing NULs and spaces removed; ``None`` if there is none."""
    if element is None or element.value is None:
        return None
    return element.value.rstrip(b" \0").decode("latin-1") or None


def uid_of(element: Element | None) -> str | None:
    """A held UID, NULs and spaces at its end removed; ``None`` if nothing is left."""
    if element is None or element.value is None:
        return None
    return element.value.rstrip(b" \0").decode("latin-1") or None


def has_value(element: Element) -> bool:
    """Whether an Element has a value, as Types 1 and 1C demand (PS3.5 7.4.1).

    A Sequence needs an Item; a character string something other than spaces, NULs and delimiters.
    """
    if element.read_vr == "SQ":
        return bool(element.items) or element.has_items_not_kept
    if element.encapsulated:
        return True
    if element.value is None or element.truncated:
        return element.length > 0
    if element.read_vr in STRING_VRS:
        return bool(element.value.strip(b" \0\\"))
    return bool(element.value)

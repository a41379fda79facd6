"""The nodes that all front ends make: Data Sets of Elements, Sequences of Items, and the notes of the walk.

Nesting may be as deep as an input likes: nothing here recurses, and comparing or printing a
node never follows its links.
Terms are those of PS3.5 7; what is done with damaged input stands in `docs/recovery.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

#: No VR in the stream (Implicit VR, or a missing one).
NO_VR: Final = "--"
#: Two upper-case letters that are no VR of PS3.5 6.2.
UNKNOWN_VR: Final = "??"

_NAMES: Final = (
    "AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV"  # PS3.5 6.2
)
VRS: Final = frozenset(_NAMES.split())
#: VRs whose explicit form has two reserved bytes and a Length of 32 bits (PS3.5 7.1.2).
LONG_VRS: Final = frozenset(["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV", UNKNOWN_VR])
#: VRs of bytes and words, which encapsulated Pixel Data might have.
OTHER_VRS: Final = frozenset(["OB", "OD", "OF", "OL", "OV", "OW"])

UNDEFINED: Final = 0xFFFFFFFF
ITEM: Final = 0xFFFEE000
ITEM_DELIMITER: Final = 0xFFFEE00D
SEQUENCE_DELIMITER: Final = 0xFFFEE0DD
#: Tags that are no Attributes: in a data set in memory they are left out.
OF_THE_ENCODING: Final = frozenset({ITEM, ITEM_DELIMITER, SEQUENCE_DELIMITER})
PIXEL_DATA: Final = 0x7FE00010

#: Kinds of input in which a data set can be looked for.
DICOM_KINDS: Final = frozenset({"part10", "no-preamble", "bare-file-meta", "bare-data-set", "acr-nema", "data-set"})

Step: TypeAlias = tuple[int, int, int]
Path: TypeAlias = tuple[Step, ...]


@dataclass(eq=False, slots=True)
class DataSet:
    """Elements in the order of the input: File Meta Information, the root data set, or an Item."""

    elements: list[Element] = field(default_factory=list, repr=False)

    def first(self, tag: int) -> Element | None:
        """The first Element with this Tag."""
        return next((element for element in self.elements if element.tag == tag), None)


@dataclass(eq=False, slots=True)
class Item(DataSet):
    """An Item of a Sequence, or a fragment (without Elements) of encapsulated Pixel Data."""

    sequence: Element = field(kw_only=True, repr=False)
    #: From 1.
    number: int = field(kw_only=True)
    #: As read; `UNDEFINED` where it says so.
    length: int = field(kw_only=True, default=UNDEFINED)
    #: Offset of the Item's first byte; ``None`` where there is no file.
    at: int | None = field(kw_only=True, default=None)
    #: Whether its length is that of a file.
    raw: bool = field(kw_only=True, default=False)
    truncated: bool = field(kw_only=True, default=False)
    #: The bytes of a fragment, if they are held (only those of a Basic Offset Table are).
    value: bytes | None = field(kw_only=True, default=None, repr=False)

    @property
    def has_undefined_length(self) -> bool:
        """Whether the Length field says FFFFFFFF."""
        return self.length == UNDEFINED


@dataclass(eq=False, slots=True)
class Element:
    """A Data Element."""

    tag: int
    #: The VR as encoded: two letters, `NO_VR` or `UNKNOWN_VR`.
    vr: str
    #: The VR by which the value is read; SQ whenever it was walked as a Sequence.
    read_vr: str
    #: The data set that it stands in.
    owner: DataSet = field(repr=False)
    #: 0 in the root and in File Meta Information, one more in each Item.
    depth: int = 0
    #: 1 for the first Element with this Tag in its data set, 2 for the first duplicate.
    occurrence: int = 1
    #: As read; `UNDEFINED` where it says so.
    length: int = 0
    #: Offset of the first byte; ``None`` where there is no file.
    at: int | None = None
    #: Offset of the first byte of the value.
    value_at: int | None = None
    #: The whole value, or ``None`` where it is not held (too long, cut, or a Sequence).
    value: bytes | None = field(default=None, repr=False)
    items: list[Item] = field(default_factory=list, repr=False)
    #: The stream has no VR here (Implicit VR, or Explicit VR in which it is missing).
    implicit: bool = False
    big_endian: bool = False
    #: These are the bytes of a file.
    raw: bool = False
    #: Cut by the end of the file or of what encloses it.
    truncated: bool = False
    #: In a value of VR UN that is read as Implicit VR Little Endian (PS3.5 6.2.2), or such a value itself.
    in_un: bool = False
    missing_vr: bool = False
    encapsulated: bool = False
    #: Strings are UTF-8 whatever Specific Character Set says.
    utf8: bool = False
    reserved_not_zero: bool = False
    #: A Sequence that has Items which a limit did not let keep.
    has_items_not_kept: bool = False

    @property
    def has_value(self) -> bool:
        """Whether the whole value is held."""
        return self.value is not None

    @property
    def has_undefined_length(self) -> bool:
        """Whether the Length field says FFFFFFFF."""
        return self.length == UNDEFINED

    @property
    def group(self) -> int:
        """The group number."""
        return self.tag >> 16

    @property
    def number(self) -> int:
        """The element number within the group."""
        return self.tag & 0xFFFF

    @property
    def is_private(self) -> bool:
        """Whether the group number is odd (PS3.5 7.8)."""
        return self.group % 2 == 1

    @property
    def is_private_creator(self) -> bool:
        """Whether this is (gggg,0010-00FF) of an odd group (PS3.5 7.8.1)."""
        return self.is_private and 0x10 <= self.number <= 0xFF

    @property
    def is_group_length(self) -> bool:
        """Whether the element number is 0000 (PS3.5 7.2)."""
        return self.number == 0

    def units(self, size: int) -> list[int]:
        """The held value as unsigned numbers of ``size`` bytes; a rest that is too short is left out."""
        data = self.value or b""
        order = "big" if self.big_endian else "little"
        whole = len(data) - len(data) % size
        return [int.from_bytes(data[at : at + size], order) for at in range(0, whole, size)]  # type: ignore[arg-type]


Node: TypeAlias = Element | Item


@dataclass(frozen=True, slots=True)
class Note:
    """What the walk noticed, and where."""

    #: The names of `docs/recovery.md`, such as `length-past-end`.
    kind: str
    #: What it is about, or the container in which it was noticed; ``None``: the root.
    node: Node | None
    at: int
    #: A number or word that belongs to the kind.
    detail: int | str = 0


@dataclass(eq=False, slots=True)
class Parsed:
    """What a front end makes of its input."""

    kind: str
    meta: DataSet = field(default_factory=DataSet)
    root: DataSet = field(default_factory=DataSet)
    notes: list[Note] = field(default_factory=list)
    #: `implicit-little`, `explicit-little`, `explicit-big`; ``None`` where there is no data set.
    encoding: str | None = None
    deflated: bool = False
    #: Data Elements and Items met, kept or not.
    seen: int = 0
    #: Why the walk ended early: `pixel-data`, `limit`, `cannot-go-on`; ``None`` if it did not.
    stopped: str | None = None
    #: Offset of the end of File Meta Information.
    meta_end: int = 0
    #: Offset of the end of the last Element of the root.
    root_end: int = 0
    #: Length of the file; of a deflated one, `meta_end` and what came out.
    length: int = 0
    #: The first bytes of a file, at most 1,024.
    head: bytes = b""
    #: Whether these are a file's bytes (no data set in memory, no JSON).
    is_file: bool = True

    def nodes(self) -> Iterator[Node]:
        """Elements and Items in document order: File Meta Information first."""
        for data_set in (self.meta, self.root):
            yield from nodes(data_set)


def nodes(data_set: DataSet) -> Iterator[Node]:
    """Elements and Items of a data set and of all that it encloses, in document order."""
    waiting: list[Iterator[Node]] = [iter(data_set.elements)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        yield node
        waiting.append(iter(node.items if isinstance(node, Element) else node.elements))


def path_of(node: Node) -> Path:
    """The steps from the root to a node; the last one of an Element has Item 0, that of an Item its number."""
    steps: list[Step] = []
    at: Node | DataSet = node
    if isinstance(at, Element):
        steps.append((at.tag, at.occurrence, 0))
        at = at.owner
    while isinstance(at, Item):
        steps.append((at.sequence.tag, at.sequence.occurrence, at.number))
        at = at.sequence.owner
    steps.reverse()
    return tuple(steps)


def path_of_data_set(data_set: DataSet) -> Path:
    """The steps to a data set: empty for the root and for File Meta Information."""
    return path_of(data_set) if isinstance(data_set, Item) else ()

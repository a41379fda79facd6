"""The Value Field of one Element as V rules see it: padding removed, text decoded, split (PS3.5 6.2, 6.4).

Input is not trusted: a field is any bytes whatever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from validicom.reference import charset, forms
from validicom.reference.findings import Raw
from validicom.reference.model import NO_VR, UNKNOWN_VR, DataSet, Element, Item, path_of, path_of_data_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from validicom.reference.context import Context

#: VRs whose bytes are read by Specific Character Set (PS3.5 6.1.2.2).
TEXT_VRS: Final = frozenset({"SH", "LO", "ST", "LT", "UC", "UT", "PN"})
#: VRs whose bytes are characters.
STRING_VRS: Final = TEXT_VRS | {"AE", "AS", "CS", "DA", "DS", "DT", "IS", "TM", "UI", "UR"}
#: VRs of one value in which a backslash is a character (PS3.5 6.2).
UNSPLIT_VRS: Final = frozenset({"ST", "LT", "UT", "UR"})
#: Bytes of one value, of VRs whose VM can be told from the length.
SIZES: Final = MappingProxyType(
    {"AT": 4, "FD": 8, "FL": 4, "SL": 4, "SS": 2, "SV": 8, "UL": 4, "US": 2, "UV": 8}
)  # fmt: skip
#: Bytes of one unit, of VRs whose length must be a multiple of it.
UNITS: Final = MappingProxyType({**SIZES, "OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8})


SPECIFIC_CHARACTER_SET: Final = 0x00080005


@dataclass(frozen=True)
class Field:
    """A held Value Field."""

    vr: str
    raw: bytes
    #: The field without trailing NULs and without the one padding space (UI: without trailing spaces and one NUL).
    body: bytes
    #: The values as text, none for an empty body; ``None`` if this is no string, or if its characters cannot be told.
    values: tuple[str, ...] | None

    @property
    def is_nul_padded(self) -> bool:
        """Whether a string VR other than UI ends in NUL."""
        return self.vr in STRING_VRS and self.vr != "UI" and self.raw.endswith(b"\0")


@dataclass(frozen=True)
class Fault:
    """What a V rule says of one field: which value first, the number measured there, and what the Standard demands."""

    value_number: int | None = None
    observed: int | None = None
    detail: Mapping[str, str | int] = field(default_factory=dict)


def trim(vr: str, raw: bytes) -> bytes:
    """The field without padding."""
    if vr == "UI":
        body = raw.rstrip(b" ")
        return body[:-1] if body.endswith(b"\0") else body
    if vr not in STRING_VRS:
        return raw
    body = raw.rstrip(b"\0")
    if len(body) == len(raw) and len(raw) % 2 == 0 and body.endswith(b" "):
        return body[:-1]
    return body


def read_field(vr: str, raw: bytes, characters: charset.CharacterSet, *, is_utf8: bool = False) -> Field:
    """Reads a Value Field; ``is_utf8`` says that its bytes are UTF-8 whatever the character set."""
    body = trim(vr, raw)
    return Field(vr, raw, body, _split(vr, body, characters, is_utf8))


def delimiters(vr: str) -> bytes:
    """The bytes of a text VR at which an escape is no longer in force, besides control characters (6.1.2.5.3)."""
    if vr == "PN":
        return b"\\^="
    return b"" if vr in UNSPLIT_VRS else b"\\"


def _split(vr: str, body: bytes, characters: charset.CharacterSet, is_utf8: bool) -> tuple[str, ...] | None:
    if vr not in STRING_VRS:
        return None
    text: str | None
    if vr not in TEXT_VRS:
        text = body.decode("latin-1")
    elif is_utf8:
        text = charset.decode_utf8(body)
    else:
        text = charset.decode(characters, body, delimiters(vr))
    if text is None:
        return None
    if not text:
        return ()
    return (text,) if vr in UNSPLIT_VRS else tuple(text.split("\\"))


def first_failing(
    data: Field, vrs: frozenset[str], fails: Callable[[str], bool], *, blanks: bool = False
) -> Fault | None:
    """The first value of these VRs that fails; blank values are left out unless ``blanks``."""
    if data.vr not in vrs or data.values is None:
        return None
    for number, value in enumerate(data.values, 1):
        if (blanks or not forms.is_blank(value)) and fails(value):
            return Fault(number)
    return None


@dataclass(frozen=True)
class Governing:
    """The character set of a data set, and where it stands: the data set that has it, or the root that has none."""

    characters: charset.CharacterSet
    data_set: DataSet
    element: Element | None


def text_values(ctx: Context, element: Element) -> tuple[str, ...] | None:
    """The values of a held string as text; ``None`` if its characters cannot be told."""
    characters = governing(ctx, element.owner).characters
    return read_field(element.read_vr, element.value or b"", characters, is_utf8=element.utf8).values


def governing(ctx: Context, data_set: DataSet) -> Governing:
    """The character set by which the text of a data set is read (PS3.5 6.1.2.2, PS3.3 C.12.1.1.2).

    That of the data set itself, else of the data set around it; in File Meta Information none governs.
    """
    known = ctx.memo("character sets", lambda _: dict[int, Governing]())
    outwards: list[DataSet] = []
    at = data_set
    found: Governing | None = None
    while found is None:
        found = known.get(id(at))
        if found is not None:
            break
        outwards.append(at)
        element = at.first(SPECIFIC_CHARACTER_SET) if at is not ctx.meta else None
        if element is not None:
            found = Governing(charset.parse(element.value), at, element)
        elif isinstance(at, Item):
            at = at.sequence.owner
        else:
            found = Governing(charset.DEFAULT, ctx.root, None)
    for one in outwards:
        known[id(one)] = found
    return found


def is_looked_at(element: Element) -> bool:
    """Whether value rules apply: a whole held value of a VR that is known, and not of a private implicit Element."""
    return (
        element.value is not None
        and not element.truncated
        and element.read_vr not in ("SQ", "UN", NO_VR, UNKNOWN_VR)
        and not (element.is_private and element.implicit)
        and not element.is_private_creator
    )


def fields(ctx: Context) -> list[tuple[Element, Field]]:
    """The Elements that have value rules, with their fields, in document order."""
    return ctx.memo("fields", _fields)


def _fields(ctx: Context) -> list[tuple[Element, Field]]:
    found: list[tuple[Element, Field]] = []
    for element in ctx.elements(in_open_items=False):
        if element.value is None or not is_looked_at(element):
            continue
        characters = governing(ctx, element.owner).characters
        found.append((element, read_field(element.read_vr, element.value, characters, is_utf8=element.utf8)))
    return found


def undecoded(ctx: Context) -> Iterator[tuple[Element, Governing]]:
    """Text that cannot be read, with the character set that should let it be; those that V040 or V043 tell left out."""
    for element, data in fields(ctx):
        if element.read_vr in TEXT_VRS and data.values is None and not element.utf8:
            found = governing(ctx, element.owner)
            if not found.characters.is_faulty:
                yield element, found


def at_character_set(element: Element, found: Governing) -> Raw:
    """An error at the character set that governs, of which ``element`` is the occasion."""
    if found.element is not None:
        return Raw("error", path_of(found.element), element.at)
    return Raw("error", (*path_of_data_set(found.data_set), (SPECIFIC_CHARACTER_SET, 1, 0)), element.at)


def check_fields(
    ctx: Context, find: Callable[[Field], Fault | None], severity: str, *, raw: bool = False
) -> Iterator[Raw]:
    """One finding for each field with a fault."""
    for element, data in fields(ctx):
        fault = find(data) if element.raw or not raw else None
        if fault is not None:
            yield finding(ctx, element, data, fault, severity)


def finding(ctx: Context, element: Element, data: Field, fault: Fault, severity: str) -> Raw:
    """A fault of a field as a finding about its Element."""
    value: str | None = None
    if data.values is not None:
        value = data.values[fault.value_number - 1] if fault.value_number else data.body.decode("latin-1")
    return ctx.at(
        element, severity, fault.detail, observed=fault.observed, value_number=fault.value_number, value=value
    )

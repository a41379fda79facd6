"""Single values as numbers and texts, and Lengths that can be relied on: what the X and C rules measure with.

What cannot be told is ``None``: a rule whose input is unknown says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference import forms
from validicom.reference.context import has_value
from validicom.reference.values import trim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validicom.reference.model import DataSet, Element

_SIZES: Final = {"US": 2, "SS": 2, "UL": 4}
#: The mark of a value that a data set in memory has, but not at hand.
_NOT_AT_HAND: Final = 1


def number(data_set: DataSet, tag: int, vr: str = "US") -> int | None:
    """The first value of the first Element with this Tag, if it is held and of this unsigned VR."""
    element = data_set.first(tag)
    if element is None or element.value is None or element.read_vr != vr:
        return None
    units = element.units(_SIZES[vr])
    return units[0] if units else None


def values_of(element: Element | None, vr: str) -> list[str]:
    """The values of a held Element of this VR as they stand between the delimiters; none if it is another.

    The VR is one whose characters are those of the default repertoire.
    """
    if element is None or element.value is None or element.read_vr != vr:
        return []
    body = trim(vr, element.value).decode("latin-1")
    return body.split("\\") if body else []


def texts(element: Element | None, vr: str) -> list[str]:
    """The values of an Element, spaces around them removed."""
    return [value.strip(" ") for value in values_of(element, vr)]


def frames(data_set: DataSet, tag: int) -> int | None:
    """A number of frames (IS): 1 where there is none (PS3.3 C.7.6.6.1.1); ``None`` if it is no positive number."""
    element = data_set.first(tag)
    if element is None or not has_value(element):
        return 1
    first = next(iter(texts(element, "IS")), "")
    if not forms.is_integer(first) or not forms.is_integer_in_range(first) or first.startswith("-"):
        return None
    return int(first.lstrip("+0") or "0") or None


def decimals(element: Element, count: int) -> list[float] | None:
    """The values of a DS that has exactly ``count`` of them, each a number by its form (PS3.5 6.2)."""
    values = texts(element, "DS")
    if len(values) != count or not all(forms.is_decimal(value) for value in values):
        return None
    return [float(value) for value in values]


def length_of(element: Element | None) -> int | None:
    """The Length of a value that is wholly there; ``None`` where it is undefined, cut, or not known."""
    if element is None or element.has_undefined_length or element.truncated:
        return None
    if element.value is None and element.length == _NOT_AT_HAND:
        return None
    return element.length


def descriptor(element: Element | None) -> Sequence[int] | None:
    """The three numbers of a LUT Descriptor (US or SS), read as unsigned (PS3.3 C.7.6.3.1.5, C.11.1.1)."""
    if element is None or element.value is None or element.read_vr not in ("US", "SS") or len(element.value) != 6:
        return None
    return element.units(2)


def entries_of(found: Sequence[int]) -> int:
    """The number of entries that a LUT Descriptor says: 0 is 65,536."""
    return found[0] or 65_536


def lut_lengths(entries: int, bits: int) -> set[int]:
    """The Lengths that LUT Data of so many entries may have: entries of 8 bits may stand in one byte or in two."""
    return {entries, entries + entries % 2, 2 * entries} if bits == 8 else {2 * entries}


def is_even_or_padded(length: int, wanted: int) -> bool:
    """Whether a Length is the one wanted, with or without the byte that makes it even (PS3.5 7.1.1)."""
    return length in (wanted, wanted + wanted % 2)

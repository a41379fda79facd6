"""A pydicom Dataset to nodes: Elements that are still raw as they stood in the file, converted ones written anew.

The Dataset is left as it is: nothing is converted in it. Nested data sets wait on a stack of our own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from validicom.reference.builder import Builder, encode, vr_of
from validicom.reference.model import (
    NO_VR,
    OF_THE_ENCODING,
    PIXEL_DATA,
    UNDEFINED,
    UNKNOWN_VR,
    VRS,
    DataSet,
    Element,
    Parsed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom.dataset import Dataset

    from validicom.reference.context import Limits


def from_dataset(data_set: Dataset, limits: Limits) -> Parsed:
    """The nodes of a Dataset and of its File Meta Information."""
    builder = Builder(limits)
    meta = getattr(data_set, "file_meta", None)
    if meta is not None:
        _add(builder, meta, builder.parsed.meta)
    _add(builder, data_set, builder.parsed.root)
    return builder.finish()


def _add(builder: Builder, data_set: Any, owner: DataSet) -> None:
    # Each entry: Elements still to be added, or Items of a Sequence still to be opened; with where they go.
    waiting: list[tuple[Iterator[Any], DataSet | Element | None, int, bool]] = [(_elements(data_set), owner, 0, True)]
    while waiting:
        entries, target, depth, is_data_set = waiting[-1]
        entry = next(entries, None)
        if entry is None:
            waiting.pop()
        elif is_data_set:
            into = target if isinstance(target, DataSet) else None
            element, items = _element(builder, entry, into, depth)
            if items is not None:
                waiting.append((items, element, depth, False))
        else:
            item = builder.item(target if isinstance(target, Element) else None)
            waiting.append((_elements(entry), item, depth + 1, True))


def _elements(data_set: Any) -> Iterator[tuple[int, Any]]:
    held = getattr(data_set, "_dict", None)
    if not isinstance(held, dict):
        held = {tag: data_set.get_item(tag) for tag in data_set.keys()}  # noqa: SIM118 - keys alone convert nothing
    found = ((int(tag), element) for tag, element in held.items() if int(tag) not in OF_THE_ENCODING)
    return iter(sorted(found, key=lambda entry: entry[0]))


def _element(
    builder: Builder, entry: tuple[int, Any], owner: DataSet | None, depth: int
) -> tuple[Element | None, Iterator[Any] | None]:
    """Adds an Element; of a converted Sequence the Items, still to be opened."""
    tag = entry[0]
    given: Any = entry[1]
    if hasattr(given, "is_implicit_VR") and hasattr(given, "value_tell"):
        vr = given.VR
        name = NO_VR if given.is_implicit_VR or not isinstance(vr, str) else vr if vr in VRS else UNKNOWN_VR
        element = builder.element(owner, depth, tag, name)
        undefined = given.length == UNDEFINED and name != "SQ"
        value = given.value if isinstance(given.value, bytes) else None
        if given.value is None and given.length == 0:
            value = b""
        builder.raw(element, value, little=given.is_little_endian or given.is_implicit_VR, undefined=undefined)
        return element, None
    vr = vr_of(given.VR)
    element = builder.element(owner, depth, tag, vr)
    if vr == "SQ":
        if element is not None:
            element.length = UNDEFINED
        return element, iter(list(given.value or ()))
    if getattr(given, "is_undefined_length", False) and tag == PIXEL_DATA:
        if element is not None:
            element.length, element.encapsulated, element.read_vr = UNDEFINED, True, vr
        return element, None
    try:
        value = encode(vr, given.value, _text)
    except Exception:  # a value that raises when it is looked at is a value that is not at hand
        value = None
    builder.converted(element, value)
    return element, None


def _text(vr: str, value: Any) -> str | None:
    """One value as it would be written."""
    if value is None:
        return ""
    if vr != "PN" and type(value) is not str:
        original = getattr(value, "original_string", None)
        if isinstance(original, str) and original:
            return original
    return str(value)

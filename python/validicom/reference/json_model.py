"""DICOM JSON (PS3.18 F) to nodes: every Element is converted; bulk data elsewhere are a value that is not at hand."""

from __future__ import annotations

import base64
import string
from typing import TYPE_CHECKING, Any

from validicom.reference.builder import Builder, encode, vr_of
from validicom.reference.model import OF_THE_ENCODING, UNDEFINED, DataSet, Element, Parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from validicom.reference.context import Limits

_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")


def from_json(data_set: Mapping[str, Any], limits: Limits) -> Parsed:
    """The nodes of an object of the DICOM JSON Model; what does not have its form is left out."""
    builder = Builder(limits)
    # As in `dataset`: Elements still to be added, or Items still to be opened.
    waiting: list[tuple[Iterator[Any], DataSet | Element | None, int, bool]] = [
        (_elements(data_set), builder.parsed.root, 0, True)
    ]
    while waiting:
        entries, target, depth, is_data_set = waiting[-1]
        entry: Any = next(entries, waiting)
        if entry is waiting:
            waiting.pop()
        elif is_data_set:
            into = target if isinstance(target, DataSet) else None
            element, items = _element(builder, entry, into, depth)
            if items is not None:
                waiting.append((items, element, depth, False))
        else:
            item = builder.item(target if isinstance(target, Element) else None)
            waiting.append((_elements(entry), item, depth + 1, True))
    return builder.finish()


def _elements(data_set: Any) -> Iterator[tuple[int, Any]]:
    if not isinstance(data_set, dict):
        return iter(())
    found = [
        (int(key, 16), element)
        for key, element in data_set.items()
        if isinstance(key, str) and len(key) == 8 and all(c in string.hexdigits for c in key)
    ]
    found = [entry for entry in found if entry[0] not in OF_THE_ENCODING]
    return iter(sorted(found, key=lambda entry: entry[0]))


def _element(
    builder: Builder, entry: tuple[int, Any], owner: DataSet | None, depth: int
) -> tuple[Element | None, Iterator[Any] | None]:
    tag, given = entry
    fields: dict[str, Any] = given if isinstance(given, dict) else {}
    name = fields.get("vr")
    vr = vr_of(name) if isinstance(name, str) else "UN"
    values = fields.get("Value")
    element = builder.element(owner, depth, tag, vr)
    if vr == "SQ":
        if element is not None:
            element.length = UNDEFINED
        return element, iter(values if isinstance(values, list) else ())
    value: bytes | None
    if values is not None:
        value = encode(vr, values, _text)
    elif fields.get("InlineBinary") is not None:
        try:
            value = base64.b64decode(fields["InlineBinary"], validate=True)
        except (ValueError, TypeError):
            value = None
    elif fields.get("BulkDataURI") is not None:
        value = None
    else:
        value = b""
    builder.converted(element, value)
    return element, None


def _text(vr: str, value: Any) -> str | None:
    """One value as text; ``None`` if it has none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if vr == "PN" and isinstance(value, dict):
        groups = [group if isinstance(group, str) else "" for group in (value.get(name) for name in _GROUPS)]
        return "=".join(groups).rstrip("=")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return repr(value)
    return None

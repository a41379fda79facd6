"""Reads DocBook as hostile input: no entities, no external documents, bounded depth and size, no recursion.

Only what the tables need is kept of an element: its name, a few attributes, and its children in order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn
from xml.parsers import expat

from ..errors import EditionError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The largest document: ten times the PS3.3 of today.
MOST_BYTES: Final = 400_000_000
MOST_ELEMENTS: Final = 5_000_000
#: PS3.3 is 20 deep.
MOST_DEPTH: Final = 100
_KEPT: Final = frozenset(
    {"label", "xml:id", "linkend", "targetptr", "targetdoc", "xrefstyle", "colspan", "rowspan"},
)
_CHUNK: Final = 1 << 16
#: What is printed before each point of a list.
BULLET: Final = "\u2022"
#: Zero-width characters let long words break in print.
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


class Element:
    """An element of a document."""

    __slots__ = ("attributes", "children", "listed", "name")

    def __init__(self, name: str, attributes: dict[str, str], *, listed: bool = False) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element | str] = []
        #: It stands in a list with bullets or numbers.
        self.listed = listed

    def get(self, name: str) -> str:
        """The value of an attribute, empty if it has none."""
        return self.attributes.get(name, "")

    def elements(self, *names: str) -> Iterator[Element]:
        """The children of these names (all if none is given)."""
        for child in self.children:
            if isinstance(child, Element) and (not names or child.name in names):
                yield child

    def first(self, name: str) -> Element | None:
        """The first child of this name."""
        return next(self.elements(name), None)

    def walk(self) -> Iterator[Element]:
        """Yields this element and all below it, in the order of the document."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))


def parse(path: Path) -> Element:
    """The root of a document.

    Raises
    ------
    EditionError
        `broken-xml` if it is not well-formed, declares entities, or is deeper or larger than any part of the Standard;
        `not-docbook` if the root is no book or chapter; `unreadable-file` if it cannot be read.

    """
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    root: list[Element] = []
    open_elements: list[Element] = []
    count = 0

    def refuse(what: str) -> NoReturn:
        raise EditionError("broken-xml", f"{path.name}, line {parser.CurrentLineNumber}: {what}")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            refuse("more elements than any part of the Standard has")
        if len(open_elements) >= MOST_DEPTH:
            refuse(f"elements nested more than {MOST_DEPTH} deep")
        kept = {key: value for key, value in attributes.items() if key in _KEPT}
        parent = open_elements[-1].name if open_elements else ""
        element = Element(name.rpartition(":")[2], kept, listed=parent in {"itemizedlist", "orderedlist"})
        if open_elements:
            open_elements[-1].children.append(element)
        else:
            root.append(element)
        open_elements.append(element)

    def end(_name: str) -> None:
        open_elements.pop()

    def characters(text: str) -> None:
        if open_elements:
            open_elements[-1].children.append(text)

    def entity(*_: object) -> NoReturn:
        refuse("declares an entity; documents of the Standard do not, and none is expanded")

    def external(*_: object) -> NoReturn:
        refuse("refers to another document; none is fetched")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.EntityDeclHandler = entity
    parser.ExternalEntityRefHandler = external
    parser.SkippedEntityHandler = external
    try:
        if path.stat().st_size > MOST_BYTES:
            raise EditionError("broken-xml", f"{path.name}: larger than any part of the Standard")
        with path.open("rb") as file:
            read = 0
            while chunk := file.read(_CHUNK):
                read += len(chunk)
                if read > MOST_BYTES:
                    refuse("larger than any part of the Standard")
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        raise EditionError("broken-xml", f"{path.name}, line {error.lineno}: no well-formed XML: {message}") from error
    except OSError as error:
        raise EditionError("unreadable-file", f"{path.name}: cannot be read: {error.strerror}") from error
    except EditionError:
        raise
    except (LookupError, ValueError) as error:
        raise EditionError("broken-xml", f"{path.name}: no XML in a known encoding") from error
    if root[0].name not in {"book", "chapter"}:
        raise EditionError(
            "not-docbook", f"{path.name}: no DocBook of the DICOM Standard: its root is {root[0].name[:40]!r}"
        )
    return root[0]


def clean(text: str) -> str:
    """Text with one space between words and without invisible characters."""
    return " ".join(text.translate(_INVISIBLE).split())


class References:
    """What a reference to a section or table is printed as."""

    def __init__(self, root: Element) -> None:
        self._titles: dict[str, tuple[str, str, str]] = {}
        for element in root.walk():
            key = element.get("xml:id")
            if key and element.name in {"section", "chapter", "table"}:
                title = element.first("caption" if element.name == "table" else "title")
                words = clean("".join(c for c in title.children if isinstance(c, str))) if title else ""
                # A key that stands twice is that of its first place.
                self._titles.setdefault(key, (element.name, element.get("label"), words))

    def printed(self, element: Element) -> str:
        """The words that stand for an `xref` or `olink`."""
        key, style = element.get("linkend") or element.get("targetptr"), element.get("xrefstyle")
        kind, label, title = self._titles.get(key, ("", re.sub(r"^(sect|table|figure|chapter)_", "", key), ""))
        kind = kind or key.partition("_")[0]
        word = {"sect": "Section ", "section": "Section ", "table": "Table ", "figure": "Figure ", "chapter": "Annex "}
        if "quotedtitle" in style:
            return f'{word.get(kind, "")}{label} "{title}"' if "label" in style else f'"{title}"'
        if "title" in style and title:
            return title
        if "labelnumber" in style:
            return label
        return word.get(kind, "") + label

    def text(self, element: Element, *, without: frozenset[str] = frozenset()) -> str:
        """The words of an element, with what its references are printed as."""
        parts: list[str] = []
        waiting: list[Element | str] = [element]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                parts.append(node)
            elif node.name in {"xref", "olink"}:
                parts.append(self.printed(node))
            elif node.name not in without:
                if node.name == "listitem" and node.listed:
                    parts.append(f" {BULLET} ")
                elif node.name in {"para", "listitem", "title", "term"}:
                    parts.append(" ")
                waiting.extend(reversed(node.children))
        return clean("".join(parts))

"""Lists of values: Enumerated Values and Defined Terms in the description of an Attribute, or in a section on it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from . import shipped

if TYPE_CHECKING:
    from .markup import Element, References

_ENUM: Final = re.compile(r"enumerated values?", re.I)
_TERMS: Final = re.compile(r"defined terms?", re.I)
_INDEX: Final = re.compile(r"(?:for|of) value (\d{1,2})\s*:?$", re.I)
_PLAIN: Final = re.compile(
    r"(?:(?:the )?(?:enumerated values?|defined terms?)(?: are| is)?(?: (?:for|of) value \d{1,2})?)\s*[:.]?", re.I
)
#: What stands before a list and lets it hold in some cases only.
_IN_CASES: Final = re.compile(r"\b(?:if|when|where|unless|for)\b[^.]*:$", re.I)
_TERM: Final = re.compile(r"[^|\t\\]{1,64}")


@dataclass(frozen=True, slots=True)
class ValueList:
    """A list as it is printed."""

    #: `enum`, `terms`, or empty if the heading says neither.
    kind: str
    #: The number of the value it holds for, empty for all.
    index: str
    terms: tuple[str, ...]
    #: The words that let it hold in some cases only.
    said: str
    title: str

    @property
    def fault(self) -> str:
        """What was not understood of it."""
        bad = [term for term in self.terms if not _TERM.fullmatch(term)]
        return f"a value: {bad[0] or 'empty'}" if bad else "" if self.kind and self.terms else f"a list: {self.title}"

    def row(self, table: str, row: str, how: str) -> shipped.Row:
        """Its row of values.tsv."""
        digest = hashlib.sha1(self.said.encode(), usedforsecurity=False).hexdigest()[:10]
        return {
            "table": table,
            "row": row,
            "kind": self.kind,
            "index": self.index,
            "when": f"w{digest}" if self.said else "",
            "how": how,
            "conf": "title" if how == "sect" else "",
            "partial": "N",
            "values": "|".join(dict.fromkeys(self.terms)),
        }


def inside(element: Element, references: References) -> list[ValueList]:
    """The lists that stand in a cell or section itself."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    before = ""
    for block in element.elements():
        if block.name != "variablelist":
            before = references.text(block)
            continue
        title_at = block.first("title")
        title = references.text(title_at) if title_at is not None else before
        terms = [entry.first("term") for entry in block.elements("varlistentry")]
        words = tuple(references.text(term) if term is not None else "" for term in terms)
        found.append((title, "" if title_at is None else before, words))
        before = ""
    indices = [match[1] if (match := _INDEX.search(title)) else "" for title, _, _ in found]
    count = Counter(indices)
    lists = []
    for index, (title, before, words) in zip(indices, found, strict=True):
        kind = "enum" if _ENUM.search(title) else "terms" if _TERMS.search(title) else ""
        # Beside a list for all values no other can be plain; nor can two for the same value.
        alone = count[index] == 1 and ("" not in count or len(found) == 1)
        is_plain = alone and _PLAIN.fullmatch(title.strip()) and not _IN_CASES.search(before)
        lists.append(ValueList(kind, index, words, "" if is_plain else title + before, title))
    return lists


class Sections:
    """The sections of a document by their xml:id."""

    def __init__(self, root: Element) -> None:
        self._found: dict[str, Element] = {}
        for element in root.walk():
            if element.name == "section" and element.get("xml:id"):
                self._found.setdefault(element.get("xml:id"), element)

    def lists(self, cell: Element, name: str, references: References) -> list[ValueList]:
        """The plain lists of a section that a description refers to and that has the Attribute's name as its title."""
        for reference in cell.walk():
            element = self._found.get(reference.get("linkend")) if reference.name == "xref" else None
            title = element.first("title") if element is not None else None
            if element is None or title is None or shipped.slug(references.text(title)) != shipped.slug(name):
                continue
            return [one for one in inside(element, references) if not one.said and not one.fault]
        return []

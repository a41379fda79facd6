"""Tables of a document as rows of cells by column, with cells that span rows or columns where they reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import EditionError

if TYPE_CHECKING:
    from .markup import Element, References

#: No table of the Standard has more columns; spans are cut to it.
MOST_COLUMNS: Final = 64
_MOST_ROWS: Final = 1_000
#: In one document, with those that spans repeat; PS3.3 has 100,000.
MOST_CELLS: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its label and caption, the labels of the sections around it, the words of its head, its rows."""

    label: str
    caption: str
    sections: tuple[str, ...]
    head: tuple[str, ...]
    #: Each row has a cell by column; a cell that spans several stands in each of them.
    rows: tuple[tuple[Element | None, ...], ...]

    def column(self, *words: str) -> int | None:
        """The first column whose head has one of these words, tried in their order."""
        for word in words:
            for place, head in enumerate(self.head):
                if word in head.casefold():
                    return place
        return None


def _span(cell: Element, name: str, most: int) -> int:
    text = cell.get(name)
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


_Reaching = dict[int, tuple[int, "Element"]]


def _carry(row: list[Element | None], reaching: _Reaching, still: _Reaching) -> None:
    """Puts the cells that reach down into a row at the columns that come next."""
    while len(row) < MOST_COLUMNS and (above := reaching.get(len(row))) is not None:
        if above[0] > 1:
            still[len(row)] = (above[0] - 1, above[1])
        row.append(above[1])


def cells(body: Element) -> tuple[tuple[Element | None, ...], ...]:
    """The rows of a `thead` or `tbody`."""
    rows: list[tuple[Element | None, ...]] = []
    # By column: how many rows more a cell reaches down, and the cell.
    reaching: _Reaching = {}
    for tr in body.elements("tr"):
        row: list[Element | None] = []
        still: _Reaching = {}
        for cell in tr.elements("td", "th"):
            _carry(row, reaching, still)
            down = _span(cell, "rowspan", _MOST_ROWS)
            for _ in range(_span(cell, "colspan", MOST_COLUMNS)):
                if len(row) >= MOST_COLUMNS:
                    break
                if down > 1:
                    still[len(row)] = (down - 1, cell)
                row.append(cell)
        _carry(row, reaching, still)
        reaching = still
        rows.append(tuple(row))
    return tuple(rows)


def tables(root: Element, references: References) -> list[Table]:
    """The tables of a document in their order.

    Raises
    ------
    EditionError
        `too-large` if they have more cells than any part of the Standard.

    """
    found: list[Table] = []
    count = 0
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, sections = waiting.pop()
        if element.name in {"section", "chapter"}:
            sections = (*sections, element.get("xml:id"))
        if element.name == "table":
            caption, head, body = element.first("caption"), element.first("thead"), element.first("tbody")
            if body is not None:
                lines = cells(body)
                count += sum(map(len, lines))
                if count > MOST_CELLS:
                    raise EditionError("too-large", "the tables have more cells than any part of the Standard")
                titles = cells(head)[-1:] if head is not None else ()
                found.append(
                    Table(
                        label=element.get("label"),
                        caption=references.text(caption) if caption is not None else "",
                        sections=sections,
                        head=tuple(references.text(c) if c is not None else "" for c in (titles[0] if titles else ())),
                        rows=lines,
                    )
                )
            continue
        waiting.extend((child, sections) for child in reversed(list(element.elements())))
    return found

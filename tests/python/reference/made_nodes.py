"""Makes data sets of nodes for the tests of the reference, without bytes and without a front end."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from validicom.reference.engine import ReferenceReport, check_parsed
from validicom.reference.model import DataSet, Element, Item, Parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Tag, VR, and a value or Items (each a list of the same).
Made: TypeAlias = "tuple[int, str, bytes | Sequence[Sequence[Made]]]"

CT = b"1.2.840.10008.5.1.4.1.1.2\0"


def fill(owner: DataSet, made: Sequence[Made], depth: int = 0) -> None:
    """Puts Elements into a data set, as read from Explicit VR Little Endian."""
    for tag, vr, content in made:
        occurrence = 1 + sum(element.tag == tag for element in owner.elements)
        element = Element(tag, vr, vr, owner, depth=depth, occurrence=occurrence, raw=True, at=0, implicit=vr == "--")
        if isinstance(content, bytes):
            element.value, element.length = content, len(content)
        else:
            for number, inner in enumerate(content, 1):
                item = Item(sequence=element, number=number, raw=True, at=0)
                fill(item, inner, depth + 1)
                element.items.append(item)
        owner.elements.append(element)


def parsed(root: Sequence[Made], meta: Sequence[Made] = (), kind: str = "part10") -> Parsed:
    """A file of these Elements."""
    made = Parsed(kind, encoding="explicit-little")
    fill(made.meta, meta)
    fill(made.root, root)
    return made


def check(root: Sequence[Made], code: str, *, edition: str | None = None, kind: str = "part10") -> ReferenceReport:
    """The report of one rule (or of a family) at every level."""
    levels = ("error", "warning", "info", "undetermined")
    return check_parsed(parsed(root, kind=kind), select=code, levels=levels, edition=edition)


def found(root: Sequence[Made], code: str, *, edition: str | None = None) -> list[tuple[str, str | None, str]]:
    """Severity, module and path of what one rule says."""
    return [(f.severity, f.module, f.path) for f in check(root, code, edition=edition).findings]

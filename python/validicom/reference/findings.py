"""Raw findings of the rules, and how they become the findings of a report: folded, ordered, named.

One finding is a code, a severity and a place with what the Standard demands there; equal faults in many Items are one
finding with a count, which keeps the first place.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from validicom.reference.model import Element, Path

LEVELS: Final = ("error", "warning", "info", "undetermined")


@dataclass(frozen=True, slots=True)
class Raw:
    """What a rule says of one place."""

    severity: str
    place: Path
    at: int | None = None
    detail: Mapping[str, str | int] = field(default_factory=dict)
    module: str | None = None
    observed: int | None = None
    value_number: int | None = None
    count: int = 1
    #: The failing value, shown only if asked for.
    value: str | None = field(default=None, repr=False)
    #: The Element that it is about, whose value is shown where the rule does not say which.
    element: Element | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of a report."""

    code: str
    severity: str
    #: Text of the place, with the keywords of the edition.
    path: str
    #: (tag, occurrence, Item) from the root.
    place: Path = field(repr=False)
    module: str | None
    detail: Mapping[str, str | int] = field(hash=False)
    observed: int | None
    value_number: int | None
    count: int
    at: int | None
    edition: str
    value: str | None = field(default=None, repr=False)


def detail_text(detail: Mapping[str, str | int]) -> str:
    """The detail as one text, by which findings are ordered and told apart: `name=value`, sorted by name."""
    return " ".join(f"{name}={detail[name]}" for name in sorted(detail))


def fold(found: Iterable[tuple[str, Raw]]) -> list[tuple[str, Raw]]:
    """Raw findings that differ by Item numbers only become one: counts summed, the first place kept."""
    order: dict[tuple[object, ...], tuple[str, Raw]] = {}
    counts: dict[tuple[object, ...], int] = {}
    for code, raw in found:
        place = tuple((tag, min(occurrence, 2), item != 0) for tag, occurrence, item in raw.place)
        key = (code, raw.severity, detail_text(raw.detail), raw.module, place)
        first = order.setdefault(key, (code, raw))[1]
        if first is not raw and raw.place < first.place:
            order[key] = (code, raw)
        counts[key] = counts.get(key, 0) + raw.count
    return [
        (code, dataclasses.replace(raw, count=counts[key]))
        for key, (code, raw) in order.items()
    ]  # fmt: skip


def sort_key(found: tuple[str, Raw]) -> tuple[object, ...]:
    """Place, code, value number, severity, detail: the same for all front ends, hence no offset.

    What is equal in all of them stays in the order in which it was found (modules: in that of the IOD).
    """
    code, raw = found
    return (raw.place, code, raw.value_number or 0, LEVELS.index(raw.severity), detail_text(raw.detail))


def path_text(place: Path, keyword: Callable[[int], str | None]) -> str:
    """`PerFrameFunctionalGroupsSequence[3].PixelMeasuresSequence[1].SliceThickness`, by the keywords of an edition."""
    return ".".join(
        (keyword(tag) or f"({tag >> 16:04X},{tag & 0xFFFF:04X})")
        + (f"#{occurrence}" if occurrence > 1 else "")
        + (f"[{item}]" if item else "")
        for tag, occurrence, item in place
    )


def shown(value: str, most: int = 64) -> str:
    """A value as a report may show it: at most 64 characters without what pads it, control characters escaped."""
    cut = value.rstrip(" \0")[:most]
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)

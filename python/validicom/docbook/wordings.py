"""Conditions: where a description states one, its id, and whether the wording is one that was read already.

A condition's id is a digest of its words, so that an edition that keeps a sentence keeps its expression. A wording that
is not known goes through a small reader of patterns, which understands few sentences wholly and leaves the rest unread.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from . import shipped
from .markup import BULLET

if TYPE_CHECKING:
    from collections.abc import Iterator

_START: Final = re.compile(r"(?:Only required|Required|Shall be present|Shall not be present|If required)\b")
_GOES_ON: Final = re.compile(
    r"(?:May|Shall|It (?:shall|may)|Otherwise|Required|Only required|This Attribute (?:shall|may)|"
    r"Not (?:required|permitted|allowed)|Is (?:required|permitted)|If )\b"
)
_SENTENCES: Final = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
_QUOTES: Final = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2212", "''\"\"--")

#: No condition that is known has more.
_MOST_SENTENCES: Final = 12
#: Terms that later editions write with a capital.
_TERMS: Final = re.compile(r"\b(?:attributes?|instances?|patients?|series|modules?)\b")

#: What is said of an Attribute: its name, its Tag.
_NAME: Final = (
    r"(?:the )?(?:[Vv]alue of )?(?P<name>[A-Z0-9][^,;.()]*(?: \([A-Za-z]+\))?) \((?P<tag>[0-9A-F]{4},[0-9A-F]{4})\)"
)
_VALUE: Final = r"[A-Z0-9][A-Z0-9_]*"
_LIST: Final = rf"(?P<values>{_VALUE}(?:(?:, or |, | or ){_VALUE})*)"
_ATOMS: Final = (
    (re.compile(rf"{_NAME} is present"), "present({k})"),
    (re.compile(rf"{_NAME} is (?:not present|absent)"), "absent({k})"),
    (re.compile(rf"{_NAME}(?: has a [Vv]alue of| has the [Vv]alue| equals| is| is equal to) {_LIST}"), "{k} in {v}"),
    (re.compile(rf"{_NAME},? [Vv]alue (?P<n>[1-9])(?: has a [Vv]alue of| equals| is) {_LIST}"), "{k}[{n}] in {v}"),
    (re.compile(rf"[Vv]alue (?P<n>[1-9]) of {_NAME}(?: has a [Vv]alue of| equals| is) {_LIST}"), "{k}[{n}] in {v}"),
    (re.compile(rf"{_NAME}(?: is not| does not equal| is other than) (?P<values>{_VALUE})"), "{k} not in {v}"),
)
#: What is said of these is said of the frame, in whichever macro it stands.
_OF_FRAMES: Final = frozenset({"FrameType", "VolumetricProperties", "VolumeBasedCalculationTechnique"})
_OTHERWISE: Final = {
    "": "unstated",
    "May be present otherwise.": "allowed",
    "It may be present otherwise.": "allowed",
    "Shall not be present otherwise.": "forbidden",
    "It shall not be present otherwise.": "forbidden",
}


def normalised(text: str) -> str:
    """The words with one space between them and plain quotes."""
    return " ".join(text.translate(_QUOTES).split())


def variants(text: str) -> Iterator[str]:
    """Yields the forms in which the same wording is printed: capitals of terms, points of lists, the last period."""
    plain = " ".join(text.split())
    for bullet in ("*", "-", ""):
        for words in (plain, normalised(plain)):
            for form in (words, _TERMS.sub(lambda term: term[0].title(), words)):
                one = " ".join(form.replace(BULLET, bullet).split())
                yield one
                yield one.removesuffix(".") if one.endswith(".") else f"{one}."
        if BULLET not in plain:
            break


def identity(text: str) -> str:
    """The id of a wording: `c` and ten digits of the SHA-1 of its words."""
    return "c" + hashlib.sha1(" ".join(text.split()).encode(), usedforsecurity=False).hexdigest()[:10]


@dataclass(slots=True)
class Wordings:
    """The wordings met so far."""

    #: Keyword by Tag and name, for the reader of patterns.
    attributes: dict[str, shipped.Row]
    known: frozenset[str] = field(
        default_factory=lambda: frozenset(row["id"] for row in shipped.rows("common/conditions.tsv"))
    )
    #: Known wordings that were met.
    met: set[str] = field(default_factory=set)
    #: Wordings that are new: id to words, and where.
    new: dict[str, str] = field(default_factory=dict)
    used: dict[str, list[str]] = field(default_factory=dict)
    #: Those that a whole Module or macro depends on: no pattern is sure enough for it.
    weighty: set[str] = field(default_factory=set)

    def use(self, text: str, where: str, *, weighty: bool = False) -> str:
        """The id of a wording, which is noted."""
        for candidate in variants(text):
            if (key := identity(candidate)) in self.known:
                self.met.add(key)
                return key
        words = normalised(text.replace(BULLET, "*"))
        key = identity(words)
        self.new[key] = words
        self.used.setdefault(key, []).append(where)
        if weighty:
            self.weighty.add(key)
        return key

    def of_usage(self, text: str, where: str) -> str:
        """The id of the condition of a usage such as `C - Required if ...`, empty if it states none."""
        words = re.sub(r"^[MCU]\s*[-\u2013\u2014:.]?\s*", "", text).strip()
        return self.use(words, where, weighty=True) if words else ""

    def of_description(self, blocks: list[str], where: str) -> str:
        """The id of the condition that the paragraphs of a description state, empty if none does."""
        for place, block in enumerate(blocks):
            sentences = _SENTENCES.split(block)
            for number, sentence in enumerate(sentences):
                if not _START.match(sentence):
                    continue
                found = [sentence]
                rest = sentences[number + 1 :]
                while rest and _GOES_ON.match(rest[0]):
                    found.append(rest.pop(0))
                if not rest:
                    for later in blocks[place + 1 :]:
                        if found[-1].rstrip().endswith(":") or _GOES_ON.match(later):
                            found.append(later)
                        else:
                            break
                return self._closest(found, where)
        return ""

    def _knows(self, text: str) -> bool:
        return any(identity(candidate) in self.known for candidate in variants(text))

    def _closest(self, sentences: list[str], where: str) -> str:
        whole = " ".join(sentences)
        if len(sentences) > 1 and not self._knows(whole):
            # What follows may be of something else; but what may be present otherwise always belongs to it.
            for end in range(min(len(sentences) - 1, _MOST_SENTENCES), 0, -1):
                if any("otherwise" in s.casefold() or "shall not" in s.casefold() for s in sentences[end:]):
                    break
                if self._knows(" ".join(sentences[:end])):
                    whole = " ".join(sentences[:end])
                    break
        return self.use(whole, where)

    def expression(self, key: str) -> tuple[str, str, str]:
        """What a new wording is read as: `required`, `otherwise`, and a note."""
        read = None if key in self.weighty else read_pattern(self.new[key], self.attributes)
        return (read[0], read[1], "read by pattern") if read else ("unread", "unstated", "unread new wording")


def read_pattern(text: str, attributes: dict[str, shipped.Row]) -> tuple[str, str] | None:
    """A condition of a form that says one thing only; none for any other.

    Names and Tags have to be those of the dictionary; `and` and `or` are not mixed.
    """
    first, _, rest = text.partition(". ")
    otherwise = _OTHERWISE.get(rest.strip()) if rest else "unstated"
    inner = re.fullmatch(r"Required,? if (?:either )?(.*?)\.?", first)
    if otherwise is None or inner is None:
        return None
    words = inner[1]
    if "may be present otherwise" in words:
        words, _, tail = words.partition(", may be present otherwise")
        if tail or otherwise != "unstated":
            return None
        otherwise = "allowed"
    whole = _atom(words, attributes)
    if whole is not None:
        return whole, otherwise
    for word in ("and", "or"):
        parts = re.split(rf",? {word} (?=(?:the )?(?:[Vv]alue )?[A-Z])", words)
        atoms = [_atom(part, attributes) for part in parts]
        if len(parts) > 1 and all(atoms):
            return f" {word} ".join(atom for atom in atoms if atom), otherwise
    return None


def _atom(text: str, attributes: dict[str, shipped.Row]) -> str | None:
    for pattern, form in _ATOMS:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        row = attributes.get(found["tag"].replace(",", ""))
        if row is None or row["name"] != found["name"] or not row["keyword"]:
            continue
        if row["vr"] == "SQ":
            # Where a Sequence is meant to stand is seldom said.
            return None
        keyword = f"frame.{row['keyword']}" if row["keyword"] in _OF_FRAMES else row["keyword"]
        groups = found.groupdict()
        values = re.split(r", or |, | or ", groups.get("values") or "")
        return form.format(k=keyword, n=groups.get("n"), v="{" + ", ".join(values) + "}")
    return None

"""`explain` and `standard`: the rules, and the facts of the Standard that the checks go by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from .errors import OptionError, UnknownNameError
from .messages import Rule, rule, rules

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Attribute", "Attributes", "Iod", "IodModule", "Module", "ModuleAttribute", "Standard", "editions", "explain", "standard"]

TAG: Final = re.compile(r"\(?([0-9A-Fa-f]{4}),?\s*([0-9A-Fa-f]{4})\)?")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A row of the data dictionary (PS3.6 6)."""

    tag: str
    keyword: str
    name: str
    vr: str
    vm: str
    is_retired: bool
    edition: str


@dataclass(frozen=True, slots=True)
class IodModule:
    """A Module of an IOD, with its usage there: `M`, `C` or `U`."""

    module: str
    usage: str


@dataclass(frozen=True, slots=True)
class Iod:
    """A composite IOD (PS3.3 A) and the SOP Classes that it is of."""

    id: str
    name: str
    sop_class_uids: tuple[str, ...]
    modules: tuple[IodModule, ...]


@dataclass(frozen=True, slots=True)
class ModuleAttribute:
    """A row of a Module: an Attribute, where it stands in the Module, and its Type (`1`, `1C`, `2`, `2C`, `3`)."""

    path: str
    keyword: str
    type: str


@dataclass(frozen=True, slots=True)
class Module:
    """A Module (PS3.3 C)."""

    id: str
    name: str


class Attributes(Mapping[str, Attribute]):
    """The data dictionary of an edition, by keyword; `get` and `[]` also take a Tag such as `(0010,0010)`."""

    def __init__(self, edition: str) -> None:
        self._edition = edition

    @cached_property
    def _keywords(self) -> dict[str, Attribute]:
        from . import _native

        return {row[1]: _attribute(row, self._edition) for row in _native.attributes(self._edition) if row[1]}

    def __getitem__(self, name: str) -> Attribute:
        from . import _native

        tag = _tag(name)
        row = _native.attribute(self._edition, keyword=None if tag is not None else name, tag=tag)
        if row is None:
            raise KeyError(name)
        return _attribute(row, self._edition)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keywords)

    def __len__(self) -> int:
        return len(self._keywords)

    def __repr__(self) -> str:
        return f"<Attributes of {self._edition}>"


class Standard:
    """The facts of one edition of the Standard."""

    def __init__(self, edition: str) -> None:
        self.edition = edition
        """The name of the edition, such as `2025e`."""

    @cached_property
    def attributes(self) -> Attributes:
        """The data dictionary, by keyword or Tag."""
        return Attributes(self.edition)

    def __repr__(self) -> str:
        return f"Standard({self.edition!r})"


def _attribute(row: tuple[int, str, str, str, str, bool], edition: str) -> Attribute:
    tag, keyword, name, vr, vm, is_retired = row
    return Attribute(f"({tag >> 16:04X},{tag & 0xFFFF:04X})", keyword, name, vr, vm, is_retired, edition)


def _tag(text: str) -> int | None:
    match = TAG.fullmatch(text.strip())
    return None if match is None else int(match[1] + match[2], 16)


def editions() -> tuple[str, ...]:
    """The names of the editions that are built in, oldest first; the last is the default."""
    from . import _native

    return tuple(_native.editions())


@lru_cache(maxsize=8)
def standard(edition: str | None = None) -> Standard:
    """The facts of an edition, by default the newest.

    Raises
    ------
    OptionError
        If there is no such edition.
    """
    known = editions()
    if edition is not None and edition not in known:
        raise OptionError(f"edition: {edition!r} is not one of {', '.join(known)}")
    return Standard(edition or known[-1])


def explain(name: str, *, edition: str | None = None) -> Rule | Attribute:
    """What is known of a code or name of a rule (`A101`, `type-1-missing`), or of a keyword or Tag of an Attribute.

    Raises
    ------
    UnknownNameError
        If it is neither.
    OptionError
        If there is no such edition.
    """
    facts = standard(edition)
    if name.upper() in rules():
        return rule(name.upper())
    for known in rules().values():
        if known.name == name:
            return known
    found = facts.attributes.get(name)
    if found is None:
        raise UnknownNameError(f"{name!r} is no code or name of a rule, and no keyword or Tag of {facts.edition}")
    return found

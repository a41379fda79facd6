"""`explain` and `standard`: the rules, and the facts of the Standard that the checks go by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .errors import UnknownNameError
from .messages import Rule, rule, rules
from .outside import Outside, native, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .outside import EditionName

__all__ = [
    "Attribute",
    "Attributes",
    "Fact",
    "Iod",
    "IodModule",
    "Module",
    "ModuleAttribute",
    "Standard",
    "editions",
    "explain",
    "outside_facts",
    "standard",
]

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
class Fact:
    """A fact of the world that no data set tells and that conditions ask for: say it by `facts=` or `--fact`."""

    name: str
    sentence: str
    """When it holds."""
    demands: int
    """How many rows of tables, and Modules and functional group macros of IODs, it bears on."""


@dataclass(frozen=True, slots=True)
class IodModule:
    """A Module or functional group macro as an IOD uses it."""

    module: str
    """Its identifier, such as `general-series`."""
    usage: str
    """`M` mandatory, `C` conditional, `U` user optional."""
    table: str
    """The label of its table in PS3.3."""
    entity: str
    """The Information Entity of a Module; empty for a macro."""


@dataclass(frozen=True, slots=True)
class Iod:
    """A composite IOD (PS3.3 A) and the SOP Classes that it is of."""

    id: str
    name: str
    sop_class_uids: tuple[str, ...]
    modules: tuple[IodModule, ...]
    macros: tuple[IodModule, ...]
    """Functional group macros, if it is a multi-frame IOD that has them."""
    edition: str
    _of: str | Outside = field(repr=False, compare=False)

    @property
    def attributes(self) -> tuple[ModuleAttribute, ...]:
        """What its Modules say of the Attributes of the root data set, by Tag."""
        from . import _native

        known = _standard(self._of).attributes
        return tuple(
            ModuleAttribute(tag, found.keyword if (found := known.get(tag)) else "", module, attribute_type)
            for number, module, attribute_type in _native.iod_attributes(native(self._of), self.id)
            for tag in [f"({number >> 16:04X},{number & 0xFFFF:04X})"]
        )


@dataclass(frozen=True, slots=True)
class ModuleAttribute:
    """What a Module says of an Attribute of the root: its Type (`1`, `1C`, `2`, `2C`, `3`)."""

    tag: str
    keyword: str
    module: str
    type: str


@dataclass(frozen=True, slots=True)
class Module:
    """A Module (PS3.3 C) and the IODs that use it."""

    id: str
    table: str
    iods: tuple[str, ...]
    edition: str
    _of: str | Outside = field(repr=False, compare=False)

    @property
    def attributes(self) -> tuple[ModuleAttribute, ...]:
        """What it says of the Attributes of the root data set, by Tag."""
        iod = _standard(self._of).iods[self.iods[0]]
        return tuple(row for row in iod.attributes if row.module == self.id)


class Attributes(Mapping[str, Attribute]):
    """The data dictionary of an edition, by keyword; `get` and `[]` also take a Tag such as `(0010,0010)`."""

    def __init__(self, edition: str | Outside) -> None:
        self._of = edition
        self._edition = _name(edition)

    @cached_property
    def _keywords(self) -> dict[str, Attribute]:
        from . import _native

        return {row[1]: _attribute(row, self._edition) for row in _native.attributes(native(self._of)) if row[1]}

    def __getitem__(self, name: str) -> Attribute:
        from . import _native

        tag = _tag(name)
        row = _native.attribute(native(self._of), keyword=None if tag is not None else name, tag=tag)
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

    def __init__(self, edition: str | Outside) -> None:
        self._of = edition
        self.edition = _name(edition)
        """The name of the edition, such as `2025e`."""

    @cached_property
    def attributes(self) -> Attributes:
        """The data dictionary, by keyword or Tag."""
        return Attributes(self._of)

    @cached_property
    def iods(self) -> Mapping[str, Iod]:
        """The composite IODs by identifier, such as `ct-image`."""
        from . import _native

        def usages(rows: list[tuple[str, str, str, str]]) -> tuple[IodModule, ...]:
            return tuple(IodModule(*row) for row in rows)

        rows = _native.iods(native(self._of))
        found = {
            iod: Iod(iod, name, tuple(sorted(uids)), usages(modules), usages(macros), self.edition, self._of)
            for iod, name, uids, modules, macros in rows
        }
        return MappingProxyType(found)

    @cached_property
    def modules(self) -> Mapping[str, Module]:
        """The Modules of all IODs by identifier."""
        tables: dict[str, str] = {}
        users: dict[str, list[str]] = {}
        for iod in self.iods.values():
            for usage in iod.modules:
                tables[usage.module] = usage.table
                users.setdefault(usage.module, []).append(iod.id)
        found = {
            name: Module(name, tables[name], tuple(users[name]), self.edition, self._of) for name in sorted(tables)
        }
        return MappingProxyType(found)

    def iod_of(self, sop_class_uid: str) -> Iod | None:
        """The IOD of a SOP Class, if this edition has one."""
        return next((iod for iod in self.iods.values() if sop_class_uid in iod.sop_class_uids), None)

    def __repr__(self) -> str:
        return f"Standard({self.edition!r})"


def _name(edition: str | Outside) -> str:
    return edition.name if isinstance(edition, Outside) else edition


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


def standard(edition: EditionName | None = None) -> Standard:
    """The facts of an edition by name, or by the path of one from elsewhere (a pack, or a folder of tables).

    By default the newest that is built in.

    Raises
    ------
    OptionError
        If there is no such edition (`EditionError` if there is none at a path).

    """
    return _standard(resolve(edition) or editions()[-1])


@lru_cache(maxsize=8)
def _standard(edition: str | Outside) -> Standard:
    return Standard(edition)


def outside_facts(edition: EditionName | None = None) -> tuple[Fact, ...]:
    """The facts of the world that conditions of an edition ask for; those that bear on most demands first.

    Errors: `OptionError` if there is no such edition.
    """
    from . import _native

    listed = (Fact(*row) for row in _native.facts(native(resolve(edition))))
    return tuple(sorted(listed, key=lambda fact: (-fact.demands, fact.name)))


def explain(name: str, *, edition: EditionName | None = None) -> Rule | Attribute:
    """What is known of a code or name of a rule (`A101`, `type-1-missing`), or of a keyword or Tag of an Attribute.

    Raises
    ------
    UnknownNameError
        If it is neither.
    OptionError
        If there is no such edition.
    TypeError
        If the name is no str.

    """
    if not isinstance(name, str):
        raise TypeError(f"cannot explain an object of type {type(name).__name__}: expected a str")
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

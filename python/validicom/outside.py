"""Editions of the Standard from elsewhere: packs, and the folders of tables that they are made of.

A folder of tables holds one edition and has its name. It has the tables of `rust/standard/data/<edition>`, as the
README there describes them, and may have tables of `common`: each takes the place of the one that the package brings
along, but the rows of `conditions.tsv` are added, and replace those of the same id.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, Union

from .errors import EditionError, OptionError

if TYPE_CHECKING:
    from pathlib import Path

    from . import _native

__all__ = ["EditionName", "Outside", "common_folder", "load", "native", "pack", "resolve"]

EditionName: TypeAlias = Union[str, "os.PathLike[str]"]
"""`2025e` and its like, or the path of a pack or of a folder of tables."""

MOST_BYTES: Final = 256 << 20
"""A longer file is no pack."""


@dataclass(frozen=True, slots=True)
class Outside:
    """An edition from elsewhere, as it was found at a path; equal ones have equal packs."""

    path: str
    is_folder: bool
    name: str
    digest: str
    native: _native.Edition = field(repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.path, self.digest)


def common_folder() -> Path:
    """Where the package has the tables of all editions; those of each shipped one are in the folders beside it."""
    from .reference.facts import folder

    return folder() / "common"


def pack(folder: str | os.PathLike[str], out: str | os.PathLike[str] | None = None) -> bytes:
    """Make the pack of an edition from its folder of tables, and write it to a file if one is named.

    The name of the edition is that of the folder, such as `2026a`: letters, digits, `.`, `_`, `-`, at most 32.
    Rows of `common` about Attributes that the edition lacks are left out; what its own tables name must be there.

    Raises
    ------
    EditionError
        If the tables do not hold together. Its `kind` is `missing-file`, `unreadable-file`, `malformed-table`,
        `dangling-reference` (a table, row, IOD, UID or Tag that is not there), `unknown-keyword`, `cycle` (a table that
        leads back to itself and is not in `recursions.tsv`), `too-large`, or `damaged-pack` (tables that contradict
        each other where only the pack shows it); its text says which table and row.
    OSError
        If the file cannot be written.

    """
    from . import _native

    try:
        made = _native.pack(os.fsencode(os.path.abspath(folder)), os.fsencode(common_folder()))
    except ValueError as error:
        raise _refused(error, os.fsdecode(folder)) from None
    if out is not None:
        with open(out, "wb") as file:  # noqa: PTH123
            file.write(made)
    return made


def load(data: bytes, name: str = "pack") -> _native.Edition:
    """Load a pack; `name` is what a message calls it.

    Raises
    ------
    EditionError
        If the bytes are no pack that this version reads: `kind` is `not-a-pack`, `other-version` or `damaged-pack`.

    """
    from . import _native

    try:
        return _native.Edition(data)
    except ValueError as error:
        raise _refused(error, name) from None


def resolve(edition: EditionName | Outside | None) -> str | Outside | None:
    """An edition as it was named: a shipped one by its name, another by the path of a pack or a folder of tables.

    The name of a shipped edition is never taken for a path; `./2025e` is one.

    Raises
    ------
    EditionError
        If there is no edition at the path.
    OptionError
        If it is neither a name nor the path of anything.

    """
    if edition is None or isinstance(edition, Outside):
        return edition
    from . import _native

    if isinstance(edition, str) and edition in _native.editions():
        return edition
    if not isinstance(edition, (str, os.PathLike)):
        raise OptionError(f"edition: expected a name or a path, not an object of type {type(edition).__name__}")
    given = os.fsdecode(edition)
    path = os.path.abspath(given)
    try:
        if not given or "\0" in given:
            raise FileNotFoundError
        return _found(path, *_stamp(path))
    except FileNotFoundError:
        known = ", ".join(_native.editions())
        raise OptionError(f"edition: {given!r} is not one of {known}, and there is no such file") from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise EditionError("unreadable-file", f"edition: {given}: {why}") from None


def native(edition: str | Outside | None) -> str | _native.Edition | None:
    """An edition as the core takes it."""
    return edition.native if isinstance(edition, Outside) else edition


def loaded(name: str) -> _native.Edition | None:
    """The last edition of this name that was loaded from a path."""
    return _by_name.get(name)


_by_name: dict[str, _native.Edition] = {}


def _stamp(path: str) -> tuple[bool, tuple[Any, ...]]:
    """Whether it is a folder, and what tells that nothing in it has changed."""
    about = os.stat(path)  # noqa: PTH116
    if not stat.S_ISDIR(about.st_mode):
        return False, (about.st_ino, about.st_size, about.st_mtime_ns)
    with os.scandir(path) as entries:
        tables = sorted((entry.name, entry.stat()) for entry in entries if entry.name.endswith(".tsv"))
    return True, tuple((name, one.st_ino, one.st_size, one.st_mtime_ns) for name, one in tables)


@lru_cache(maxsize=16)
def _found(path: str, is_folder: bool, _unchanged: tuple[Any, ...]) -> Outside:
    loaded = load(pack(path) if is_folder else _read(path), path)
    _by_name[loaded.name] = loaded
    return Outside(path, is_folder, loaded.name, loaded.digest, loaded)


def _again(path: str, digest: str) -> Outside:
    found = _found(path, *_stamp(path))
    if found.digest != digest:
        raise EditionError("changed", f"edition: {path}: it is no longer the one that was meant")
    return found


def _read(path: str) -> bytes:
    # Not blocked by a FIFO, nor filled by what has no end.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:  # noqa: PTH123
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise EditionError("unreadable-file", f"edition: {path}: not a regular file")
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise EditionError("too-large", f"edition: {path}: more than {MOST_BYTES} bytes")
    return data


def _refused(error: ValueError, name: str) -> EditionError:
    kind, text = error.args
    return EditionError(kind, f"edition: {name}: {text}")

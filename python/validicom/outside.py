"""Editions of the Standard from elsewhere: packs, and the folders of tables that they are made of.

A folder of tables holds one edition and has its name. It has the tables of `rust/standard/data/<edition>`, as the README
there describes them, and may have tables of `common` (which the package brings along) in their place: such a table replaces
that of the package, but the rows of `conditions.tsv` are added to it, and replace those of the same id.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import EditionError

if TYPE_CHECKING:
    from . import _native

__all__ = ["common_folder", "load", "pack"]


def common_folder() -> Path:
    """Where the tables of all editions are that the package brings along; `<edition>` beside it has those of an edition."""
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

    source = Path(os.path.abspath(folder))
    try:
        made = _native.pack(os.fsencode(source), os.fsencode(common_folder()))
    except ValueError as error:
        raise _refused(error, folder) from None
    if out is not None:
        Path(out).write_bytes(made)
    return made


def load(data: bytes, name: str | os.PathLike[str] = "pack") -> _native.Edition:
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


def _refused(error: ValueError, name: str | os.PathLike[str]) -> EditionError:
    kind, text = error.args
    return EditionError(kind, f"edition: {os.fsdecode(name)}: {text}")

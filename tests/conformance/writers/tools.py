"""What the writers share: running a program, and saying that one is not there."""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable

Write = Callable[[pathlib.Path], object]


class NotHad(Exception):
    """A writer that is not there, or that made nothing; the text says why."""


def program(name: str) -> str:
    """Where a program is: beside this Python, or on the path.

    Raises
    ------
    NotHad
        If there is none.
    """
    own = pathlib.Path(sys.executable).parent / name
    found = str(own) if own.exists() else shutil.which(name)
    if found is None:
        raise NotHad(f"no program {name}")
    return found


def run(name: str, *arguments: object, cwd: pathlib.Path | None = None) -> None:
    """Runs a program.

    Raises
    ------
    NotHad
        If it is not there or fails.
    """
    done = subprocess.run(
        [program(name), *map(str, arguments)],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise NotHad(f"{name}: {done.stdout.decode(errors='replace').strip()[-300:]}")


def only(folder: pathlib.Path, to: pathlib.Path, pattern: str = "*") -> None:
    """Moves the first file (by name) that a program left below `folder`.

    Raises
    ------
    NotHad
        If there is none.
    """
    files = sorted(path for path in folder.rglob(pattern) if path.is_file())
    if not files:
        raise NotHad("it wrote nothing")
    shutil.move(files[0], to)

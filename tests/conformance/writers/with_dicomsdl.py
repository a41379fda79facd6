"""dicomsdl: images written again."""

from __future__ import annotations

import pathlib

import dicomsdl

from . import sources, tools

NAME = "dicomsdl"
NEEDS = "pip: dicomsdl"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    files = {
        "ct": sources.save(sources.ct(1), work / "ct")[0],
        "slide": sources.save([sources.slide()], work / "slide")[0],
        "pet": sources.save(sources.pet(1), work / "pet")[0],
    }

    def again(path: pathlib.Path, kind: str) -> None:
        made = dicomsdl.open(str(files[kind]))
        made.saveToFile(str(path))

    return {
        "ct": lambda path: again(path, "ct"),
        "slide": lambda path: again(path, "slide"),
        "pet": lambda path: again(path, "pet"),
    }

"""odil: images in other Transfer Syntaxes and a directory."""

from __future__ import annotations

import pathlib
import shutil

from . import sources, tools

NAME = "odil"
NEEDS = "Debian: odil"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("odil")
    ct = sources.save(sources.ct(), work / "set" / "CT")
    slide = sources.save([sources.slide()], work / "slide")[0]

    def directory(path: pathlib.Path) -> None:
        media = work / "media"
        media.mkdir()
        for number, image in enumerate(ct):
            shutil.copy(image, media / f"I{number}")
        tools.run("odil", "dicomdir", *(f"I{number}" for number in range(len(ct))), media, cwd=media)
        tools.only(media, path, "DICOMDIR")

    return {
        "implicit": lambda path: tools.run("odil", "transcode", "-t", "ImplicitVRLittleEndian", ct[0], path),
        "explicit": lambda path: tools.run("odil", "transcode", "-t", "ExplicitVRLittleEndian", slide, path),
        "directory": directory,
    }

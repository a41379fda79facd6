"""dicom-maker: sample studies."""

from __future__ import annotations

import contextlib
import pathlib

from . import tools

NAME = "dicom_maker"
NEEDS = "pip: dicom-maker"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("dicom-maker")

    def study(path: pathlib.Path, modality: str, part: str) -> None:
        out = work / modality
        with contextlib.suppress(tools.NotHad):  # it ends with code 1 when all went well
            tools.run("dicom-maker", "--output-dir", out, "--modality", modality, "--body-part", part)
        tools.only(out, path)

    return {
        "ct": lambda path: study(path, "CT", "CHEST"),
        "mr": lambda path: study(path, "MR", "BRAIN"),
        "us": lambda path: study(path, "US", "ABDOMEN"),
        "cr": lambda path: study(path, "CR", "CHEST"),
    }

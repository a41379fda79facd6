"""(X)MedCon: images of pictures and volumes."""

from __future__ import annotations

import pathlib

from . import sources, tools

NAME = "medcon"
NEEDS = "Debian: medcon"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("medcon")
    picture = sources.pictures(work)
    files = {
        "nifti": sources.nifti(work / "a.nii"),
        "png": picture["gray.png"],
        "ct": sources.save(sources.ct(1), work / "ct")[0],
        "pet": sources.save(sources.pet(1), work / "pet")[0],
    }

    def convert(path: pathlib.Path, kind: str, *options: str) -> None:
        tools.run("medcon", "-w", "-c", "dicom", *options, "-o", path.with_suffix(""), "-f", files[kind])

    return {
        "nifti": lambda path: convert(path, "nifti"),
        "png": lambda path: convert(path, "png"),
        "ct": lambda path: convert(path, "ct"),
        "pet": lambda path: convert(path, "pet"),
        "nifti_8": lambda path: convert(path, "nifti", "-b8"),
        "nifti_big": lambda path: convert(path, "nifti", "-big"),
    }

"""plastimatch: CT images, RT Structure Set and RT Dose of volumes."""

from __future__ import annotations

import pathlib

from . import sources, tools

NAME = "plastimatch"
NEEDS = "Debian: plastimatch"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("plastimatch")
    sources.save(sources.ct(), work / "ct")
    labels, numbers = sources.nrrd(work / "labels.nrrd", "labels"), sources.nrrd(work / "numbers.nrrd", "numbers")

    def convert(path: pathlib.Path, pattern: str, *arguments: object) -> None:
        out = work / f"out{path.stem}"
        tools.run("plastimatch", "convert", *arguments, "--output-dicom", out)
        tools.only(out, path, pattern)

    return {
        "image": lambda path: convert(path, "image*", "--input", numbers),
        "image_mr": lambda path: convert(path, "image*", "--input", numbers, "--modality", "MR"),
        "image_of_ct": lambda path: convert(path, "image*", "--input", work / "ct"),
        "structures": lambda path: convert(path, "rtss*", "--input-ss-img", labels),
        "structures_of_ct": lambda path: convert(
            path, "rtss*", "--input-ss-img", labels, "--referenced-ct", work / "ct"
        ),
        "dose": lambda path: convert(path, "dose*", "--input-dose-img", numbers),
        "dose_of_ct": lambda path: convert(
            path, "dose*", "--input-dose-img", numbers, "--referenced-ct", work / "ct", "--patient-name", "Test^Writer"
        ),
    }

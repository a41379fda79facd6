"""PixelMed: pictures, volumes and documents as images, by its command line programs."""

from __future__ import annotations

import pathlib

from . import sources, tools
from .tools import run

NAME = "pixelmed"
NEEDS = "Debian: pixelmed-apps"
SC_MULTIFRAME_TRUE_COLOR = "1.2.840.10008.5.1.4.1.1.7.4"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("ImageToDicom")
    picture = sources.pictures(work)
    pdf, nifti = sources.pdf(work / "a.pdf"), sources.nifti(work / "a.nii")
    nrrd = sources.nrrd(work / "a.nrrd", "labels")
    who = ("Test^Writer", "W1", "1", "1", "1")

    def tiff(path: pathlib.Path, *more: str) -> None:
        description = work / "tiff.json"
        description.write_text('{"top":{"PatientName":"Test^Writer","PatientID":"W1"}}', encoding="utf-8")
        out = work / "tiff"
        run("TIFFToDicom", description, picture["color.tif"], out, *more)
        tools.only(work, path, "tiff*.dcm") if not out.exists() else out.rename(path)

    return {
        "image_color": lambda path: run("ImageToDicom", picture["color.png"], path, *who),
        "image_gray": lambda path: run("ImageToDicom", picture["gray.png"], path, *who),
        "image_jpeg": lambda path: run("ImageToDicom", picture["color.jpg"], path, *who),
        "image_photo": lambda path: run("ImageToDicom", picture["color.png"], path, *who, "XC", sources.PHOTO),
        "image_sc_frames": lambda path: run(
            "ImageToDicom", picture["color.png"], path, *who, "OT", SC_MULTIFRAME_TRUE_COLOR
        ),
        "nifti": lambda path: run("NIfTI1ToDicom", nifti, path, *who),
        "nifti_mr": lambda path: run("NIfTI1ToDicom", nifti, path, *who, "MR", "1.2.840.10008.5.1.4.1.1.4.1"),
        "nrrd": lambda path: run("NRRDToDicom", nrrd, path, *who),
        "pdf": lambda path: run("PDFToDicomImage", pdf, path, *who, "72"),
        "tiff": tiff,
    }

"""PixelMed: pictures and volumes as images, series as multi-frame images, de-identified images."""

from __future__ import annotations

import pathlib

from . import sources, tools
from .tools import run

NAME = "pixelmed"
NEEDS = "Debian: pixelmed-apps"
JAR = "/usr/share/java/pixelmed.jar"
SC_MULTIFRAME_TRUE_COLOR = "1.2.840.10008.5.1.4.1.1.7.4"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("ImageToDicom")
    picture = sources.pictures(work)
    nifti = sources.nifti(work / "a.nii")
    nrrd = sources.nrrd(work / "a.nrrd", "labels")
    who = ("Test^Writer", "W1", "1", "1", "1")

    def tiff(path: pathlib.Path, *more: str) -> None:
        description = work / "tiff.json"
        description.write_text('{"top":{"PatientName":"Test^Writer","PatientID":"W1"}}', encoding="utf-8")
        out = work / "tiff"
        run("TIFFToDicom", description, picture["color.tif"], out, *more)
        tools.only(work, path, "tiff*.dcm") if not out.exists() else out.rename(path)

    series = {"ct": sources.ct(), "mr": sources.mr(), "pet": sources.pet()}

    def java(name: str, *arguments: object) -> None:
        run("java", "-cp", JAR, f"com.pixelmed.{name}", *arguments)

    def frames(path: pathlib.Path, kind: str) -> None:
        out = work / f"frames{kind}"
        out.mkdir()
        sources.save(series[kind], work / kind)
        java("dicom.MultiFrameImageFactory", work / kind, out)
        tools.only(out, path)

    def hidden(path: pathlib.Path) -> None:
        sources.save(series["ct"], work / "named")
        control = work / "control.txt"
        control.write_text("", encoding="ascii")
        out = work / "hidden"
        out.mkdir()
        java("apps.DeidentifyAndRedact", work / "named", out, control, "BLOCK", "KEEPSAFEPRIVATE")
        tools.only(out, path)

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
        **{f"frames_{kind}": lambda path, kind=kind: frames(path, kind) for kind in series},
        "deidentified": hidden,
        "tiff": tiff,
    }

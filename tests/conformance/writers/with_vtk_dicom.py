"""vtk-dicom: series of a NIfTI volume, images written again."""

from __future__ import annotations

import pathlib

from . import sources, tools

NAME = "vtk_dicom"
NEEDS = "Debian: vtk-dicom-tools"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("niftitodicom")
    ct = sources.save(sources.ct(), work / "ct")
    mr = sources.save(sources.mr(), work / "mr")
    nifti = sources.nifti(work / "a.nii")

    def volume(path: pathlib.Path, *arguments: object) -> None:
        out = work / f"out{path.stem}"
        tools.run("niftitodicom", "-s", "-o", out, *arguments)
        tools.only(out, path)

    def again(path: pathlib.Path, images: list[pathlib.Path]) -> None:
        out = work / f"again{path.stem}"
        out.mkdir()
        tools.run("dicomtodicom", "-s", "-o", out, *images)
        tools.only(out, path)

    return {
        **{
            f"nifti_{kind.lower()}": lambda path, kind=kind: volume(path, "--modality", kind, nifti)
            for kind in ("MR", "CT", "SC")
        },
        "nifti_of_ct": lambda path: volume(path, nifti, *ct),
        "nifti_of_mr": lambda path: volume(path, nifti, *mr),
        "nifti_verbatim": lambda path: volume(path, "--verbatim", nifti, *ct),
        "again_ct": lambda path: again(path, ct),
        "again_mr": lambda path: again(path, mr),
    }

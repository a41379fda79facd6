"""nifti2dicom (PyPI): volumes as series and segmentations."""

from __future__ import annotations

import json
import pathlib

import SimpleITK

from . import sources, tools

NAME = "nifti2dicom"
NEEDS = "pip: nifti2dicom, SimpleITK"
AUTOMATIC = "--kind seg --algorithm-type automatic --algorithm-name Finder --algorithm-version 1".split()


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("nifti2dicom")
    sources.save(sources.ct(), work / "ct")
    sources.save(sources.mr(), work / "mr")
    files = {}
    for kind in ("labels", "numbers"):
        image = SimpleITK.ReadImage(str(sources.nrrd(work / f"{kind}.nrrd", kind)))
        files[kind] = work / f"{kind}.nii"
        SimpleITK.WriteImage(
            image if kind == "labels" else SimpleITK.Cast(image, SimpleITK.sitkInt16), str(files[kind])
        )
    labels = work / "labels.json"
    labels.write_text(json.dumps({"1": "One", "2": "Two"}), encoding="utf-8")

    def convert(path: pathlib.Path, kind: str, reference: str, *options: str) -> None:
        out = work / f"out{path.stem}"
        tools.run("nifti2dicom", files[kind], "-d", work / reference, "-o", out, "--overwrite", *options)
        tools.only(out, path, "*.dcm")

    return {
        "image_ct": lambda path: convert(path, "numbers", "ct", "--kind", "image"),
        "image_mr": lambda path: convert(path, "numbers", "mr", "--kind", "image"),
        "seg": lambda path: convert(
            path, "labels", "ct", "--kind", "seg", "--algorithm-type", "manual", "-j", str(labels)
        ),
        "seg_automatic": lambda path: convert(path, "labels", "ct", *AUTOMATIC, "-j", str(labels)),
    }

"""SimpleITK (ITK with its GDCM): images and volumes with and without a description."""

from __future__ import annotations

import pathlib

import numpy as np
import SimpleITK

from . import sources, tools

NAME = "simpleitk"
NEEDS = "pip: SimpleITK"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    ct = sources.save(sources.ct(), work / "ct")
    del work

    def image(path: pathlib.Path, values: np.ndarray, described: dict[str, str], vector: bool = False) -> None:
        made = SimpleITK.GetImageFromArray(values, isVector=vector)
        made.SetSpacing([1.5] * 2 + [2.0] * (made.GetDimension() - 2))
        for tag, value in described.items():
            made.SetMetaData(tag, value)
        writer = SimpleITK.ImageFileWriter()
        if described:
            writer.KeepOriginalImageUIDOn()
        writer.SetFileName(str(path))
        writer.Execute(made)

    def again(path: pathlib.Path) -> None:
        read = SimpleITK.ReadImage(str(ct[0]))
        writer = SimpleITK.ImageFileWriter()
        writer.KeepOriginalImageUIDOn()
        writer.SetFileName(str(path))
        writer.Execute(read)

    gray = sources.ramp(16, 16, 1)
    named = {
        "0008|0060": "CT",
        "0008|0016": sources.CT,
        "0008|0018": sources.uid(3, 77),
        "0008|0008": "DERIVED\\SECONDARY\\AXIAL",
        "0008|0020": "20240102",
        "0008|0030": "101112",
        "0010|0010": "Test^Writer",
        "0010|0020": "W1",
        "0020|000d": sources.uid(1),
        "0020|000e": sources.uid(1, 97),
        "0020|0032": "-12\\-12\\2",
        "0020|0037": "1\\0\\0\\0\\1\\0",
        "0028|1052": "-1024",
        "0028|1053": "1",
    }
    return {
        "gray_16": lambda path: image(path, gray, {}),
        "gray_8": lambda path: image(path, (gray % 256).astype(np.uint8), {}),
        "signed": lambda path: image(path, gray.astype(np.int16), {}),
        "color": lambda path: image(path, np.repeat((gray % 256).astype(np.uint8)[..., None], 3, axis=2), {}, True),
        "volume": lambda path: image(path, np.stack([gray] * 3), {}),
        "described_ct": lambda path: image(path, gray.astype(np.int16)[None], named),
        "read_and_written": again,
    }

"""pydicom: a directory of a File-set, compressed images, and data sets read back from JSON."""

from __future__ import annotations

import pathlib

import numpy as np
import pydicom
from pydicom.fileset import FileSet
from pydicom.uid import ImplicitVRLittleEndian, RLELossless

from . import sources, tools

NAME = "pydicom"
NEEDS = "pip: pydicom"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    everything = [*sources.ct(), *sources.mr(), sources.photo(), *(sources.slide(level) for level in range(3))]

    def directory(path: pathlib.Path) -> None:
        files = FileSet()
        files.ID = "SET"
        for image in everything:
            files.add(image)
        files.write(work / "set")
        (work / "set" / "DICOMDIR").rename(path)

    def compressed(path: pathlib.Path) -> None:
        image = sources.ct(1)[0]
        image.compress(RLELossless, generate_instance_uid=False)
        image.save_as(path, enforce_file_format=True)

    def json(path: pathlib.Path) -> None:
        image = sources.ct(1)[0]
        again = pydicom.Dataset.from_json(image.to_json())
        again.file_meta = image.file_meta
        again.save_as(path, enforce_file_format=True)

    def frames(path: pathlib.Path) -> None:
        image = sources.ct(1)[0]
        image.set_pixel_data(sources.ramp(16, 16, 3).astype(np.uint16), "MONOCHROME2", 12)
        image.save_as(path, enforce_file_format=True)

    def implicit(path: pathlib.Path) -> None:
        image = sources.ct(1)[0]
        image.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
        image.save_as(path, enforce_file_format=True)

    return {
        "directory": directory,
        "compress_rle": compressed,
        "from_json": json,
        "set_pixel_data": frames,
        "implicit": implicit,
    }

"""rt-utils: RT Structure Sets of masks."""

from __future__ import annotations

import pathlib

import numpy as np
from rt_utils import RTStructBuilder

from . import sources, tools

NAME = "rt_utils"
NEEDS = "pip: rt-utils"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    sources.save(sources.ct(), work / "ct")
    mask = np.zeros((16, 16, 4), bool)
    mask[4:9, 4:9, 1:3] = True

    def structures(path: pathlib.Path, count: int, **options: object) -> None:
        made = RTStructBuilder.create_new(dicom_series_path=str(work / "ct"))
        for number in range(count):
            made.add_roi(mask=np.roll(mask, number, axis=1), color=[255, 0, number], name=f"ROI {number}", **options)
        made.save(str(path))

    return {
        "none": lambda path: structures(path, 0),
        "one": lambda path: structures(path, 1),
        "three": lambda path: structures(path, 3),
        "approximated": lambda path: structures(path, 1, approximate_contours=True, use_pin_hole=True),
    }

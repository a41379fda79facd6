"""wsidicomizer and wsidicom: whole slide images of tiled TIFFs, and slides saved again."""

from __future__ import annotations

import pathlib

import numpy as np
import tifffile
from wsidicom import WsiDicom
from wsidicomizer import WsiDicomizer

from . import sources, tools

NAME = "wsidicom"
NEEDS = "pip: wsidicomizer"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    slides = work / "slides"
    sources.save([sources.slide(level) for level in range(3)], slides)
    tiff = work / "slide.svs"
    values = np.zeros((512, 512, 3), np.uint8)
    values[..., 0] = np.arange(512)[None, :] // 2
    with tifffile.TiffWriter(tiff, bigtiff=False) as writer:
        note = "Aperio Image Library v1\n512x512 [0,0 512x512] (256x256) JPEG/RGB Q=70|AppMag = 20|MPP = 0.5"
        options = {"photometric": "rgb", "tile": (256, 256), "compression": "jpeg", "metadata": None}
        writer.write(values, description=note, **options)
        writer.write(values[::8, ::8].copy(), photometric="rgb", metadata=None)
        writer.write(values[::2, ::2].copy(), description=note, subfiletype=1, **options)

    def saved(path: pathlib.Path, **options: object) -> None:
        out = work / f"saved{path.stem}"
        with WsiDicom.open(slides) as slide:
            slide.save(out, **options)
        tools.only(out, path)

    def converted(path: pathlib.Path, **options: object) -> None:
        out = work / f"converted{path.stem}"
        out.mkdir()
        WsiDicomizer.convert(tiff, out, **options)
        tools.only(out, path)

    return {
        "saved": saved,
        "converted": converted,
        "converted_again": lambda path: converted(path, force_transcoding=True, tile_size=128),
    }

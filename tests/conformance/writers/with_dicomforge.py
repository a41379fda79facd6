"""dicomforge: images written by its own codec and de-identified."""

from __future__ import annotations

import pathlib

from dicomforge import api, io

from . import sources, tools

NAME = "dicomforge"
NEEDS = "pip: dicomforge"


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    ct = sources.save(sources.ct(1), work / "ct")[0]
    return {
        "ct": lambda path: io.write(path, io.read(ct, backend="native"), backend="native"),
        "anonymized": lambda path: api.quick_anonymize(ct, path),
    }

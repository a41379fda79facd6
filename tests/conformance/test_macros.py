"""Functional group macros that a frame without any lacks, as dciodvfy's own tables have it (`make_macros.py`)."""

from __future__ import annotations

import pathlib
from typing import Any

from differential import encode as enc
from differential.encode import El, Item
from differential.engines import core, reference
from differential.tables import edition
from validicom.reference.facts import read_rows

TABLE = pathlib.Path(__file__).with_name("macros.tsv")
ROWS = read_rows(TABLE) if TABLE.is_file() else ()
IMAGE_TYPES = ("ORIGINAL", "DERIVED")


def data_set(iod: str, image_type: str) -> bytes:
    """The file."""
    value = enc.padded(f"{image_type}\\PRIMARY\\VOLUME\\NONE".encode())
    return enc.File([
        El(0x00080008, "CS", value),
        enc.ui(0x00080016, edition("2025e").iods[iod].sop_classes[0]),
        El(0x00280008, "IS", b"1 "),
        El(0x52009229, "SQ", items=[Item()]),
        El(0x52009230, "SQ", items=[Item()]),
    ]).to_bytes()  # fmt: skip


def told(data: bytes, engine: Any = core, **options: Any) -> set[str]:
    """The macros that are missing."""
    return {str(one[4]) for one in engine(data, select=["G001"], **options).at_level("error", "warning")}


def test_macros_are_missing_where_dciodvfy_says_so() -> None:
    wrong, both = [], 0
    for number, row in enumerate(ROWS):
        wanted = {*row["both"].split(), *row["ours"].split()}
        both += len(row["both"].split())
        for engine in (core, reference) if number % 4 == 0 else (core,):
            found = told(data_set(row["iod"], row["image_type"]), engine)
            if found != wanted:
                wrong.append(f"{row['iod']} {row['image_type']} {engine.__name__}: {sorted(found ^ wanted)}")
    print(f"{len(ROWS)} data sets, {both} macros missed by both")
    assert not wrong, "\n".join(wrong)
    assert both >= 100

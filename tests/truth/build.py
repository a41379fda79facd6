"""Makes the file of a truth case: its lines `path = value` become a Part 10 file, Explicit VR Little Endian.

The dictionary is that of the newest edition in the tree, not pydicom's, which may be older. Values are written as the
case has them, also those that the Standard does not allow: pydicom is told to let them through.
"""

from __future__ import annotations

import csv
import functools
import io
import pathlib
import re
import struct
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pydicom.config
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

DATA = pathlib.Path(__file__).parents[2] / "rust" / "standard" / "data" / "2025e"
STEP = re.compile(r"(?P<keyword>[A-Za-z][A-Za-z0-9]*)(?:\[(?P<item>[1-9][0-9]*)\])?")
INTEGERS = {"US", "SS", "UL", "SL", "UV", "SV"}
FLOATS = {"FL", "FD"}
#: Streams of numbers: how one of them is packed.
PACKED = {"OB": "B", "OW": "H", "OL": "I", "OV": "Q", "OF": "f", "OD": "d", "UN": "B"}
#: These are one value, with whatever backslashes.
SINGLE = {"ST", "LT", "UT", "UR"}
#: The Attribute that says how wide the numbers of a stream of `OB or OW` are, by the start of its keyword.
WIDTHS = {"Waveform": "WaveformBitsAllocated", "Channel": "WaveformBitsAllocated", "": "BitsAllocated"}


class Attribute(NamedTuple):
    """What the dictionary says of a keyword."""

    tag: int
    vr: str


class Line(NamedTuple):
    """A line of `data`: the way to the place, and its text; none for an empty Item."""

    steps: tuple[tuple[str, int], ...]
    text: str | None


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


@functools.cache
def dictionary() -> dict[str, Attribute]:
    """The Attributes by keyword; of those that repeat over groups (`60xx`) the first."""
    return {
        row["keyword"]: Attribute(int(row["tag"].replace("x", "0"), 16), row["vr"]) for row in _rows("attributes.tsv")
    }


@functools.cache
def sop_classes() -> dict[str, str]:
    """The first SOP Class UID of each IOD; empty for those that have none."""
    return {row["iod"]: row["sop_class_uids"].split(",")[0] for row in _rows("iods.tsv")}


def parse(line: str) -> Line:
    """Reads a line of `data`.

    Raises `ValueError` if it is neither a value nor an Item.
    """
    path, equals, text = line.partition("=")
    steps = []
    for step in path.strip().split("."):
        found = STEP.fullmatch(step)
        if found is None:
            raise ValueError(f"no path: {line}")
        steps.append((found["keyword"], int(found["item"] or 0)))
    if not equals and not steps[-1][1]:
        raise ValueError(f"neither value nor Item: {line}")
    return Line(tuple(steps), text.strip() if equals else None)


def _item(data_set: Dataset, keyword: str, number: int) -> Dataset:
    """Item `number` of a Sequence, which is made as far as it is missing."""
    attribute = dictionary()[keyword]
    if attribute.vr != "SQ":
        raise ValueError(f"no Sequence: {keyword}")
    if attribute.tag not in data_set:
        data_set.add(DataElement(attribute.tag, "SQ", Sequence()))
    items = data_set[attribute.tag].value
    while len(items) < number:
        items.append(Dataset())
    return items[number - 1]


def _nearest(levels: list[Dataset], keyword: str) -> int | None:
    """The number that an Attribute has in the innermost data set that has it with a value."""
    tag = dictionary()[keyword].tag
    for data_set in reversed(levels):
        value = data_set[tag].value if tag in data_set else None
        if isinstance(value, int):
            return value
    return None


def vr_of(keyword: str, levels: list[Dataset]) -> str:
    """The VR to write: the dictionary's, or which of its choices the data set asks for (PS3.5 6.2, A.2)."""
    vr = dictionary()[keyword].vr
    if " or " not in vr:
        return vr
    choices = vr.split(" or ")
    if "SS" in choices:
        return "SS" if _nearest(levels, "PixelRepresentation") == 1 else "US"
    if "US" in choices:
        return "US"
    width = next(WIDTHS[start] for start in WIDTHS if keyword.startswith(start))
    bits = _nearest(levels, width)
    return "OW" if bits is not None and bits > 8 else "OB"


def value_of(keyword: str, vr: str, text: str, bits: int | None = None) -> Any:
    """The value as pydicom takes it. `bits` is the width of the numbers in a stream of `OW`."""
    if vr == "SQ":
        if text:
            raise ValueError(f"a Sequence has no text: {keyword}")
        return Sequence()
    if not text:
        return b"" if vr in PACKED else None
    parts = text.split("\\")
    if vr in INTEGERS:
        return _one_or_all([int(part) for part in parts])
    if vr in FLOATS:
        return _one_or_all([float(part) for part in parts])
    if vr == "AT":
        return _one_or_all([int(part, 16) for part in parts])
    if vr in PACKED:
        code = "I" if vr == "OW" and bits == 32 else PACKED[vr]
        number = float if code in "fd" else int
        return struct.pack(f"<{len(parts)}{code}", *map(number, parts))
    return text if vr in SINGLE else _one_or_all(parts)


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _put(root: Dataset, line: Line) -> None:
    levels = [root]
    for keyword, number in line.steps[:-1]:
        levels.append(_item(levels[-1], keyword, number or 1))
    keyword, number = line.steps[-1]
    if line.text is None:
        _item(levels[-1], keyword, number)
        return
    if number:
        raise ValueError(f"an Item has no value: {keyword}[{number}]")
    vr = vr_of(keyword, levels)
    bits = _nearest(levels, "BitsAllocated") if keyword == "PixelData" else None
    levels[-1].add(DataElement(dictionary()[keyword].tag, vr, value_of(keyword, vr, line.text, bits)))


def data_set(iod: str, lines: Iterable[str]) -> Dataset:
    """The data set of a case; the SOP Class UID of its IOD is added unless a line has one."""
    root = Dataset()
    uid = dictionary()["SOPClassUID"]
    if sop_classes()[iod]:
        root.add(DataElement(uid.tag, uid.vr, sop_classes()[iod]))
    parsed = [parse(line) for line in lines]
    # What a value is written by must be there before it.
    first = {"PixelRepresentation", *WIDTHS.values()}
    for line in sorted(parsed, key=lambda line: line.steps[-1][0] not in first):
        _put(root, line)
    return root


def part10(iod: str, lines: Iterable[str]) -> bytes:
    """The file of a case.

    Raises `ValueError` or `KeyError` if a line cannot be written.
    """
    with warnings.catch_warnings(), pydicom.config.disable_value_validation():
        warnings.simplefilter("ignore")
        root = data_set(iod, lines)
        meta = FileMetaDataset()
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        meta.MediaStorageSOPClassUID = root.get("SOPClassUID", "1.2.3")
        meta.MediaStorageSOPInstanceUID = root.get("SOPInstanceUID") or "1.2.3.4"
        meta.ImplementationClassUID = "1.2.3.5"
        root.file_meta = meta
        buffer = io.BytesIO()
        dcmwrite(buffer, root, enforce_file_format=True)
    return buffer.getvalue()

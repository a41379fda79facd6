"""Makes the values of a data set fit each other: bits, samples, Lengths of pixels and tables, planes, dates.

What already fits is kept, and what is empty stays empty: only what would break a rule of sizes or of consistency
(X020 and after, C001 and after) is written anew.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

from .encode import CODES, El, padded
from .values import uid

SAMPLES, INTERPRETATION, PLANAR, FRAMES, ROWS, COLUMNS = (
    0x00280002,
    0x00280004,
    0x00280006,
    0x00280008,
    0x00280010,
    0x00280011,
)
ALLOCATED, STORED, HIGH = 0x00280100, 0x00280101, 0x00280102
SEGMENTATION_TYPE = 0x00620001
#: Bits by Segmentation Type (PS3.3 C.8.20.2).
BITS_OF_SEGMENTS = {"BINARY": 1, "FRACTIONAL": 8, "LABELMAP": 8}
SMALLEST, LARGEST = 0x00280106, 0x00280107
PALETTES = ((0x00281101, 0x00281201), (0x00281102, 0x00281202), (0x00281103, 0x00281203))
LUT_DESCRIPTOR, LUT_DATA = 0x00283002, 0x00283006
FLOAT_PIXELS, DOUBLE_PIXELS, PIXELS = 0x7FE00008, 0x7FE00009, 0x7FE00010
#: Items for frames, which say how many there are.
PER_FRAME = 0x52009230
WAVEFORMS, CHANNELS, WAVE_SAMPLES, WAVE_BITS, WAVE_DATA = 0x54000100, 0x003A0005, 0x003A0010, 0x54001004, 0x54001010
SPACINGS = (0x00280030, 0x00181164, 0x00182010)
THICKNESS = 0x00180050
ORIENTATIONS = (0x00200037, 0x00480102)
UIDS = (0x00080018, 0x0020000D, 0x0020000E, 0x00200052)
BORN, STUDIED = 0x00100030, 0x00080020
IMAGE_TYPE = 0x00080008
#: The third and fourth value of Image Type by the end of the SOP Class UID (PS3.3 C.8).
MORE_TYPES: dict[str, tuple[str, ...]] = {
    "2": ("AXIAL",), "4": ("OTHER",), "20": ("STATIC", "EMISSION"), "77.1.6": ("VOLUME", "NONE"),
    **dict.fromkeys(("2.1", "2.2", "4.1", "4.2", "4.3", "4.4", "130", "128.1"), ("OTHER", "NONE")),
}  # fmt: skip
#: Samples per Pixel by Photometric Interpretation (PS3.3 C.7.6.3.1.2).
SAMPLES_OF = {
    "MONOCHROME1": 1, "MONOCHROME2": 1, "PALETTE COLOR": 1, "RGB": 3, "HSV": 3, "YBR_FULL": 3, "YBR_FULL_422": 3,
    "YBR_PARTIAL_422": 3, "YBR_PARTIAL_420": 3, "YBR_ICT": 3, "YBR_RCT": 3, "XYB": 3, "ARGB": 4, "CMYK": 4,
}  # fmt: skip
BY_PIXEL = ("YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT")
#: On which something else depends, so that a break of one of these would give more than its own finding.
DEPENDED_ON = frozenset(
    [
        SAMPLES, INTERPRETATION, PLANAR, FRAMES, ROWS, COLUMNS, ALLOCATED, STORED, HIGH, SMALLEST, LARGEST,
        LUT_DESCRIPTOR, LUT_DATA, WAVEFORMS, CHANNELS, WAVE_SAMPLES, WAVE_BITS, WAVE_DATA,
        0x60000010, 0x60000011, 0x60000015, 0x60000100, 0x60003000, *(tag for pair in PALETTES for tag in pair),
    ]
)  # fmt: skip


class Here:
    """One data set by Tag; only what has a value counts."""

    def __init__(self, elements: list[El]) -> None:
        self.by_tag: dict[int, El] = {}
        for el in elements:
            self.by_tag.setdefault(el.tag, el)

    def get(self, tag: int) -> El | None:
        """An Element with a plain value."""
        el = self.by_tag.get(tag)
        return el if el is not None and el.value and el.items is None and el.fragments is None else None

    def number(self, tag: int) -> int | None:
        """The first number of a binary value."""
        el = self.get(tag)
        return None if el is None else int(struct.unpack_from("<" + CODES[el.vr], el.value)[0])

    def text(self, tag: int) -> str:
        """A text without padding."""
        el = self.get(tag)
        return "" if el is None else el.value.decode("latin-1").strip(" \0")

    def put(self, tag: int, *numbers: int) -> None:
        """Numbers in place of those that are there."""
        el = self.get(tag)
        if el is not None:
            el.value = b"".join(struct.pack("<" + CODES[el.vr], number) for number in numbers)

    def write(self, tag: int, text: str) -> None:
        """Text in place of that which is there."""
        el = self.get(tag)
        if el is not None:
            el.value = padded(text.encode(), b"\0" if el.vr == "UI" else b" ")

    def resize(self, tag: int, length: int, rnd: random.Random) -> None:
        """Bytes of this Length in place of those that are there, padded."""
        el = self.get(tag)
        if el is not None:
            el.value = rnd.randbytes(length + length % 2)


def fit_image_type(here: Here) -> None:
    """As many values as images of this SOP Class have (C007)."""
    own, more = (
        here.text(IMAGE_TYPE),
        MORE_TYPES.get(here.text(0x00080016).removeprefix("1.2.840.10008.5.1.4.1.1."), ()),
    )
    count = own.count("\\") + 1 if own else 2
    if len(more) > count - 2:
        here.write(IMAGE_TYPE, "\\".join([own, *more[count - 2 :]]))


def data_sets(root: list[El]) -> Iterator[list[El]]:
    """The root and every Item."""
    waiting = [root]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += [item.elements for el in here for item in el.items or []]


def fit(root: list[El], rnd: random.Random) -> None:
    """Makes a data set fit."""
    for elements in data_sets(root):
        fit_anywhere(Here(elements), rnd)
    here = Here(root)
    fit_identity(here, rnd)
    fit_image_type(here)
    fit_image(here, rnd)
    fit_palette(here, rnd)
    fit_overlay(here, rnd)
    waveforms = here.by_tag.get(WAVEFORMS)
    for item in (waveforms.items if waveforms is not None else None) or []:
        fit_waveform(Here(item.elements), rnd)


def fit_anywhere(here: Here, rnd: random.Random) -> None:
    """Distances, orientations and LUTs, which may stand at any depth."""
    for tag in SPACINGS:
        here.write(tag, rnd.choice(["0.5\\0.25", "1\\1E-3", "+.7\\7."]))
    here.write(THICKNESS, rnd.choice(["1", "2.5", "1E-2"]))
    for tag in ORIENTATIONS:
        here.write(tag, rnd.choice(["1\\0\\0\\0\\1\\0", "0.6\\0.8\\0\\-0.8\\0.6\\0", "0\\-1\\0\\0\\0\\-1"]))
    if here.get(LUT_DESCRIPTOR) is not None:
        count, bits = rnd.randint(1, 9), rnd.choice([8, 10, 16])
        here.put(LUT_DESCRIPTOR, count, rnd.randint(0, 100), bits)
        here.resize(LUT_DATA, table_length(count, bits, rnd), rnd)


def table_length(count: int, bits: int, rnd: random.Random) -> int:
    """A Length that LUT Data may have."""
    return rnd.choice([count, 2 * count]) if bits == 8 else 2 * count


def fit_identity(here: Here, rnd: random.Random) -> None:
    """UIDs that differ, and a birth before the study."""
    seen = set()
    for tag in UIDS:
        while here.text(tag) in seen and here.text(tag):
            here.write(tag, uid(rnd))
        seen.add(here.text(tag))
    born, studied = here.text(BORN), here.text(STUDIED)
    if born and studied and born > studied:
        here.write(BORN, studied)
        here.write(STUDIED, born)


def fit_image(here: Here, rnd: random.Random) -> None:
    """Bits, samples, planes, frames, and the Length of pixels."""
    bits = BITS_OF_SEGMENTS.get(here.text(SEGMENTATION_TYPE))
    if bits is not None:
        here.put(ALLOCATED, bits)
        here.put(STORED, bits)
        if INTERPRETATION in here.by_tag:
            here.write(INTERPRETATION, "MONOCHROME2")
    elif here.number(ALLOCATED) not in (None, 8, 16, 32):
        here.put(ALLOCATED, rnd.choice([8, 16]))
    allocated = here.number(ALLOCATED) or 16
    if not 1 <= (here.number(STORED) or 0) <= allocated:
        here.put(STORED, rnd.randint(1, allocated))
    here.put(HIGH, (here.number(STORED) or 1) - 1)
    if here.text(INTERPRETATION) not in SAMPLES_OF and rnd.random() < 0.8:
        here.write(INTERPRETATION, rnd.choice(sorted(SAMPLES_OF)))
    interpretation = here.text(INTERPRETATION)
    here.put(SAMPLES, SAMPLES_OF.get(interpretation, min(here.number(SAMPLES) or 1, 4)))
    by_pixel = interpretation in BY_PIXEL
    if by_pixel or here.number(PLANAR) not in (0, 1):
        here.put(PLANAR, 0 if by_pixel else rnd.choice([0, 1]))
    for tag in (ROWS, COLUMNS):
        if not 1 <= (here.number(tag) or 0) <= 8:
            here.put(tag, rnd.randint(1, 8))
    if here.text(FRAMES) not in ("1", "2", "3") and PER_FRAME not in here.by_tag:
        here.write(FRAMES, rnd.choice("123"))
    if (low := here.number(SMALLEST)) is not None and (high := here.number(LARGEST)) is not None and low > high:
        here.put(SMALLEST, high)
        here.put(LARGEST, low)
    fit_pixels(here, rnd)


def fit_pixels(here: Here, rnd: random.Random) -> None:
    """The Length of native pixels, or the number of fragments."""
    for tag in (FLOAT_PIXELS, DOUBLE_PIXELS, PIXELS):
        length = native_length(here, tag)
        if length is not None:
            here.resize(tag, length, rnd)
    pixels = here.by_tag.get(PIXELS)
    if pixels is not None and pixels.fragments is not None:
        pixels.fragments = [b"", *[b"\xff\xd8\xff\xd9"] * int(here.text(FRAMES) or "1")]


def native_length(here: Here, tag: int = PIXELS) -> int | None:
    """The Length that pixels must have; `None` if something for it is missing."""
    rows, columns, samples = here.number(ROWS), here.number(COLUMNS), here.number(SAMPLES)
    allocated = here.number(ALLOCATED) if tag == PIXELS else 32 if tag == FLOAT_PIXELS else 64
    interpretation = here.text(INTERPRETATION)
    if tag != PIXELS and SAMPLES not in here.by_tag:
        samples = 1
    halves = None if samples is None else 2 * samples
    if tag == PIXELS:
        halves = 4 if interpretation.endswith("_422") else 3 if interpretation.endswith("_420") else halves
    if rows is None or columns is None or halves is None or allocated is None or (tag == PIXELS and not interpretation):
        return None
    return -(-rows * columns * halves * int(here.text(FRAMES) or "1") * allocated // 16)


def fit_palette(here: Here, rnd: random.Random) -> None:
    """Three descriptors alike, and their tables."""
    count, bits = rnd.randint(1, 9), rnd.choice([8, 16])
    for described, data in PALETTES:
        here.put(described, count, rnd.randint(0, 100), bits)
        here.resize(data, table_length(count, bits, rnd), rnd)


def fit_overlay(here: Here, rnd: random.Random, group: int = 0x6000) -> None:
    """An overlay of one bit."""
    first = group << 16
    for tag in (first | 0x0010, first | 0x0011):
        here.put(tag, rnd.randint(1, 8))
    here.write(first | 0x0015, rnd.choice("123"))
    here.put(first | 0x0100, 1)
    rows, columns = here.number(first | 0x0010), here.number(first | 0x0011)
    if rows is not None and columns is not None:
        here.resize(first | 0x3000, -(-rows * columns * int(here.text(first | 0x0015) or "1") // 8), rnd)


def fit_waveform(here: Here, rnd: random.Random) -> None:
    """A multiplex group."""
    here.put(CHANNELS, rnd.randint(1, 3))
    here.put(WAVE_SAMPLES, rnd.randint(1, 5))
    if here.number(WAVE_BITS) not in (None, 8, 16, 32, 64):
        here.put(WAVE_BITS, rnd.choice([8, 16]))
    channels, samples, bits = here.number(CHANNELS), here.number(WAVE_SAMPLES), here.number(WAVE_BITS)
    if channels is not None and samples is not None and bits is not None:
        here.resize(WAVE_DATA, channels * samples * bits // 8, rnd)

"""One known break of one rule of pixels, tables and consistency, on a valid file.

A small image (palette, overlay, waveform, LUT) that is right is put into an object whose IOD has no row for any of its
Attributes: no demand, condition or list of values bears on them there, so that what is then spoilt gives one finding.
"""

from __future__ import annotations

import functools
import random
import struct

from . import encode as enc
from . import fitting
from .breaks import Expected, added, breaks
from .datasets import Valid
from .encode import El, Item
from .fitting import Here
from .tables import Edition

RLE = "1.2.840.10008.1.2.5"
TABLE, LENGTHS = 0x7FE00001, 0x7FE00002
REPRESENTATION = 0x00280103
BY_SIGN = ("US or SS", "US or SS or OW")


def us(tag: int, *numbers: int, vr: str = "US") -> El:
    """Numbers."""
    return El(tag, vr, b"".join(struct.pack("<" + enc.CODES[vr], number) for number in numbers))


def text(tag: int, vr: str, value: str) -> El:
    """A text."""
    return El(tag, vr, enc.padded(value.encode()))


@functools.cache
def root_rows(edition: Edition, iod: str) -> frozenset[str]:
    """The Tags (of repeating groups with x) for which the IOD has a row at the root."""
    tables = [edition.tables.get(module.table, []) for module in edition.iods[iod].modules]
    return frozenset(row.node.tag for table in tables for row in edition.expand(table))


def foreign(valid: Valid, *elements: El) -> bool:
    """Puts Elements into the root, if its IOD speaks of none of them."""
    rows = root_rows(valid.edition, valid.iod.id)
    if any(el.tag == REPRESENTATION for el in elements) and any(p.attribute.vr in BY_SIGN for p in valid.placed):
        return False  # it would tell another VR for what is there
    for el in elements:
        name = f"{el.tag:08X}"
        if name in rows or "60xx" + name[4:] in rows or valid.edition.attribute(el.tag) is None:
            return False
        if any(one.tag == el.tag for one in valid.file.elements):
            return False
    for el in elements:
        added(valid, el)
    return True


def image(valid: Valid, rnd: random.Random, syntax: str | None = None) -> dict[int, El] | None:
    """A right image in the root, by Tag; of the Transfer Syntax of the file or, encapsulated, of another."""
    interpretation = rnd.choice(sorted(fitting.SAMPLES_OF))
    allocated = rnd.choice([8, 16])
    stored = rnd.randint(2, allocated)
    wanted = syntax or valid.file.transfer_syntax
    encapsulated = wanted in (enc.JPEG_BASELINE, RLE)
    made = [
        us(fitting.SAMPLES, fitting.SAMPLES_OF[interpretation]),
        text(fitting.INTERPRETATION, "CS", interpretation),
        us(fitting.PLANAR, 0),
        text(fitting.FRAMES, "IS", str(rnd.randint(1, 3))),
        us(fitting.ROWS, rnd.randint(1, 6)),
        us(fitting.COLUMNS, rnd.randint(1, 6)),
        us(fitting.ALLOCATED, allocated),
        us(fitting.STORED, stored),
        us(fitting.HIGH, stored - 1),
        us(REPRESENTATION, 0),
        El(fitting.PIXELS, "OB", fragments=[b""]) if encapsulated else El(fitting.PIXELS, "OW", b"\0\0"),
    ]
    if not foreign(valid, *made):
        return None
    valid.file.transfer_syntax = wanted
    found = {el.tag: el for el in made}
    fitting.fit_pixels(Here(made), rnd)
    return found


def refit(made: dict[int, El], rnd: random.Random) -> None:
    """The pixels of an image of which something was changed."""
    fitting.fit_pixels(Here(list(made.values())), rnd)


def expected(valid: Valid, code: str, tag: int, severity: str = "error") -> Expected:
    """A finding at an Element of the root."""
    return code, severity, valid.path_text(((tag, 1, 0),))


@breaks("X020")
def bits_stored(valid: Valid, rnd: random.Random) -> Expected | None:
    """More bits stored than allocated."""
    made = image(valid, rnd)
    if made is None:
        return None
    stored = (Here(list(made.values())).number(fitting.ALLOCATED) or 0) + rnd.choice([1, 8, 100])
    made[fitting.STORED].value, made[fitting.HIGH].value = us(0, stored).value, us(0, stored - 1).value
    return expected(valid, "X020", fitting.STORED)


@breaks("X021")
def high_bit(valid: Valid, rnd: random.Random) -> Expected | None:
    """Another bit than the highest of those stored."""
    made = image(valid, rnd)
    if made is None:
        return None
    stored = Here(list(made.values())).number(fitting.STORED) or 0
    made[fitting.HIGH].value = us(0, rnd.choice([stored, stored - 2, stored + 1, 65535])).value
    return expected(valid, "X021", fitting.HIGH)


@breaks("X022")
def bits_allocated(valid: Valid, rnd: random.Random) -> Expected | None:
    """A number of bits that is no number of bytes."""
    made = image(valid, rnd)
    if made is None:
        return None
    made[fitting.ALLOCATED].value = us(0, rnd.choice([17, 18, 20, 31])).value
    refit(made, rnd)
    return expected(valid, "X022", fitting.ALLOCATED)


@breaks("X023")
def samples_per_pixel(valid: Valid, rnd: random.Random) -> Expected | None:
    """A number of samples that the colours do not have."""
    made = image(valid, rnd)
    if made is None:
        return None
    right = Here(list(made.values())).number(fitting.SAMPLES)
    made[fitting.SAMPLES].value = us(0, rnd.choice([n for n in range(1, 6) if n != right])).value
    refit(made, rnd)
    return expected(valid, "X023", fitting.SAMPLES)


@breaks("X024")
def planar_configuration(valid: Valid, rnd: random.Random) -> Expected | None:
    """A way of storing planes that is none, or that these colours do not have."""
    made = image(valid, rnd)
    if made is None:
        return None
    by_pixel = Here(list(made.values())).text(fitting.INTERPRETATION) in fitting.BY_PIXEL
    made[fitting.PLANAR].value = us(0, rnd.choice([1, 2]) if by_pixel else rnd.choice([2, 3, 65535])).value
    return expected(valid, "X024", fitting.PLANAR)


def longer_or_shorter(el: El, rnd: random.Random, unit: int = 2) -> None:
    """Some bytes too many or too few."""
    if len(el.value) > unit and rnd.random() < 0.5:
        el.value = el.value[:-unit]
    else:
        el.value += bytes(unit * rnd.randint(1, 3))


@breaks("X025")
def pixel_data_length(valid: Valid, rnd: random.Random) -> Expected | None:
    """Pixels too many or too few."""
    if valid.file.transfer_syntax == enc.JPEG_BASELINE:
        return None
    made = image(valid, rnd)
    if made is None:
        return None
    longer_or_shorter(made[fitting.PIXELS], rnd)
    return expected(valid, "X025", fitting.PIXELS)


@breaks("X025-float")
def float_pixel_data_length(valid: Valid, rnd: random.Random) -> Expected | None:
    """Float pixels too many or too few."""
    tag, vr, unit = rnd.choice([(fitting.FLOAT_PIXELS, "OF", 4), (fitting.DOUBLE_PIXELS, "OD", 8)])
    pixels = El(tag, vr, bytes(unit * 6))
    if not foreign(valid, us(fitting.ROWS, 2), us(fitting.COLUMNS, 3), pixels):
        return None
    longer_or_shorter(pixels, rnd, unit)
    return expected(valid, "X025", tag)


def palette(valid: Valid, rnd: random.Random) -> list[El] | None:
    """A right palette: three descriptors and three tables."""
    count, bits = rnd.randint(2, 6), rnd.choice([8, 16])
    described = [us(tag, count, rnd.randint(0, 9), bits) for tag, _ in fitting.PALETTES]
    tables = [El(tag, "OW", bytes(2 * count)) for _, tag in fitting.PALETTES]
    return [*described, *tables] if foreign(valid, us(REPRESENTATION, 0), *described, *tables) else None


@breaks("X026")
def palette_descriptor(valid: Valid, rnd: random.Random) -> Expected | None:
    """A descriptor unlike that of red."""
    made = palette(valid, rnd)
    if made is None:
        return None
    number = rnd.randint(1, 2)
    count, first, bits = struct.unpack("<3H", made[number].value)
    if rnd.random() < 0.5:
        made[number].value = us(0, count, first, rnd.choice([0, 7, 12])).value
    else:
        made[number].value = us(0, count - 1, first, bits).value
        made[number + 3].value = bytes(2 * (count - 1))
    return expected(valid, "X026", made[number].tag)


@breaks("X027")
def palette_data_length(valid: Valid, rnd: random.Random) -> Expected | None:
    """A table of another Length."""
    made = palette(valid, rnd)
    if made is None:
        return None
    one = rnd.choice(made[3:])
    one.value += bytes(2 * rnd.randint(1, 3))
    return expected(valid, "X027", one.tag)


@breaks("X029")
def fragments_and_frames(valid: Valid, rnd: random.Random) -> Expected | None:
    """A fragment too few, too many for RLE, or a table of other frames."""
    syntax = rnd.choice([enc.JPEG_BASELINE, RLE])
    made = image(valid, rnd, syntax)
    if made is None:
        return None
    pixels = made[fitting.PIXELS]
    parts = pixels.fragments or []
    kind = rnd.randint(0, 2)
    if kind == 0:
        pixels.fragments = parts[:-1]
    elif kind == 1 and syntax == RLE:
        pixels.fragments = [*parts, b"ab"]
    elif len(parts) > 2:
        pixels.fragments = [bytes(4), *parts[1:]]
    else:
        return None
    return expected(valid, "X029", fitting.PIXELS)


@breaks("X030")
def extended_offset_table(valid: Valid, rnd: random.Random) -> Expected | None:
    """An Extended Offset Table that does not fit."""
    made = image(valid, rnd, enc.JPEG_BASELINE)
    if made is None:
        return None
    pixels = made[fitting.PIXELS]
    frames = len(pixels.fragments or []) - 1
    table, lengths = El(TABLE, "OV", bytes(8 * frames)), El(LENGTHS, "OV", bytes(8 * frames))
    kind = rnd.randint(0, 3)
    if kind == 0:
        longer_or_shorter(table, rnd, 8)
    elif kind == 1:
        longer_or_shorter(lengths, rnd, 8)
    elif kind == 2:
        offsets = [at * 12 for at in range(frames)]
        pixels.fragments = [struct.pack(f"<{frames}L", *offsets), *(pixels.fragments or [])[1:]]
    if not foreign(valid, table, *([lengths] if kind != 3 else [])):
        return None
    return expected(valid, "X030", TABLE)


@breaks("X031")
def overlay_data_length(valid: Valid, rnd: random.Random) -> Expected | None:
    """An overlay with too few bytes, or too many."""
    group = rnd.choice([0x6000, 0x6002, 0x601E]) << 16
    data = El(group | 0x3000, "OW", bytes(8))
    others = [us(group | 0x0010, 8), us(group | 0x0011, 4), text(group | 0x0015, "IS", "2"), us(group | 0x0100, 1)]
    if not foreign(valid, *others, data):
        return None
    longer_or_shorter(data, rnd)
    return expected(valid, "X031", data.tag, "error" if len(data.value) < 8 else "warning")


@breaks("X032")
def waveform_data_length(valid: Valid, rnd: random.Random) -> Expected | None:
    """Samples too many or too few."""
    data = El(fitting.WAVE_DATA, "OW", bytes(12))
    channels, samples = us(fitting.CHANNELS, 2), us(fitting.WAVE_SAMPLES, 3, vr="UL")
    item = Item([channels, samples, us(fitting.WAVE_BITS, 16), data], undefined=rnd.random() < 0.5)
    if not foreign(valid, El(fitting.WAVEFORMS, "SQ", items=[item], undefined=rnd.random() < 0.5)):
        return None
    longer_or_shorter(data, rnd)
    return "X032", "error", valid.path_text(((fitting.WAVEFORMS, 1, 1), (fitting.WAVE_DATA, 1, 0)))


@breaks("X033")
def lut_descriptor(valid: Valid, rnd: random.Random) -> Expected | None:
    """A LUT of bits that it may not have, or of another Length."""
    described, data = us(fitting.LUT_DESCRIPTOR, 3, 0, 16), El(fitting.LUT_DATA, "OW", bytes(6))
    tag = rnd.choice([0x00283000, 0x00283010, 0x20500010])
    if not foreign(valid, us(REPRESENTATION, 0), El(tag, "SQ", items=[Item([described, data])])):
        return None
    place = fitting.LUT_DESCRIPTOR
    if rnd.random() < 0.5:
        described.value = us(0, 3, 0, rnd.choice([0, 7, 17, 32])).value
    else:
        longer_or_shorter(data, rnd)
        place = fitting.LUT_DATA
    return "X033", "error", valid.path_text(((tag, 1, 1), (place, 1, 0)))


@breaks("X034")
def smallest_largest(valid: Valid, rnd: random.Random) -> Expected | None:
    """The largest value less than the smallest."""
    signed = rnd.randint(0, 1)
    low, high = (rnd.randint(1, 99), -rnd.randint(1, 99)) if signed else (rnd.randint(2, 65535), 1)
    vr = "SS" if signed else "US"
    made = (us(REPRESENTATION, signed), us(fitting.SMALLEST, low, vr=vr), us(fitting.LARGEST, high, vr=vr))
    return expected(valid, "X034", fitting.LARGEST, "warning") if foreign(valid, *made) else None


@breaks("C001")
def uids_must_differ(valid: Valid, rnd: random.Random) -> Expected | None:
    """One UID for two things."""
    here = Here(valid.file.elements)
    there = [tag for tag in fitting.UIDS if here.text(tag)]
    if len(there) < 2:
        return None
    number = rnd.randrange(1, len(there))
    here.write(there[number], here.text(there[rnd.randrange(number)]))
    return expected(valid, "C001", there[number])


@breaks("C002")
def reference_to_itself(valid: Valid, rnd: random.Random) -> Expected | None:
    """The object itself among the images that it refers to."""
    tag = rnd.choice([0x00081140, 0x00082112])
    own = Here(valid.file.elements).text(0x00080018)
    items = [Item([enc.ui(0x00081150, valid.iod.sop_classes[0]), enc.ui(0x00081155, uid)]) for uid in ("1.2.3.4", own)]
    if not own or not foreign(valid, El(tag, "SQ", items=items)):
        return None
    return "C002", "warning", valid.path_text(((tag, 1, 2), (0x00081155, 1, 0)))


@breaks("C003")
def spacing(valid: Valid, rnd: random.Random) -> Expected | None:
    """A distance below zero, or none."""
    tag = rnd.choice([*fitting.SPACINGS, fitting.THICKNESS])
    counts = [us(fitting.ROWS, 2), us(fitting.COLUMNS, 2)]
    if tag == fitting.THICKNESS:
        value = rnd.choice(["-1", "0", "-.5"])
        wanted = expected(valid, "C003", tag, "warning" if value == "0" else "error")
        return wanted if foreign(valid, text(tag, "DS", value)) else None
    value = rnd.choice(["-1\\1", "1\\-1", "0\\1", "1\\0", "-1\\-1", "0.0\\0"])
    return expected(valid, "C003", tag) if foreign(valid, *counts, text(tag, "DS", value)) else None


ORIENTATIONS = {
    "C004": (("1.005\\0\\0\\0\\1\\0", "warning"), ("1\\0\\0\\0\\.9\\0", "error"), ("0\\0\\0\\0\\0\\0", "error")),
    "C005": (("1\\0\\0\\0.6\\0.8\\0", "error"), ("1\\0\\0\\0.005\\1\\0", "warning"), ("1\\0\\0\\-1\\0\\0", "error")),
}


def orientation(valid: Valid, rnd: random.Random, code: str) -> Expected | None:
    """Direction cosines that are none."""
    tag = rnd.choice(fitting.ORIENTATIONS)
    value, severity = rnd.choice(ORIENTATIONS[code])
    return expected(valid, code, tag, severity) if foreign(valid, text(tag, "DS", value)) else None


@breaks("C004")
def orientation_length(valid: Valid, rnd: random.Random) -> Expected | None:
    """A direction that is not of length one."""
    return orientation(valid, rnd, "C004")


@breaks("C005")
def orientation_angle(valid: Valid, rnd: random.Random) -> Expected | None:
    """Directions that are not at right angles."""
    return orientation(valid, rnd, "C005")


@breaks("C006")
def date_order(valid: Valid, rnd: random.Random) -> Expected | None:
    """A birth after the study."""
    here = Here(valid.file.elements)
    if not here.text(fitting.BORN) or not here.text(fitting.STUDIED):
        return None
    here.write(fitting.BORN, "20200102")
    here.write(fitting.STUDIED, rnd.choice(["20200101", "20191231", "19991231"]))
    return expected(valid, "C006", fitting.STUDIED, "warning")


@breaks("X036")
def pixel_padding(valid: Valid, rnd: random.Random) -> Expected | None:
    """A padding value that the bits stored cannot hold."""
    made = image(valid, rnd)
    stored = (Here(list(made.values())).number(fitting.STORED) or 16) if made else 16
    tag = rnd.choice([0x00280120, 0x00280121])
    if stored > 15 or not foreign(valid, us(tag, 1 << stored)):
        return None
    return expected(valid, "X036", tag, "warning")

"""What Attributes of pixels, palettes, overlays, waveforms and LUTs must fit: X020 to X034, each fired and silent.

What is right is taken from PS3.3 C.7.6.3, C.9.2, C.10.9.1, C.11 and PS3.5 8 and A.4; each case says only what differs
from a small image that is right.
"""

from __future__ import annotations

import io
import struct

import pydicom
import pytest
from made_images import (
    BIG,
    DEFLATED,
    EXPLICIT,
    IMAGE,
    IMPLICIT,
    JPEG,
    PIXELS,
    Content,
    Said,
    error,
    file,
    fragments,
    said,
    said_of,
    warning,
)

from validicom.reference import check_bytes, check_dataset, check_json

RLE = "1.2.840.10008.1.2.5"
SYNTAXES = (EXPLICIT, IMPLICIT, BIG, DEFLATED)
SAMPLES, INTERPRETATION, PLANAR, FRAMES, ROWS, COLUMNS = (
    0x00280002,
    0x00280004,
    0x00280006,
    0x00280008,
    0x00280010,
    0x00280011,
)
ALLOCATED, STORED, HIGH, REPRESENTATION = 0x00280100, 0x00280101, 0x00280102, 0x00280103
SMALLEST, LARGEST = 0x00280106, 0x00280107
FLOAT, DOUBLE = 0x7FE00008, 0x7FE00009


def us(*numbers: int) -> tuple[str, list[int]]:
    return "US", list(numbers)


def image(changes: Content, *codes: str, syntax: str = EXPLICIT) -> list[Said]:
    """What is said of the image with these changes; that it is of an IOD for one frame only if that is asked for."""
    found = said({**IMAGE, **changes}, *codes, syntax=syntax)
    return [one for one in found if one[0] != "X037" or "X037" in codes]


def bits(allocated: int, stored: int, high: int) -> Content:
    return {ALLOCATED: us(allocated), STORED: us(stored), HIGH: us(high), PIXELS: None}


def pixels(length: int, vr: str = "OW") -> tuple[str, bytes]:
    return vr, bytes(length)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_an_image_that_is_right(syntax: str) -> None:
    assert image({}, syntax=syntax) == []


@pytest.mark.parametrize(("frames", "wanted"), [("1", 0), ("", 0), ("0", 0), ("x", 0), ("2", 1), ("16", 1)])
def test_several_frames_where_the_iod_is_for_one(frames: str, wanted: int) -> None:
    found = image({FRAMES: ("IS", frames), PIXELS: None}, "X037")
    assert [(code, severity, place) for code, severity, place, *_ in found] == [
        ("X037", "warning", "NumberOfFrames")
    ] * wanted


# -- X020 to X024: bits, samples, planes


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        (bits(16, 17, 16), [error("X020", "BitsStored")]),
        (bits(8, 9, 8), [error("X020", "BitsStored")]),
        # Nothing stored is wrong, and then no bit is the highest.
        (bits(16, 0, 0), [error("X020", "BitsStored"), error("X021", "HighBit")]),
        (bits(16, 16, 15), []),
        (bits(8, 8, 7), []),
        (bits(1, 1, 0), []),
        (bits(16, 12, 15), [error("X021", "HighBit")]),
        (bits(16, 12, 12), [error("X021", "HighBit")]),
        (bits(12, 12, 11), [error("X022", "BitsAllocated")]),
        (bits(0, 12, 11), [error("X022", "BitsAllocated"), error("X020", "BitsStored")]),
        (bits(2, 1, 0), [error("X022", "BitsAllocated")]),
        (bits(24, 24, 23), []),
        (bits(64, 64, 63), []),
        # What is unknown is not judged.
        ({ALLOCATED: None, STORED: us(99), HIGH: us(98)}, []),
        ({ALLOCATED: None, STORED: us(0), HIGH: None}, [error("X020", "BitsStored")]),
        ({STORED: ("US", b""), HIGH: us(98)}, []),
        ({STORED: us(12), HIGH: None}, []),
        ({HIGH: ("SS", [99])}, []),
        # The first value counts.
        ({STORED: us(12, 99), HIGH: us(11, 7)}, []),
    ],
)  # fmt: skip
def test_bits(changes: Content, wanted: list[Said]) -> None:
    assert image(changes, "X020", "X021", "X022") == sorted(wanted, key=lambda one: path_order(one[2]))


def path_order(path: str) -> int:
    return ("BitsAllocated", "BitsStored", "HighBit").index(path)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_bits_in_every_encoding(syntax: str) -> None:
    changes = {STORED: us(17), HIGH: us(11)}
    assert image(changes, syntax=syntax) == [error("X020", "BitsStored"), error("X021", "HighBit")]


@pytest.mark.parametrize("vr", ["UN", "ZZ"])
def test_what_has_no_vr_is_read_by_the_dictionary_and_what_has_an_unknown_one_is_not(vr: str) -> None:
    wanted = [error("X020", "BitsStored"), error("X021", "HighBit")] if vr == "UN" else []
    assert image({STORED: (vr, b"\x11\0")}, "X020", "X021") == wanted


def test_only_the_root_is_looked_at() -> None:
    inner = {**IMAGE, STORED: us(99), PIXELS: None}
    assert said({0x00081140: ("SQ", [inner])}) == []


ONE = ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR")
THREE = (
    "RGB", "HSV", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT", "XYB",
)  # fmt: skip
FOUR = ("ARGB", "CMYK")


@pytest.mark.parametrize(("names", "right"), [(ONE, 1), (THREE, 3), (FOUR, 4)])
@pytest.mark.parametrize("samples", [0, 1, 2, 3, 4])
def test_samples_of_each_photometric_interpretation(names: tuple[str, ...], right: int, samples: int) -> None:
    wanted = [] if samples == right else [error("X023", "SamplesPerPixel", demanded=right)]
    for name in names:
        assert image({SAMPLES: us(samples), INTERPRETATION: ("CS", name)}, "X023") == wanted, name


@pytest.mark.parametrize("name", ["OTHER", "rgb", "", "RGB2"])
def test_samples_of_an_unknown_interpretation_are_any(name: str) -> None:
    assert image({SAMPLES: us(2), INTERPRETATION: ("CS", name)}, "X023") == []


def test_an_interpretation_is_its_first_value_without_spaces() -> None:
    wanted = [error("X023", "SamplesPerPixel", demanded=3)]
    assert image({INTERPRETATION: ("CS", " RGB  ")}, "X023") == wanted
    assert image({INTERPRETATION: ("CS", "RGB\\MONOCHROME2")}, "X023") == wanted
    assert image({INTERPRETATION: ("CS", b"RGB\0")}, "X023") == wanted
    assert image({INTERPRETATION: None}, "X023") == []


@pytest.mark.parametrize("name", ["YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT"])
def test_planes_of_what_is_stored_by_pixel(name: str) -> None:
    wanted = [error("X024", "PlanarConfiguration", demanded=0)]
    assert image({INTERPRETATION: ("CS", name), PLANAR: us(1)}, "X024") == wanted
    assert image({INTERPRETATION: ("CS", name), PLANAR: us(0)}, "X024") == []


def test_planes() -> None:
    for name in ("RGB", "YBR_FULL", "MONOCHROME2", "OTHER"):
        assert image({INTERPRETATION: ("CS", name), PLANAR: us(1)}, "X024") == []
    wanted = [error("X024", "PlanarConfiguration", demanded="0 or 1")]
    assert image({PLANAR: us(2)}, "X024") == wanted
    assert image({PLANAR: us(2), INTERPRETATION: None}, "X024") == wanted
    assert image({PLANAR: us(1), INTERPRETATION: None}, "X024") == []
    assert image({PLANAR: ("US", b"")}, "X024") == []


# -- X025: the Length of native pixels


def colour(name: str, rows: int, columns: int, length: int, frames: str = "") -> Content:
    return {
        SAMPLES: us(3), INTERPRETATION: ("CS", name), ROWS: us(rows), COLUMNS: us(columns), ALLOCATED: us(8),
        STORED: us(8), HIGH: us(7), FRAMES: ("IS", frames), PIXELS: pixels(length, "OB"),
    }  # fmt: skip


def one_bit(rows: int, columns: int, frames: int, length: int) -> Content:
    return {
        ROWS: us(rows), COLUMNS: us(columns), ALLOCATED: us(1), STORED: us(1), HIGH: us(0),
        FRAMES: ("IS", str(frames)), PIXELS: pixels(length, "OB"),
    }  # fmt: skip


def short(observed: int, path: str = "PixelData") -> list[Said]:
    return [error("X025", path, observed=observed, fault="short")]


def long(observed: int, path: str = "PixelData") -> list[Said]:
    return [error("X025", path, observed=observed, fault="long")]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({PIXELS: pixels(46)}, short(46)),
        ({PIXELS: pixels(50)}, long(50)),
        ({PIXELS: pixels(49)}, long(49)),
        ({PIXELS: pixels(0)}, short(0)),
        # Several frames.
        ({FRAMES: ("IS", "3"), PIXELS: pixels(144)}, []),
        ({FRAMES: ("IS", "3")}, short(48)),
        ({FRAMES: ("IS", "2"), PIXELS: pixels(144)}, long(144)),
        ({FRAMES: ("IS", "")}, []),
        ({FRAMES: ("IS", "  ")}, []),
        ({FRAMES: ("IS", " +01 ")}, []),
        ({FRAMES: ("IS", "0"), PIXELS: pixels(2)}, []),
        ({FRAMES: ("IS", "-1"), PIXELS: pixels(2)}, []),
        ({FRAMES: ("IS", "1.0"), PIXELS: pixels(2)}, []),
        ({FRAMES: ("IS", "2147483648"), PIXELS: pixels(2)}, []),
        ({FRAMES: ("IS", "2147483647"), PIXELS: pixels(2)}, short(2)),
        ({FRAMES: ("IS", "0" * 5000 + "3")}, short(48)),
        ({FRAMES: ("LO", "3"), PIXELS: pixels(2)}, []),
        # Padding: 3 x 3 of 8 bits are 9 bytes, which a tenth makes even.
        ({ROWS: us(3), COLUMNS: us(3), ALLOCATED: us(8), PIXELS: pixels(10, "OB")}, []),
        ({ROWS: us(3), COLUMNS: us(3), ALLOCATED: us(8), PIXELS: pixels(9, "OB")}, []),
        ({ROWS: us(3), COLUMNS: us(3), ALLOCATED: us(8), PIXELS: pixels(11, "OB")}, long(11)),
        ({ROWS: us(3), COLUMNS: us(3), ALLOCATED: us(8), PIXELS: pixels(8, "OB")}, short(8)),
        # 48 is even: no byte more.
        ({ALLOCATED: us(8), PIXELS: pixels(24, "OB")}, []),
        ({ALLOCATED: us(8), PIXELS: pixels(25, "OB")}, long(25)),
        # One bit: frames are not padded, the whole is.
        (one_bit(3, 3, 1, 2), []),
        (one_bit(3, 3, 2, 3), []),
        (one_bit(3, 3, 2, 4), []),
        (one_bit(3, 3, 2, 2), short(2)),
        (one_bit(4, 4, 1, 2), []),
        (one_bit(4, 4, 1, 4), long(4)),
        # 12 bits allocated: 24 x 12 bits are 36 bytes.
        ({ALLOCATED: us(12), PIXELS: pixels(36)}, []),
        ({ALLOCATED: us(12), PIXELS: pixels(34)}, short(34)),
        # Colours.
        (colour("RGB", 2, 4, 24), []),
        (colour("RGB", 2, 4, 16), short(16)),
        (colour("YBR_FULL", 2, 4, 24), []),
        (colour("YBR_FULL_422", 2, 4, 16), []),
        (colour("YBR_FULL_422", 2, 4, 24), long(24)),
        (colour("YBR_PARTIAL_422", 2, 4, 16, "1"), []),
        (colour("YBR_PARTIAL_420", 2, 4, 12), []),
        (colour("YBR_PARTIAL_420", 2, 4, 24, "2"), []),
        (colour("YBR_PARTIAL_420", 2, 4, 16), long(16)),
        # 3 pixels of one and a half samples: 36 bits, 5 bytes, a sixth makes them even.
        (colour("YBR_PARTIAL_420", 1, 3, 5), []),
        (colour("YBR_PARTIAL_420", 1, 3, 6), []),
        (colour("YBR_PARTIAL_420", 1, 3, 4), short(4)),
        ({**colour("YBR_FULL_422", 2, 4, 16), SAMPLES: None}, []),
        # An input that is not known.
        ({ROWS: None, PIXELS: pixels(2)}, []),
        ({COLUMNS: ("US", b""), PIXELS: pixels(2)}, []),
        ({ALLOCATED: ("SS", [16]), PIXELS: pixels(2)}, []),
        ({SAMPLES: None, PIXELS: pixels(2)}, []),
        ({INTERPRETATION: None, PIXELS: pixels(2)}, []),
        ({INTERPRETATION: ("CS", "OTHER"), PIXELS: pixels(2)}, short(2)),
        ({PIXELS: None}, []),
        # More bits than 64 bits can count.
        (
            {ROWS: us(65535), COLUMNS: us(65535), SAMPLES: us(65535), FRAMES: ("IS", "2147483647"), PIXELS: pixels(2)},
            [],
        ),
        ({ROWS: us(65535), COLUMNS: us(65535), FRAMES: ("IS", "99"), PIXELS: pixels(2)}, short(2)),
        ({ROWS: us(0), PIXELS: pixels(2)}, long(2)),
    ],
)  # fmt: skip
def test_the_length_of_pixels(changes: Content, wanted: list[Said]) -> None:
    assert image(changes, "X025") == wanted


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_the_length_of_pixels_in_every_encoding(syntax: str) -> None:
    assert image({PIXELS: pixels(46)}, "X025", syntax=syntax) == short(46)
    assert image({FRAMES: ("IS", "2"), PIXELS: pixels(96)}, "X025", syntax=syntax) == []


def test_the_length_of_pixels_that_are_not_held() -> None:
    # 200 x 200 x 16 bits are 80,000 bytes, more than is held of a value.
    large = {ROWS: us(200), COLUMNS: us(200)}
    assert image({**large, PIXELS: pixels(80_000)}, "X025") == []
    assert image({**large, PIXELS: pixels(80_002)}, "X025") == long(80_002)


def test_pixels_that_the_end_of_the_file_cuts_are_left_to_the_rule_that_says_so() -> None:
    data = file({**IMAGE, PIXELS: pixels(46)})[:-2]
    assert said_of(check_bytes(data, select=["X025", "E001"])) == [
        ("E001", "error", "PixelData", {"container": "file"}, None, None)
    ]


def test_reading_no_further_than_pixel_data_still_knows_its_length() -> None:
    for length, wanted in ((48, []), (46, short(46))):
        assert said_of(check_bytes(file({**IMAGE, PIXELS: pixels(length)}), select="X025", read="header")) == wanted


def test_encapsulated_pixels_have_no_length_to_compare() -> None:
    assert image({PIXELS: fragments(b"ab")}, "X025", syntax=JPEG) == []


def test_float_pixels() -> None:
    base: Content = {PIXELS: None, INTERPRETATION: None, ALLOCATED: None, STORED: None, HIGH: None}
    for tag, vr, right, name in ((FLOAT, "OF", 96, "FloatPixelData"), (DOUBLE, "OD", 192, "DoubleFloatPixelData")):
        assert image({**base, tag: (vr, bytes(right))}) == []
        assert image({**base, tag: (vr, bytes(right)), SAMPLES: None}) == []
        assert image({**base, tag: (vr, bytes(right - 8))}) == short(right - 8, name)
        assert image({**base, tag: (vr, bytes(right + 8)), SAMPLES: None}) == long(right + 8, name)
        assert image({**base, tag: (vr, bytes(8)), SAMPLES: ("US", b"")}) == []
        assert image({**base, tag: (vr, bytes(2 * right)), FRAMES: ("IS", "2")}) == []


# -- X026, X027: palettes


def palette(red: list[int], green: list[int], blue: list[int], *lengths: int) -> Content:
    made: dict[int, tuple[str, object]] = {0x00281101: us(*red), 0x00281102: us(*green), 0x00281103: us(*blue)}
    made.update({0x00281201 + number: ("OW", bytes(length)) for number, length in enumerate(lengths)})
    return made  # type: ignore[return-value]


NAMES = ("Red", "Green", "Blue")


def descriptor_said(colour: int, fault: str) -> Said:
    return error("X026", f"{NAMES[colour]}PaletteColorLookupTableDescriptor", fault=fault)


def data_said(colour: int, observed: int) -> Said:
    return error("X027", f"{NAMES[colour]}PaletteColorLookupTableData", observed=observed)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (palette([4, 0, 16], [4, 0, 16], [4, 0, 16]), []),
        (palette([4, 0, 8], [4, 0, 8], [4, 0, 8]), []),
        # The first value mapped may be another.
        (palette([4, 0, 16], [4, 1, 16], [4, 2, 16]), []),
        (palette([4, 0, 12], [4, 0, 16], [4, 0, 12]), [descriptor_said(0, "bits"), descriptor_said(1, "differs"), descriptor_said(2, "bits")]),
        (palette([4, 0, 16], [5, 0, 16], [4, 0, 16]), [descriptor_said(1, "differs")]),
        (palette([4, 0, 16], [4, 0, 16], [4, 0, 8]), [descriptor_said(2, "differs")]),
        (palette([0, 0, 16], [0, 0, 16], [4, 0, 16]), [descriptor_said(2, "differs")]),
        # What has not three values is for the VM.
        (palette([4, 0], [4, 0, 16], [5, 0, 16]), []),
        (palette([4, 0, 16], [4, 0, 12, 0], [4, 0, 16]), []),
        ({**palette([4, 0, 16], [4, 0, 16], [4, 0, 16]), 0x00281101: None}, []),
        ({**palette([4, 0, 16], [4, 0, 16], [5, 0, 16]), 0x00281101: None}, []),
        ({**palette([4, 0, 16], [4, 0, 16], [5, 0, 16]), 0x00281102: ("SS", [4, -3, 16])}, [descriptor_said(2, "differs")]),
        ({**palette([4, 0, 16], [4, 0, 16], [4, 0, 16]), 0x00281102: ("OW", bytes(6))}, []),
    ],
)  # fmt: skip
def test_palette_descriptors(content: Content, wanted: list[Said]) -> None:
    for syntax in SYNTAXES:
        if syntax != IMPLICIT or all(isinstance(v, tuple) and v[0] != "OW" for v in content.values() if v):
            assert said(content, "X026", syntax=syntax) == wanted, syntax


@pytest.mark.parametrize(
    ("count", "bits", "right", "wrong"),
    [
        (4, 16, [8], [4, 6, 10, 16]),
        (5, 16, [10], [5, 6]),
        (4, 8, [4, 8], [2, 6, 10]),
        (5, 8, [5, 6, 10], [4, 8, 12]),
        (1, 8, [1, 2], [4]),
        (0, 16, [131_072], [2, 65_536]),
        (0, 8, [65_536, 131_072], [2, 131_070]),
        # A rule of its own says that these bits are wrong.
        (4, 12, [2, 4, 8, 12], []),
    ],
)
def test_palette_data(count: int, bits: int, right: list[int], wrong: list[int]) -> None:
    described = [count, 0, bits]
    for length in right:
        assert said(palette(described, described, described, length, length, length), "X027") == []
    for length in wrong:
        content = palette(described, described, described, length, length, length)
        assert said(content, "X027") == [data_said(colour, length) for colour in range(3)]


def test_palette_data_that_cannot_be_judged() -> None:
    described = [4, 0, 16]
    assert said(palette(described, described, described, 0, 8, 8), "X027") == []
    assert said({**palette(described, described, described, 2), 0x00281101: None}, "X027") == []
    # Segmented data are of any length (PS3.3 C.7.9.2).
    assert said({**palette(described, described, described), 0x00281221: ("OW", bytes(2))}, "X027") == []
    # Each by its own descriptor.
    assert said(palette([4, 0, 16], [2, 0, 16], [4, 0, 16], 8, 4, 4), "X027") == [data_said(2, 4)]
    cut = file(palette(described, described, described, 8, 8, 12))[:-2]
    assert said_of(check_bytes(cut, select="X027")) == []


# -- X029, X030: fragments and frames


def frames(number: int, *parts: bytes, table: bytes = b"") -> Content:
    return {FRAMES: ("IS", str(number)), PIXELS: fragments(*parts, table=table)}


def offsets(*entries: int) -> bytes:
    return struct.pack(f"<{len(entries)}L", *entries)


def fragments_said(observed: int, fault: str) -> list[Said]:
    return [error("X029", "PixelData", observed=observed, fault=fault)]


VIDEO = tuple(f"1.2.840.10008.1.2.4.{last}" for last in ("100", "100.1", "102", "106.1", "107", "108"))


@pytest.mark.parametrize(
    ("syntax", "content", "wanted"),
    [
        (JPEG, frames(1, b"ab"), []),
        (JPEG, frames(1, b"ab", b"cd"), []),
        (JPEG, frames(2, b"ab", b"cd", b"ef"), []),
        (JPEG, frames(2, b"ab"), fragments_said(1, "too-few")),
        (JPEG, frames(1), fragments_said(0, "too-few")),
        (JPEG, {PIXELS: fragments()}, fragments_said(0, "too-few")),
        (JPEG, {PIXELS: fragments(b"ab")}, []),
        (JPEG, {FRAMES: ("IS", "many"), PIXELS: fragments()}, []),
        (RLE, frames(2, b"ab", b"cd"), []),
        (RLE, frames(2, b"ab"), fragments_said(1, "too-few")),
        (RLE, frames(2, b"ab", b"cd", b"ef"), fragments_said(3, "rle")),
        (RLE, frames(1, b"ab", b"cd", table=offsets(0, 10)), fragments_said(2, "rle")),
        (JPEG, frames(1, b"ab", b"cd", table=offsets(0)), []),
        (JPEG, frames(1, b"ab", b"cd", table=offsets(0, 10)), fragments_said(2, "offsets")),
        (JPEG, frames(2, b"ab", b"cd", table=offsets(0)), fragments_said(1, "offsets")),
        (JPEG, frames(2, b"ab", b"cd", table=offsets(0, 10)), []),
        (JPEG, frames(3, b"ab", b"cd", table=offsets(0, 10)), fragments_said(2, "too-few")),
        (JPEG, frames(2, b"ab", b"cd", table=b"\0\0"), []),
        *((video, frames(9, b"ab"), []) for video in VIDEO),
        *((video, frames(9, b"ab", table=offsets(0)), []) for video in VIDEO),
        ("1.2.840.10008.1.2.4.110", frames(9, b"ab"), fragments_said(1, "too-few")),
        ("1.2.840.10008.1.2.4.50", {FRAMES: ("IS", "9"), PIXELS: pixels(2, "OB")}, []),
    ],
)  # fmt: skip
def test_fragments(syntax: str, content: Content, wanted: list[Said]) -> None:
    assert said(content, "X029", syntax=syntax) == wanted


def test_without_any_item_the_missing_table_is_told_and_nothing_else() -> None:
    data = file({FRAMES: ("IS", "2"), PIXELS: fragments()}, JPEG).replace(struct.pack("<HHL", 0xFFFE, 0xE000, 0), b"")
    assert [f.code for f in check_bytes(data, select=["X002", "X029"]).findings] == ["X002"]


def test_fragments_that_were_not_all_seen_are_not_counted() -> None:
    data = file(frames(3, b"ab", b"cd"), JPEG)
    assert check_bytes(data, select="X029", read="header").findings == ()
    assert check_bytes(data, select="X029", limits={"fragments": 2}).findings == ()
    assert len(check_bytes(data, select="X029").findings) == 1


def test_fragments_in_an_item_are_not_the_image() -> None:
    assert said({0x00880200: ("SQ", [frames(5, b"ab")])}, "X029", syntax=JPEG) == []


TABLE, LENGTHS = 0x7FE00001, 0x7FE00002


def extended(
    table: int | None, lengths: int | None, pixel_data: tuple[str, bytes] | bytes | None, number: int = 2
) -> Content:
    return {
        FRAMES: ("IS", str(number)),
        TABLE: None if table is None else ("OV", bytes(table)),
        LENGTHS: None if lengths is None else ("OV", bytes(lengths)),
        PIXELS: pixel_data,
    }


TWO = fragments(b"ab", b"cd")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (extended(16, 16, TWO), None),
        (extended(8, 8, TWO), "length"),
        (extended(24, None, TWO), "length"),
        (extended(0, 0, TWO), "length"),
        (extended(16, None, TWO), "lengths-missing"),
        (extended(16, None, pixels(2)), "lengths-missing"),
        (extended(16, 8, TWO), "lengths"),
        (extended(16, 8, pixels(2)), "lengths"),
        (extended(16, 16, pixels(2)), "native"),
        (extended(16, 16, fragments(b"ab", b"cd", table=offsets(0, 10))), "basic-table"),
        (extended(16, 16, None), None),
        (extended(None, 16, pixels(2)), None),
        # The number of frames unknown: what can be judged still is.
        ({**extended(8, 8, TWO), FRAMES: ("IS", "x")}, None),
        ({**extended(8, 16, TWO), FRAMES: ("IS", "x")}, "lengths"),
        ({**extended(8, None, TWO), FRAMES: ("IS", "x")}, "lengths-missing"),
        ({**extended(8, 8, TWO), FRAMES: None}, None),
    ],
)  # fmt: skip
def test_extended_offset_tables(content: Content, fault: str | None) -> None:
    wanted = [] if fault is None else [error("X030", "ExtendedOffsetTable", fault=fault)]
    assert said(content, "X030", syntax=JPEG) == wanted


def test_where_the_walk_ends_at_pixel_data_its_basic_table_is_not_known() -> None:
    data = file(extended(16, 16, fragments(b"ab", b"cd", table=offsets(0, 10))), JPEG)
    assert check_bytes(data, select="X030", read="header").findings == ()


# -- X031: overlays


def overlay(rows: int, columns: int, length: int, number: str | None = None, group: int = 0x6000) -> Content:
    first = group << 16
    return {
        first | 0x0010: us(rows),
        first | 0x0011: us(columns),
        first | 0x0015: None if number is None else ("IS", number),
        first | 0x0100: us(1),
        first | 0x3000: pixels(length),
    }


def overlay_said(severity: str, observed: int, fault: str, group: str = "") -> list[Said]:
    return [("X031", severity, f"({group},3000)" if group else "OverlayData", {"fault": fault}, observed, None)]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (overlay(4, 4, 2), []),
        (overlay(4, 5, 4), []),
        (overlay(4, 5, 3), []),
        (overlay(4, 5, 2), [("error", 2, "short")]),
        (overlay(4, 5, 6), [("warning", 6, "long")]),
        (overlay(4, 4, 4), [("warning", 4, "long")]),
        (overlay(4, 4, 0), [("error", 0, "short")]),
        # Frames are not padded either: 3 x 9 bits are 4 bytes.
        (overlay(3, 3, 4, "3"), []),
        (overlay(3, 3, 2, "3"), [("error", 2, "short")]),
        (overlay(4, 4, 2, ""), []),
        (overlay(4, 4, 40, "x"), []),
        ({**overlay(4, 4, 40), 0x60000010: None}, []),
        ({**overlay(4, 4, 40), 0x60000011: ("US", b"")}, []),
        ({**overlay(4, 4, 4), 0x60000100: None}, [("warning", 4, "long")]),
        # The retired form, in bits of the pixels (PS3.5 8.1.2).
        ({**overlay(4, 4, 40), 0x60000100: us(16)}, []),
        ({**overlay(4, 4, 40), 0x60000100: ("US", b"")}, []),
    ],
)  # fmt: skip
def test_overlays(content: Content, wanted: list[tuple[str, int, str]]) -> None:
    for syntax in SYNTAXES:
        said_here = [(one[0], one[1], one[3], one[4]) for one in said(content, "X031", syntax=syntax)]
        assert said_here == [("X031", severity, {"fault": fault}, number) for severity, number, fault in wanted]


def test_every_overlay_has_its_group() -> None:
    places = {}
    for group in (0x6000, 0x6002, 0x601E, 0x6020, 0x6001):
        report = check_bytes(file(overlay(4, 4, 6, group=group)), select="X031", levels=("warning",))
        places[group] = [f.place for f in report.findings]
    wanted = {group: [((group << 16 | 0x3000, 1, 0),)] for group in (0x6000, 0x6002, 0x601E)}
    assert places == {**wanted, 0x6020: [], 0x6001: []}
    two = {**overlay(4, 4, 6), **overlay(4, 4, 6, group=0x6002)}
    assert len(said(two, "X031")) == 2


# -- X032: waveforms


def waveform(channels: int, samples: int, bits: int, length: int) -> Content:
    return {
        0x003A0005: us(channels), 0x003A0010: ("UL", [samples]), 0x54001004: us(bits),
        0x54001010: pixels(length, "OW" if bits > 8 else "OB"),
    }  # fmt: skip


def waveforms(*items: Content) -> Content:
    return {0x54000100: ("SQ", items)}


WAVEFORM = "WaveformSequence[1].WaveformData"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (waveform(2, 5, 16, 20), []),
        (waveform(2, 5, 16, 18), [error("X032", WAVEFORM, observed=18, fault="short")]),
        (waveform(2, 5, 16, 22), [error("X032", WAVEFORM, observed=22, fault="long")]),
        (waveform(1, 5, 8, 6), []),
        (waveform(1, 5, 8, 5), []),
        (waveform(1, 5, 8, 4), [error("X032", WAVEFORM, observed=4, fault="short")]),
        (waveform(1, 70_000, 8, 70_000), []),
        (waveform(1, 70_000, 8, 4464), [error("X032", WAVEFORM, observed=4464, fault="short")]),
        ({**waveform(2, 5, 16, 2), 0x003A0010: ("US", [5])}, []),
        ({**waveform(2, 5, 16, 2), 0x003A0005: None}, []),
        ({**waveform(2, 5, 16, 2), 0x54001004: ("US", b"")}, []),
        ({**waveform(2, 5, 16, 2), 0x54001010: None}, []),
    ],
)  # fmt: skip
def test_waveforms(content: Content, wanted: list[Said]) -> None:
    assert said(waveforms(content), "X032") == wanted
    if content.get(0x003A0010) != ("US", [5]):
        assert said(waveforms(content), "X032", syntax=BIG) == wanted
        assert said(waveforms(content), "X032", syntax=IMPLICIT) == wanted


def test_each_multiplex_group_is_judged() -> None:
    content = waveforms(waveform(2, 5, 16, 20), waveform(1, 1, 16, 4), waveform(2, 2, 16, 2))
    assert [(one[2], one[3]) for one in said(content, "X032")] == [
        ("WaveformSequence[2].WaveformData", {"fault": "long"}),
        ("WaveformSequence[3].WaveformData", {"fault": "short"}),
    ]
    assert said({0x00081140: ("SQ", [content])}, "X032") == []


# -- X033: LUTs


def lut(count: int, bits: int, length: int | None) -> Content:
    return {0x00283002: us(count, 0, bits), 0x00283006: None if length is None else pixels(length)}


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (lut(4, 16, 8), None),
        (lut(4, 12, 8), None),
        (lut(4, 10, 8), None),
        (lut(4, 7, 8), "bits"),
        (lut(4, 17, 8), "bits"),
        (lut(4, 0, 2), "bits"),
        (lut(4, 12, 4), "length"),
        (lut(4, 16, 10), "length"),
        (lut(4, 8, 4), None),
        (lut(5, 8, 6), None),
        (lut(5, 8, 10), None),
        (lut(5, 8, 8), "length"),
        (lut(0, 16, 131_072), None),
        (lut(0, 16, 2), "length"),
        (lut(4, 16, 0), None),
        (lut(4, 16, None), None),
        ({**lut(4, 7, 8), 0x00283002: us(4, 0)}, None),
        ({**lut(4, 16, 2), 0x00283002: ("SS", [4, -9, 16])}, "length"),
        ({**lut(4, 16, 2), 0x00283002: None}, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("tag", "name"),
    [(0x00283000, "ModalityLUTSequence"), (0x00283010, "VOILUTSequence"), (0x20500010, "PresentationLUTSequence")],
)
def test_luts(content: Content, wanted: str | None, tag: int, name: str) -> None:
    path = f"{name}[1].LUTDescriptor" if wanted == "bits" else f"{name}[1].LUTData"
    data = content.get(0x00283006)
    observed = len(data[1]) if wanted == "length" and isinstance(data, tuple) and isinstance(data[1], bytes) else None
    expected = [] if wanted is None else [error("X033", path, observed=observed, fault=wanted)]
    for syntax in (EXPLICIT, BIG, IMPLICIT):
        assert said({tag: ("SQ", [content])}, "X033", syntax=syntax) == expected


def test_luts_at_any_depth_but_not_in_open_items() -> None:
    inner: Content = {0x00283010: ("SQ", [lut(4, 16, 8), lut(4, 16, 2)])}
    deep: Content = {0x52009230: ("SQ", [{0x00289132: ("SQ", [inner])}])}
    path = "PerFrameFunctionalGroupsSequence[1].FrameVOILUTSequence[1].VOILUTSequence[2].LUTData"
    assert said(deep, "X033") == [error("X033", path, observed=2, fault="length")]
    # Original Attributes Sequence > Modified Attributes Sequence may hold whatever was there (PS3.3 C.12.1.1.9).
    assert said({0x04000561: ("SQ", [{0x04000550: ("SQ", [inner])}])}, "X033") == []


def test_a_lut_elsewhere_is_no_lut_of_these() -> None:
    assert said({0x00081140: ("SQ", [lut(4, 7, 8)]), **lut(4, 7, 8)}, "X033") == []


# -- X034: smallest and largest


@pytest.mark.parametrize(
    ("smallest", "largest", "fires"),
    [
        (us(5), us(4), True),
        (us(5), us(5), False),
        (us(0), us(65535), False),
        (("SS", [-5]), ("SS", [4]), False),
        (("SS", [4]), ("SS", [-5]), True),
        (("SS", [-4]), ("SS", [-5]), True),
        (us(5), ("SS", [4]), False),
        (us(5), ("US", b""), False),
        (us(5), None, False),
        (None, us(0), False),
    ],
)
def test_smallest_and_largest(smallest: tuple[str, list[int]], largest: tuple[str, list[int]], fires: bool) -> None:
    wanted = [warning("X034", "LargestImagePixelValue")] if fires else []
    for syntax in (EXPLICIT, BIG, DEFLATED):
        assert image({SMALLEST: smallest, LARGEST: largest}, "X034", syntax=syntax) == wanted


@pytest.mark.parametrize("syntax", [IMPLICIT, EXPLICIT])
def test_without_vr_the_representation_tells_the_sign(syntax: str) -> None:
    vr = "UN" if syntax == EXPLICIT else "SS"
    signed: Content = {SMALLEST: (vr, b"\xfb\xff"), LARGEST: (vr, b"\4\0")}
    fires = [warning("X034", "LargestImagePixelValue")]
    assert image({**signed, REPRESENTATION: us(1)}, "X034", syntax=syntax) == []
    assert image({**signed, REPRESENTATION: us(0)}, "X034", syntax=syntax) == fires
    assert image({**signed, REPRESENTATION: us(2)}, "X034", syntax=syntax) == []
    assert image({**signed, REPRESENTATION: None}, "X034", syntax=syntax) == []


# -- Data sets in memory, and JSON


def test_data_sets_in_memory() -> None:
    wrong = file({**IMAGE, STORED: us(17), PIXELS: pixels(46)})
    read = pydicom.dcmread(io.BytesIO(wrong), force=True)
    wanted = [error("X020", "BitsStored"), error("X021", "HighBit"), *short(46)]
    assert said_of(check_dataset(read, select="X02")) == wanted
    for element in read:
        assert element.value is not None
    assert said_of(check_dataset(read, select="X02")) == wanted


def test_values_that_are_not_at_hand_have_no_length() -> None:
    json = {
        "60000010": {"vr": "US", "Value": [4]}, "60000011": {"vr": "US", "Value": [4]},
        "60003000": {"vr": "OW", "BulkDataURI": "file:///a"},
    }  # fmt: skip
    assert said_of(check_json(json, select="X031")) == []
    json["60003000"] = {"vr": "OW", "InlineBinary": "AA=="}
    assert said_of(check_json(json, select="X031")) == overlay_said("error", 1, "short")


def test_json_does_not_tell_whether_pixels_are_native() -> None:
    json = {
        "00280002": {"vr": "US", "Value": [1]}, "00280004": {"vr": "CS", "Value": ["MONOCHROME2"]},
        "00280010": {"vr": "US", "Value": [4]}, "00280011": {"vr": "US", "Value": [6]},
        "00280100": {"vr": "US", "Value": [16]}, "7FE00010": {"vr": "OW", "InlineBinary": "AAAA"},
    }  # fmt: skip
    assert said_of(check_json(json, select="X025")) == []
    json["7FE00001"] = json["7FE00002"] = {"vr": "OV", "InlineBinary": "AAAAAAAAAAA="}
    assert said_of(check_json(json, select="X030")) == []


def test_converted_pixels_are_native_if_the_transfer_syntax_says_so() -> None:
    read = pydicom.dcmread(io.BytesIO(file({**IMAGE, PIXELS: pixels(46)})), force=True)
    assert read.PixelData
    assert said_of(check_dataset(read, select="X025")) == short(46)
    read.file_meta.TransferSyntaxUID = pydicom.uid.JPEGBaseline8Bit
    assert said_of(check_dataset(read, select="X025")) == []
    del read.file_meta
    assert said_of(check_dataset(read, select="X025")) == []


def test_a_deferred_value_has_no_length_either() -> None:
    read = pydicom.dcmread(io.BytesIO(file(IMAGE)), force=True)
    raw = read.get_item(PIXELS)
    read._dict[pydicom.tag.Tag(PIXELS)] = raw._replace(value=None)
    assert said_of(check_dataset(read, select="X025")) == []


def test_fragments_of_a_data_set_in_memory_are_not_seen() -> None:
    read = pydicom.dcmread(io.BytesIO(file(frames(5, b"ab"), JPEG)), force=True)
    assert said_of(check_dataset(read, select="X029")) == []


# -- X036: padding


@pytest.mark.parametrize(
    ("stored", "representation", "value", "is_told"),
    [
        (12, 0, 4096, True),
        (12, 0, 63536, True),
        (12, 1, -2049, True),
        (12, 1, 2048, True),
        (12, 0, 4095, False),
        (12, 1, -2048, False),
        (16, 0, 65535, False),
        (16, 1, -32768, False),
        # What is not known says nothing.
        (17, 0, 60000, False),
        (12, 2, 60000, False),
    ],
)
def test_padding(stored: int, representation: int, value: int, is_told: bool) -> None:
    for tag in (0x00280120, 0x00280121):
        content: Content = {
            0x00280101: ("US", stored),
            0x00280103: ("US", representation),
            tag: ("SS" if value < 0 else "US", value),
        }
        assert [severity for _, severity, *_ in said(content, "X036")] == ["warning"] * is_told

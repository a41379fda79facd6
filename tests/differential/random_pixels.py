"""Random images, tables, waveforms and planes: Attributes that must fit each other, with small values that often do.

Every value comes from a short list in which right ones, nearly right ones and edges stand side by side, so that a few
draws meet each side of each rule of pixels (X020 and after) and of consistency (C001 and after).
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from hypothesis import strategies as st

from . import encode as enc
from .encode import CODES, El, Item
from .fitting import SAMPLES_OF, Here, native_length

UID_POOL = ("1.2.3", "1.2.3.4", "1.2.3.5", "1.2.3.4 ", "", "1.2.3.4\\1.2.3")
DATE_POOL = (
    "20200101", "20200101 \\20200103", "20200102", "20191231", "20200230", "", "20200102\\1990", " 20210101", "2020",
)  # fmt: skip
FRAME_POOL = ("1", "2", "3", "", " +2 ", "0", "-1", "x", "2147483648", "1\\2", "03", "2147483647", "  ")
SPACING_POOL = (
    "1\\1",
    "0\\1",
    "1\\0",
    "-1\\1",
    "1\\-1",
    "-0\\.5",
    "1",
    "1\\x",
    "0\\0",
    "1e-400\\1",
    "",
    "1\\2\\3",
    " -1\\1 ",
)
THICKNESS_POOL = ("1", "0", "-1", "", "-0.0", "1\\2", "x", "-1e-400")
ORIENTATION_POOL = (
    "1\\0\\0\\0\\1\\0", "1.005\\0\\0\\0\\1\\0", "1\\0\\0\\0\\1.02\\0", "1.005\\0\\0\\0\\2\\0", "1\\0\\0\\0.005\\1\\0",
    "1\\0\\0\\1\\0\\0", "1.001\\0\\0\\0\\0.999\\0", "1.01\\0\\0\\0\\1\\0", "1\\0\\0\\0.01\\1\\0", "1\\0\\0\\0.001\\1\\0",
    "0\\0\\0\\0\\0\\0", "1\\0\\0\\0\\1", "1e400\\0\\0\\0\\1\\0", "1\\0\\0\\0\\x\\0", "", "0.6\\0.8\\0\\-0.8\\0.6\\0",
)  # fmt: skip
INTERPRETATION_POOL = (*sorted(SAMPLES_OF), "OTHER", "rgb", "", " RGB ", "RGB\\MONOCHROME2")
SMALL = (0, 1, 2, 3, 4, 7, 8, 9, 65535)
BITS = (0, 1, 7, 8, 11, 12, 15, 16, 17, 32, 64)


def packed(vr: str, *numbers: int) -> bytes:
    """Numbers as a value."""
    return b"".join(struct.pack("<" + CODES[vr], number) for number in numbers)


@st.composite
def number(draw: st.DrawFn, tag: int, pool: tuple[int, ...], vr: str = "US") -> El:
    """A number of a pool; now and then of another VR, two of them, or none."""
    odd = draw(st.integers(0, 19))
    if odd == 0:
        return El(tag, vr)
    if odd == 1:
        return El(tag, "SS", packed("SS", draw(st.sampled_from([-1, 0, 1, 8]))))
    if odd == 2:
        return El(tag, vr, packed(vr, draw(st.sampled_from(pool)), 1))
    return El(tag, vr, packed(vr, draw(st.sampled_from(pool))))


@st.composite
def text(draw: st.DrawFn, tag: int, vr: str, pool: tuple[str, ...]) -> El:
    """A text of a pool."""
    return El(tag, vr, enc.padded(draw(st.sampled_from(pool)).encode(), b"\0" if vr == "UI" else b" "))


@st.composite
def sized(draw: st.DrawFn, tag: int, vr: str, wanted: int | None) -> El:
    """Bytes of the wanted Length or nearly."""
    off = draw(st.sampled_from([0, 0, 0, 1, -1, 2, -2, 4]))
    size = max(0, min(wanted if wanted is not None else 4, 4096) + off)
    return El(tag, vr, bytes(size))


@st.composite
def chosen(draw: st.DrawFn, *parts: st.SearchStrategy[El]) -> list[El]:
    """Most of these Elements."""
    return [draw(part) for part in parts if draw(st.integers(0, 7))]


@st.composite
def plain_attributes(draw: st.DrawFn) -> list[El]:
    """What an image says of itself, each part right alone, so that the Length of its pixels is what matters."""
    interpretation = draw(st.sampled_from(sorted(SAMPLES_OF)))
    allocated = draw(st.sampled_from([1, 8, 16, 12]))
    return [
        El(0x00280002, "US", packed("US", SAMPLES_OF[interpretation])),
        draw(text(0x00280004, "CS", (interpretation,))),
        El(0x00280006, "US", packed("US", draw(st.sampled_from([0, 1])))),
        draw(text(0x00280008, "IS", ("1", "2", "3", ""))),
        El(0x00280010, "US", packed("US", draw(st.integers(1, 5)))),
        El(0x00280011, "US", packed("US", draw(st.integers(1, 5)))),
        El(0x00280100, "US", packed("US", allocated)),
        El(0x00280101, "US", packed("US", allocated)),
        El(0x00280102, "US", packed("US", allocated - 1)),
    ]


@st.composite
def attributes(draw: st.DrawFn) -> list[El]:
    """What an image says of itself, of which anything may be missing or wrong."""
    return draw(
        chosen(
            number(0x00280002, (1, 1, 3, 3, 4, 0)),
            text(0x00280004, "CS", INTERPRETATION_POOL),
            number(0x00280006, (0, 1, 1, 2)),
            text(0x00280008, "IS", FRAME_POOL),
            number(0x00280010, SMALL),
            number(0x00280011, SMALL),
            number(0x00280100, BITS),
            number(0x00280101, BITS),
            number(0x00280102, BITS),
            number(0x00280103, (0, 1, 2)),
        )
    )


@st.composite
def images(draw: st.DrawFn) -> list[El]:
    """An image: its Attributes, and pixels that may fit them."""
    found = draw(st.one_of(plain_attributes(), attributes()))
    for tag in (0x00280106, 0x00280107):
        vr = draw(st.sampled_from(["US", "US", "SS"]))
        found += draw(chosen(number(tag, (0, 1, 2, 3) if vr == "US" else (-2, -1, 0, 1), vr)))
    kind = draw(st.sampled_from(["native", "native", "float", "encapsulated"]))
    if kind == "encapsulated":
        table = draw(st.sampled_from([b"", b"", b"\0" * 4, b"\0\0\0\0\x0c\0\0\0", b"\0\0"]))
        parts = draw(st.lists(st.just(b"\xff\xd8\xff\xd9"), max_size=4))
        return [*found, El(0x7FE00010, "OB", fragments=[table, *parts] if draw(st.integers(0, 15)) else [])]
    tag, vr = (
        (0x7FE00010, "OW") if kind == "native" else draw(st.sampled_from([(0x7FE00008, "OF"), (0x7FE00009, "OD")]))
    )
    return [*found, draw(sized(tag, vr, wanted_length(found, tag)))]


def wanted_length(found: list[El], tag: int) -> int | None:
    """The Length that pixels must have, where plain values say it."""
    plain = [el for el in found if el.vr in ("US", "IS", "CS")]
    frames = Here(plain).text(0x00280008)
    here = Here(plain if frames in ("1", "2", "3", "") else [el for el in plain if el.tag != 0x00280008])
    return native_length(here, tag)


@st.composite
def offset_tables(draw: st.DrawFn) -> list[El]:
    """Extended Offset Tables."""
    sizes = st.sampled_from([8, 16, 24, 0, 12])
    return draw(chosen(*(sizes.map(lambda n, tag=tag: El(tag, "OV", bytes(n))) for tag in (0x7FE00001, 0x7FE00002))))  # type: ignore[misc]


@st.composite
def descriptors(draw: st.DrawFn, tag: int) -> tuple[El, int]:
    """A LUT Descriptor, and the Length that it asks for."""
    count, bits = draw(st.sampled_from([1, 2, 3, 4, 0])), draw(st.sampled_from([8, 16, 16, 12, 10, 7, 17]))
    vr = draw(st.sampled_from(["US", "US", "SS"]))
    value = packed(vr, count, draw(st.sampled_from([0, 5])), bits)
    length = count if bits == 8 and draw(st.booleans()) else 2 * count
    return El(tag, vr, value if draw(st.integers(0, 9)) else value[:4]), length


@st.composite
def palettes(draw: st.DrawFn) -> list[El]:
    """Palettes of which the three colours are alike, or not."""
    found = []
    same = draw(descriptors(0)) if draw(st.booleans()) else None
    for number_of in range(3):
        described, length = same or draw(descriptors(0))
        found.append(described.copy(tag=0x00281101 + number_of))
        found.append(draw(sized(0x00281201 + number_of, "OW", length)))
    return [el for el in found if draw(st.integers(0, 7))]


@st.composite
def luts(draw: st.DrawFn) -> list[El]:
    """A LUT Sequence."""
    items = []
    for _ in range(draw(st.integers(0, 2))):
        described, length = draw(descriptors(0x00283002))
        parts = [described, draw(sized(0x00283006, draw(st.sampled_from(["OW", "US"])), length))]
        items.append(Item([el for el in parts if draw(st.integers(0, 9))], undefined=draw(st.booleans())))
    return [El(draw(st.sampled_from([0x00283000, 0x00283010, 0x20500010])), "SQ", items=items)]


@st.composite
def overlays(draw: st.DrawFn) -> list[El]:
    """An overlay."""
    group = draw(st.sampled_from([0x6000, 0x6002, 0x601E, 0x6020])) << 16
    found = draw(
        chosen(
            number(group | 0x0010, (1, 3, 4, 8)),
            number(group | 0x0011, (1, 3, 4, 8)),
            text(group | 0x0015, "IS", FRAME_POOL),
            number(group | 0x0100, (1, 1, 1, 8, 16)),
        )
    )
    here = Here([el for el in found if el.vr == "US"])
    rows, columns = here.number(group | 0x0010), here.number(group | 0x0011)
    wanted = None if rows is None or columns is None else -(-rows * columns // 8)
    return [*found, draw(sized(group | 0x3000, "OW", wanted))]


@st.composite
def waveforms(draw: st.DrawFn) -> list[El]:
    """A Waveform Sequence."""
    items = []
    for _ in range(draw(st.integers(0, 2))):
        parts = draw(
            chosen(
                number(0x003A0005, (0, 1, 2, 3)),
                number(0x003A0010, (0, 1, 2, 5), "UL"),
                number(0x54001004, (8, 16, 4, 12)),
            )
        )
        here = Here([el for el in parts if el.vr in ("US", "UL")])
        numbers = [here.number(tag) for tag in (0x003A0005, 0x003A0010, 0x54001004)]
        wanted = 1
        for one in numbers:
            wanted *= one if one is not None else 1
        parts.append(draw(sized(0x54001010, "OW", -(-wanted // 8))))
        items.append(Item(parts, undefined=draw(st.booleans())))
    return [El(0x54000100, "SQ", items=items, undefined=draw(st.booleans()))]


@st.composite
def planes(draw: st.DrawFn) -> list[El]:
    """Distances and orientations."""
    return draw(
        chosen(
            text(0x00180050, "DS", THICKNESS_POOL),
            *(text(tag, "DS", SPACING_POOL) for tag in (0x00181164, 0x00182010, 0x00280030)),
            *(text(tag, "DS", ORIENTATION_POOL) for tag in (0x00200037, 0x00480102)),
        )
    )


@st.composite
def identities(draw: st.DrawFn) -> list[El]:
    """UIDs, dates, and references that may be to the object itself."""
    found = draw(
        chosen(
            *(text(tag, "UI", UID_POOL) for tag in (0x00080018, 0x0020000D, 0x0020000E, 0x00200052)),
            *(text(tag, "DA", DATE_POOL) for tag in (0x00080020, 0x00100030)),
        )
    )
    for tag in (0x00081140, 0x00082112):
        if draw(st.booleans()):
            items = [Item([draw(text(0x00081155, "UI", UID_POOL))]) for _ in range(draw(st.integers(0, 3)))]
            found.append(El(tag, "SQ", items=items))
    return found


#: Where Items with the like may stand: shared groups, a Sequence of any kind, and one whose Items are open.
AROUND = (0x52009229, 0x00081140, 0x00289110, 0x04000550)


@st.composite
def pixel_elements(draw: st.DrawFn) -> list[El]:
    """A few Elements of some of these, at most once a Tag, by Tag; some of them inside a Sequence."""
    found: list[El] = []
    for part in draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3, unique=True)):
        found += draw(part())
    if draw(st.integers(0, 4)) == 0:
        inner = draw(st.sampled_from([planes, palettes, overlays]))()
        lower = [*draw(inner), *(draw(luts()) if draw(st.booleans()) else [])]
        item = Item(sorted(lower, key=lambda el: el.tag), undefined=draw(st.booleans()))
        found.append(El(draw(st.sampled_from(AROUND)), "SQ", items=[item]))
    return sorted({el.tag: el for el in found}.values(), key=lambda el: el.tag)


PARTS: tuple[Callable[[], st.SearchStrategy[list[El]]], ...] = (
    images,
    offset_tables,
    palettes,
    luts,
    overlays,
    waveforms,
    planes,
    identities,
)

"""Depth, number and size: linear time, bounded memory, a stack of 512 KB, and the count of Elements reached."""

from __future__ import annotations

import json
import pathlib
import struct
import time
from collections.abc import Callable

import pytest

import corpus
import validicom
from differential import encode as enc

from . import made

DEFAULT = validicom.Limits()
RAISED = validicom.Limits(
    depth=65_535, elements=20_000_000, inflated_bytes=1 << 30, held_bytes=2 << 30, fragments=1 << 24
)
# (0008,0016) and (0008,0018), and five Elements of File Meta Information with their Group Length
BESIDES = 2 + 6


def checked(data: bytes, limits: validicom.Limits) -> tuple[validicom.Report, float]:
    """The report of `data` on a small stack, and the CPU seconds."""
    found, seconds = made.on_small_stack(lambda: validicom.validate(data, limits=limits))
    return found, seconds


def seen(report: validicom.Report) -> int:
    """How many Elements and Items the walk met."""
    return int(report.elements_seen)


@pytest.mark.parametrize("undefined", [False, True], ids=["defined", "undefined"])
@pytest.mark.parametrize("levels", [10_000, 1_000_000])
def test_nesting(levels: int, undefined: bool) -> None:
    data = made.nested(levels, undefined)
    for name, limits in (("default", DEFAULT), ("raised", RAISED)):
        report, seconds = checked(data, limits)
        print(f"{levels} levels, {name}: {seconds * 1e3:.1f} ms, {seen(report)} seen, {report.incomplete}")
        assert seen(report) == BESIDES + 2 * levels
        if levels > limits.depth:
            assert "limit-depth" in report.incomplete
        else:
            assert "limit-depth" not in report.incomplete
        assert seconds < 5


def test_a_million_empty_items() -> None:
    for name, limits in (("default", DEFAULT), ("raised", RAISED)):
        report, seconds = checked(made.empty_items(1_000_000), limits)
        print(f"1,000,000 empty Items, {name}: {seconds * 1e3:.1f} ms, {seen(report)} seen")
        assert seen(report) == BESIDES + 1 + 1_000_000
        assert "limit-elements" not in report.incomplete
        assert seconds < 5


def test_ten_million_elements() -> None:
    data = made.many_elements(10_000_000)
    report, seconds = checked(data, DEFAULT)
    print(f"10,000,000 Elements, default: {seconds:.2f} s, {seen(report)} seen")
    assert "limit-elements" in report.incomplete
    assert DEFAULT.elements <= seen(report) <= DEFAULT.elements + 1
    report, seconds = checked(data, RAISED)
    print(f"10,000,000 Elements, raised: {seconds:.2f} s, {seen(report)} seen")
    assert seen(report) == BESIDES + 1 + 10_000_000
    assert "limit-elements" not in report.incomplete
    assert seconds < 30


def ratio(make: Callable[[int], bytes], count: int) -> float:
    """Time of 2n over time of n, the best of three each."""
    one, two = make(count), make(2 * count)
    best = [min(checked(data, RAISED)[1] for _ in range(3)) for data in (one, two)]
    return best[1] / best[0]


@pytest.mark.parametrize(
    ("name", "make", "count"),
    [
        ("nesting of defined length", lambda n: made.nested(n, False), 20_000),
        ("nesting of undefined length", lambda n: made.nested(n, True), 20_000),
        ("deep nesting", lambda n: made.nested(n, True), 200_000),
        ("empty Items", made.empty_items, 300_000),
        ("Elements", made.many_elements, 500_000),
        ("stray delimiters", lambda n: made.head() + made.root_start() + b"\xfe\xff\x0d\xe0\0\0\0\0" * n, 100_000),
        ("duplicates", lambda n: made.head() + made.root_start() + struct.pack("<HH", 0x10, 0x20) + b"LO\0\0" + (struct.pack("<HH", 0x10, 0x20) + b"LO\0\0") * n, 50_000),
        ("unterminated Items", lambda n: made.head() + made.root_start() + struct.pack("<HH", 8, 0x1140) + b"SQ\0\0\xff\xff\xff\xff" + b"\xfe\xff\x00\xe0\xff\xff\xff\xff" * n, 100_000),
        ("private blocks", lambda n: made.head() + made.root_start() + b"".join(struct.pack("<HH", 0x0009 + 2 * (i // 240), 0x1001 + 256 * (i % 240)) + b"LO\0\0" for i in range(n)), 50_000),
        ("fragments", lambda n: made.head(enc.JPEG_BASELINE) + made.root_start() + struct.pack("<HH", 0x7FE0, 0x10) + b"OB\0\0\xff\xff\xff\xff" + b"\xfe\xff\x00\xe0\0\0\0\0" * n + b"\xfe\xff\xdd\xe0\0\0\0\0", 200_000),
    ],
)  # fmt: skip
def test_time_is_linear(name: str, make: Callable[[int], bytes], count: int) -> None:
    found = ratio(make, count)
    print(f"{name}: time(2n)/time(n) = {found:.2f} at n = {count}")
    assert found <= 3.0


def test_the_claim_of_a_length_allocates_nothing(tmp_path: pathlib.Path) -> None:
    claim = (
        made.head() + made.root_start() + struct.pack("<HH", 0x7FE0, 0x10) + b"OB\0\0" + struct.pack("<I", 0xFFFFFFFE)
    )
    path = tmp_path / "claim"
    path.write_bytes(claim)
    found = made.in_child([{"path": str(path), "patches": None}])
    print(f"claim of 4 GB: {found['used'] >> 10} KiB, {found['worst'] * 1e3:.2f} ms")
    assert found["used"] <= 8 << 20
    assert found["worst"] < 0.2


def twenty(most: int) -> list[pathlib.Path]:
    """Twenty real files up to a size: the ones in the middle of twenty equal shares."""
    files = [p for p in corpus.real_files() if p.stat().st_size < most and p.read_bytes()[128:132] == b"DICM"]
    files.sort(key=lambda p: (p.stat().st_size, p.name))
    return files[len(files) // 40 :: max(1, len(files) // 20)][:20]


@pytest.mark.skipif(not corpus.real_files(), reason="no real files are laid out: run python tests/corpus.py")
def test_every_length_field_set_to_every_bad_length() -> None:
    count, used, worst = 0, 0, 0.0
    for path in twenty(512 << 10):
        data = path.read_bytes()
        patches = []
        for place in all_places(data):
            rest = len(data) - place.value_at
            for value in (0, 1, place.length | 1, rest, rest + 1, 1 << 31, 0xFFFFFFFE, 0xFFFFFFFF):
                size = place.length_size
                patches.append([place.length_at, (value & (1 << 8 * size) - 1).to_bytes(size, "little").hex()])
        found = made.in_child([{"path": str(path), "patches": patches}])
        count += len(patches)
        used, worst = max(used, found["used"]), max(worst, found["worst"])
        assert found["used"] <= (64 << 20) + 2 * len(data), path.name
    print(f"{count} lengths in 20 files: at most {used / 2**20:.1f} MiB, {worst * 1e3:.1f} ms")
    assert count > 1_000
    assert worst < 1


def all_places(data: bytes) -> list[enc.Place]:
    """The headers of File Meta Information and of the data set (little endian, not deflated)."""
    from differential.mutate import take_apart

    parts = take_apart(data)
    if parts.deflated or not parts.encoding.little:
        return enc.places(data, 132, enc.Encoding())
    shift = len(parts.head)
    body = [
        enc.Place(p.at + shift, p.tag, p.vr, p.length_at + shift, p.length_size, p.length, p.value_at + shift)
        for p in enc.places(parts.body, 0, parts.encoding)
    ]
    return enc.places(parts.head, 132, enc.Encoding()) + body


@pytest.mark.skipif(not corpus.real_files(), reason="no real files are laid out: run python tests/corpus.py")
def test_every_truncation_of_twenty_files() -> None:
    count, worst = 0, 0.0
    start = time.perf_counter()
    for path in twenty(64 << 10):
        data = path.read_bytes()
        for cut in range(len(data)):
            before = time.perf_counter()
            report = validicom.validate(data[:cut])
            worst = max(worst, time.perf_counter() - before)
            assert report.verdict in ("pass", "fail", "incomplete", "unreadable")
            count += 1
    took = time.perf_counter() - start
    print(f"{count} truncations of 20 files: {took / count * 1e6:.0f} us each, the longest {worst * 1e3:.1f} ms")
    assert count > 100_000
    assert worst < 0.5


UNITS = {
    "zeros": b"\0" * 4096,
    "one value": b"A" * 4096,
    "Elements": struct.pack("<HH", 0x10, 0x20) + b"LO" + struct.pack("<H", 32760) + b"A" * 32760,
    "empty Elements": struct.pack("<HH", 0x10, 0x20) + b"LO\0\0",
}


@pytest.mark.parametrize("name", sorted(UNITS))
def test_deflate_bomb(name: str, tmp_path: pathlib.Path) -> None:
    data = made.bomb(512 << 20, UNITS[name])
    path = tmp_path / "bomb"
    path.write_bytes(data)
    found = made.in_child([{"path": str(path), "patches": None}])
    report = validicom.validate(data)
    print(
        f"bomb of {name}, {len(data):,} bytes to 512 MiB: {found['worst'] * 1e3:.0f} ms, {found['used'] / 2**20:.0f} MiB, "
        f"{report.verdict} {json.dumps(report.incomplete)}"
    )
    assert report.incomplete
    if name == "empty Elements":
        # 2,000,000 Elements, all but one duplicates: the arena and the places kept besides the inflated bytes
        assert found["used"] <= (64 << 20) + 2_000_000 * 48 + (64 << 20)
        assert found["worst"] <= 2
        return
    assert found["used"] <= (64 << 20) + (8 << 20)
    assert found["worst"] <= 0.4

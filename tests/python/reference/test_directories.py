"""DICOMDIRs: C008 and C009, each fired and silent, in both engines (PS3.3 F.3.2.2, F.4)."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from made_bytes import el, item, meta

import validicom
from validicom import reference

DIRECTORY = "1.2.840.10008.1.3.10"
#: Type, number of the next record and of the first lower one; from 1, 0 is none, others lead nowhere.
Record = tuple[str, int, int]
TREE: list[Record] = [("PATIENT", 5, 2), ("STUDY", 0, 3), ("SERIES", 0, 4), ("IMAGE", 0, 0), ("PATIENT", 0, 0)]


def ul(tag: int, number: int) -> bytes:
    return el(tag, "UL", struct.pack("<L", number))


def directory(records: list[Record], first: int = 1, last: int = 1, *, in_use: int = 0xFFFF) -> bytes:
    """A DICOMDIR; `in_use` is the flag of its last record."""

    def build(starts: list[int]) -> bytes:
        def to(number: int) -> int:
            return 0 if number == 0 else starts[number - 1] if number <= len(starts) else 7

        items = []
        for number, (kind, following, lower) in enumerate(records, 1):
            flag = in_use if number == len(records) else 0xFFFF
            parts = [
                ul(0x00041400, to(following)),
                el(0x00041410, "US", struct.pack("<H", flag)),
                ul(0x00041420, to(lower)),
                el(0x00041430, "CS", (kind + " " * (len(kind) % 2)).encode()),
            ]
            items.append(item(b"".join(parts)))
        root = [
            el(0x00041130, "CS"),
            ul(0x00041200, to(first)),
            ul(0x00041202, to(last)),
            el(0x00041212, "US", b"\0\0"),
        ]
        head = bytes(128) + b"DICM" + meta(sop_class=DIRECTORY) + b"".join(root)
        at = len(head) + 12
        starts.clear()
        for one in items:
            starts.append(at)
            at += len(one)
        return head + el(0x00041220, "SQ", b"".join(items))

    starts: list[int] = []
    build(starts)
    return build(list(starts))


def told(data: bytes, code: str) -> list[tuple[str, str, str]]:
    """Path, severity and fault of what a rule finds; both engines say the same."""
    reports: list[Any] = [reference.check_bytes(data), validicom.validate(data)]
    found = [
        [(one.path, one.severity, one.detail["fault"], one.count) for one in report.findings if one.code == code]
        for report in reports
    ]
    assert all(one == found[0] for one in found)
    return [(path.rsplit(".", 1)[-1], severity, fault) for path, severity, fault, _ in found[0]]


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (directory(TREE, last=5), []),
        (directory([], first=0, last=0), []),
        (directory(TREE, first=9, last=5), [("OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity", "no-record")]),
        (directory(TREE, last=9), [("OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity", "no-record")]),
        (directory(TREE, last=1), [("OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity", "not-last")]),
        (directory(TREE, last=0), [("OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity", "not-last")]),
        (directory([("PATIENT", 9, 0)]), [("OffsetOfTheNextDirectoryRecord", "no-record")]),
        (directory([("PATIENT", 0, 9)]), [("OffsetOfReferencedLowerLevelDirectoryEntity", "no-record")]),
        # What lies below a record that is not in use does not matter.
        (directory([("PATIENT", 0, 9)], in_use=0), []),
        # C009 tells circles.
        (directory([("PATIENT", 1, 0)]), []),
    ],
)
def test_offsets(data: bytes, wanted: list[tuple[str, str]]) -> None:
    assert told(data, "C008") == [(path, "error", fault) for path, fault in wanted]


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (directory(TREE, last=5), []),
        (directory([("PATIENT", 0, 2), ("SERIES", 0, 0)]), [("DirectoryRecordType", "error", "upper-record")]),
        (directory([("IMAGE", 0, 0)]), [("DirectoryRecordType", "error", "upper-record")]),
        (directory([("PRIVATE", 0, 2), ("IMAGE", 0, 0)]), []),
        (directory([("TOPIC", 0, 2), ("IMAGE", 0, 0)]), []),
        (directory([("PATIENT", 1, 0)]), [("OffsetOfTheNextDirectoryRecord", "error", "reached-twice")]),
        (directory([("PATIENT", 0, 1)]), [("OffsetOfReferencedLowerLevelDirectoryEntity", "error", "reached-twice")]),
        (directory([("PATIENT", 0, 0)] * 2), [("DirectoryRecordSequence[2]", "warning", "not-reached")]),
        (directory([("PATIENT", 0, 0)], first=0, last=0), [("DirectoryRecordSequence[1]", "warning", "not-reached")]),
        # A record that is not in use need not be reached, nor one that others refer to.
        (directory([("PATIENT", 0, 0)] * 2, in_use=0), []),
        (directory([("PATIENT", 0, 0), ("MRDR", 0, 0)]), []),
        # Where an offset leads nowhere, that is the fault.
        (directory([("PATIENT", 9, 0)] * 2), []),
    ],
)
def test_hierarchy(data: bytes, wanted: list[tuple[str, str, str]]) -> None:
    assert told(data, "C009") == wanted


def test_many_records_in_a_circle_are_followed_once() -> None:
    count = 3000
    ring: list[Record] = [("PATIENT", number % count + 1, number % count + 1) for number in range(1, count + 1)]
    assert {fault for _, _, fault in told(directory(ring), "C009")} >= {"reached-twice"}


def test_keys_of_records_are_not_outside_the_iod() -> None:
    key = el(0x00100010, "PN", b"A^B ")
    record = el(0x00041220, "SQ", item(key))
    data = bytes(128) + b"DICM" + meta(sop_class=DIRECTORY) + record
    for check in (reference.check_bytes, validicom.validate):
        assert "A110" not in check(data, levels=("info",)).counts
        assert check(data + key, levels=("info",)).counts["A110"] == 1

"""With `redact=False` both engines show the same value beside a finding, whichever rule made it."""

from __future__ import annotations

import pytest

from . import encode as enc
from .breaks import BREAKS
from .engines import core, differences, reference
from .test_equal import broken

#: Rules of Structured Reports and of functional groups that stand at a value.
RULES = ("S001", "S002", "S003", "S004", "S005", "G007", "G008", "G009")


@pytest.mark.parametrize("name", RULES)
def test_rules_of_content_and_frames_show_their_value(name: str) -> None:
    assert name in BREAKS
    made = [one for one in (broken(name, seed) for seed in range(4)) if one is not None]
    assert made
    for one in made:
        data = one.made.file.to_bytes()
        shown = []
        for engine in (core, reference):
            findings = engine(data, edition=one.made.edition.name, redact=False, select=[name]).findings
            shown.append([(found[2], found[-1]) for found in findings])
        assert shown[0] == shown[1]
        assert all(value for _, value in shown[0])
        assert all(found[-1] is None for found in core(data, select=[name]).findings)


@pytest.mark.parametrize(
    ("tag", "vr", "value", "wanted"),
    [
        (0x00280101, "US", b"\x0d\0", "0D 00"),
        (0x00280004, "CS", b"MONOCHROME2 ", "MONOCHROME2"),
        (0x00200052, "UI", b"1.2.3\0", "1.2.3"),
    ],
)
def test_values_are_shown_without_what_pads_them(tag: int, vr: str, value: bytes, wanted: str) -> None:
    elements = [
        enc.El(0x00080018, "UI", b"1.2.3\0"),
        enc.El(0x00280002, "US", b"\3\0"),
        enc.El(0x00280100, "US", b"\x08\0"),
        enc.El(tag, vr, value),
    ]
    file = enc.File(elements=sorted(elements, key=lambda element: element.tag))
    shown = []
    for engine in (core, reference):
        findings = engine(file.to_bytes(), redact=False, select=["X020", "X023", "C001"]).findings
        shown.append([(found[0], found[-1]) for found in findings])
    assert shown[0] == shown[1]
    assert "X023" in dict(shown[0]) or wanted in dict(shown[0]).values()
    assert differences(file.to_bytes()) == ""

"""Bytes, a pydicom Dataset and DICOM JSON are three ways to one arena: what each of them promises.

A Dataset whose Elements are raw gives every finding of the file but those that only bytes can show; a converted one and
DICOM JSON give every finding of the rules that need a value or a presence; none invents a finding.
"""

from __future__ import annotations

import io
import random
import warnings
from typing import Any

import pydicom
import pydicom.config
import pytest

import corpus

from . import encode as enc
from .breaks import BREAKS
from .datasets import Valid, checkable, valid
from .engines import ALL_LEVELS, Answer, answer, assert_equal
from .tables import edition

# Codes of the encoding, of which a data set in memory shows nothing: lengths, delimiters, order, offsets, fragments.
BYTES_ONLY = ("F", "E", "X")
# pydicom's own conversion takes the fault away: it strips, pads or parses the value before anyone can look at it.
CONVERSION_MENDS = {
    "V001", "V005", "V010", "V018", "V019", "V020", "V024", "V029", "V030", "V031", "V032", "V041", "V042", "V026", "V028",
    "V002", "V025", "V040", "V043", "E020", "E012",
}  # fmt: skip
Key = tuple[Any, ...]


def keys(found: Answer, *families: str) -> set[Key]:
    """Findings of these families of codes: code, severity, path, module, detail, count."""
    # Without Transfer Syntax, or a value that is not at hand, more conditions cannot be decided: that is no finding.
    told = [f for f in found.findings if not (f[0] == "A108" and f[5] and f[5][0][0] == "attribute")]
    return {(f[0], f[1], f[2], f[4], f[5], f[6]) for f in told if f[0].startswith(families)}


def of_bytes(data: bytes, **options: Any) -> Answer:
    """The core's answer for the file."""
    import validicom

    return answer(validicom.validate(data, levels=ALL_LEVELS, **options))


def dataset(data: bytes) -> pydicom.Dataset:
    """The Dataset as pydicom reads it, its Elements raw."""
    return pydicom.dcmread(io.BytesIO(data), force=True)


def converted(data: bytes) -> pydicom.Dataset:
    """The Dataset with every Element converted that pydicom can convert."""
    found = dataset(data)
    waiting = [found]
    while waiting:
        here = waiting.pop()
        for tag in list(here.keys()):
            try:
                element = here[tag]
            except Exception:
                continue
            if element.VR == "SQ":
                waiting.extend(element.value)
    return found


def made(name: str) -> tuple[Valid, str] | None:
    """A valid file in Explicit VR Little Endian with this break, and its code."""
    rnd = random.Random(name)
    tables = edition("2025e")
    iods = checkable(tables)
    for _ in range(60):
        one = valid(tables, rnd.choice(iods), rnd.randrange(2**32), enc.EXPLICIT_LITTLE, 0.1)
        expected = BREAKS[name](one, rnd)
        if expected is not None:
            return one, expected[0]
    return None


VALUE_BREAKS = sorted(name for name in BREAKS if name.startswith(("V", "A", "P")))


@pytest.fixture(autouse=True)
def quiet_pydicom() -> Any:
    """pydicom neither warns nor refuses."""
    before = pydicom.config.settings.reading_validation_mode
    pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    pydicom.config.settings.reading_validation_mode = before


@pytest.mark.parametrize("name", VALUE_BREAKS)
def test_a_raw_dataset_gives_every_finding_that_is_not_of_the_bytes(name: str) -> None:
    found = made(name)
    if found is None:
        pytest.skip("no IOD has such an Attribute")
    data = found[0].file.to_bytes()
    families = ("V", "A", "M", "P", "R")
    of_file, of_raw = of_bytes(data), answer_of(dataset(data))
    assert keys(of_raw, *families) == keys(of_file, *families)
    assert found[1] in of_raw.codes()
    assert_equal(dataset(data))


@pytest.mark.parametrize("name", [name for name in VALUE_BREAKS if not name.startswith("V032")])
def test_converted_data_sets_and_json_give_every_finding_of_value_and_presence(name: str) -> None:
    found = made(name)
    if found is None:
        pytest.skip("no IOD has such an Attribute")
    data = found[0].file.to_bytes()
    of_file = of_bytes(data)
    for source in (converted(data), as_json(data)):
        if source is None:
            continue
        told = answer_of(source)
        families = (
            "A",
            "M",
            "P",
            "R",
            "V003",
            "V013",
            "V014",
            "V015",
            "V016",
            "V017",
            "V011",
            "V012",
            "V021",
            "V022",
            "V023",
        )
        assert keys(told, *families) <= keys(of_file, *families)
        missing = keys(of_file, *families) - keys(told, *families)
        assert not {one for one in missing if one[0] not in CONVERSION_MENDS}, type(source).__name__
        assert_equal(source)


def answer_of(source: Any) -> Answer:
    """The core's answer."""
    import validicom

    return answer(validicom.validate(source, levels=ALL_LEVELS))


def as_json(data: bytes) -> dict[str, Any] | None:
    """The DICOM JSON of a file, if pydicom can make it."""
    try:
        found: dict[str, Any] = converted(data).to_json_dict()
    except Exception:
        return None
    return found


@pytest.mark.skipif(not corpus.real_files(), reason="no real files are laid out: run python tests/corpus.py")
def test_no_front_end_invents_a_finding_on_real_files() -> None:
    tested, failed = 0, []
    for path in corpus.distinct_files():
        data = path.read_bytes()
        if len(data) > 2 << 20:
            continue
        try:
            sources = {"raw": dataset(data), "converted": converted(data), "json": as_json(data)}
        except Exception:
            continue
        of_file = of_bytes(data)
        if of_file.get("kind") not in ("part10", "no-preamble") or set(of_file.codes()) & {
            "E001",
            "E008",
            "E011",
            "E015",
            "E014",
            "F020",
        }:
            continue  # what pydicom makes of a damaged file is not the file
        if any(code.startswith("E00") for code in of_file.codes()):
            continue
        tested += 1
        for name, source in sources.items():
            if source is None:
                continue
            told = answer_of(source)
            if name == "json" and "M005" in told.codes():
                continue  # DICOM JSON has no File Meta Information, which alone says the SOP Class of this file
            codes = {(f[0], f[2]) for f in of_file.findings}
            extra = [
                (f[0], f[2])
                for f in told.findings
                if f[0].startswith(("V", "A", "M", "P")) and f[1] in ("error", "warning") and (f[0], f[2]) not in codes
            ]
            if extra:
                failed.append(f"{path.name} {name}: {extra[:4]}")
    print(f"three front ends on {tested} real files: {len(failed)} differ")
    assert not failed, "\n".join(failed[:12])

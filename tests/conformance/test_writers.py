"""Objects of other writers: each finding at error level is decided by a paragraph in `writers.tsv`, and none is wrong.

`VALIDICOM_OBJECTS` names a folder that `make_objects.py` made (nox session `writers`: all writers that are there).
Without it those of the writers that come from PyPI and are installed beside the tests are made: pydicom and highdicom.
"""

from __future__ import annotations

import csv
import functools
import importlib.util
import inspect
import os
import pathlib
import pkgutil
import re
import tempfile
import warnings
from typing import TYPE_CHECKING

import pytest

from conformance import make_objects, precision
from differential.engines import Answer, core, differences

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = pathlib.Path(__file__).parent
HERE_ALWAYS = ("pydicom", "highdicom")
VERDICTS = {"right", "wrong"}
has_highdicom = pytest.mark.skipif(importlib.util.find_spec("highdicom") is None, reason="highdicom is not installed")
#: Writer, IOD, Module, Attribute (Item numbers left out), code.
Key = tuple[str, str, str, str, str]


@functools.cache
def decided() -> dict[Key, set[str]]:
    """The objects that a decision is about; `*` is any."""
    return {
        (row["writer"], row["iod"], row["module"], row["attribute"], row["code"]): set(row["object"].split(";"))
        for row in precision.decided()
    }


@pytest.fixture(scope="session")
def objects() -> Iterator[dict[tuple[str, str], pathlib.Path]]:
    """The objects, by writer and name."""
    given = os.environ.get("VALIDICOM_OBJECTS")
    if given:
        yield {(path.parent.name, path.stem): path for path in sorted(pathlib.Path(given).glob("*/*.dcm"))}
        return
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        missing = [line for name in HERE_ALWAYS for line in make_objects.make(pathlib.Path(folder), name)[1]]
        print(*missing, sep="\n")
        yield {(path.parent.name, path.stem): path for path in sorted(pathlib.Path(folder).glob("*/*.dcm"))}


@functools.cache
def told(path: pathlib.Path) -> Answer:
    """What the core says of an object."""
    return core(str(path))


def errors(path: pathlib.Path) -> set[tuple[str, str, str, str]]:
    """IOD, Module, Attribute and code of each finding at error level."""
    return {
        (str(told(path).get("iod") or "-"), str(module or "-"), re.sub(r"\[\d+\]", "[]", str(at)) or "-", str(code))
        for code, severity, at, _, module, *_ in told(path).findings
        if severity == "error"
    }


def test_objects_are_made(objects: dict[tuple[str, str], pathlib.Path]) -> None:
    assert len([name for writer, name in objects if writer == "pydicom"]) == 5
    assert {told(path).get("verdict") for path in objects.values()} <= {"pass", "fail", "incomplete"}


@has_highdicom
def test_every_class_of_highdicom_is_made(objects: dict[tuple[str, str], pathlib.Path]) -> None:
    import highdicom
    from pydicom.dataset import Dataset

    from conformance.writers import with_highdicom

    public = {
        name
        for module in pkgutil.walk_packages(highdicom.__path__, "highdicom.")
        for name, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        if issubclass(one, Dataset) and highdicom.SOPClass in one.__mro__[1:] and not name.startswith("_")
    }
    # Image reads any image; it makes none.
    assert public - {"Image"} == set(with_highdicom.CLASSES)
    made = {told(path).get("sop_class_uid") for (writer, _), path in objects.items() if writer == "highdicom"}
    # Each class has one SOP Class, but Segmentation two: label maps are one of their own.
    assert len(made) == len(with_highdicom.CLASSES) + 1, sorted(map(str, made))


def test_each_error_is_decided_and_right(objects: dict[tuple[str, str], pathlib.Path]) -> None:
    open_, found = [], 0
    for (writer, name), path in objects.items():
        for key in errors(path):
            found += 1
            if not decided().get((writer, *key), set()) & {name, "*"}:
                open_.append("\t".join((writer, name, *key)))
    print(f"{len(objects)} objects, {found} findings at error level, {len(open_)} not decided")
    assert not open_, "\n".join(open_)


def test_what_is_decided_is_found(objects: dict[tuple[str, str], pathlib.Path]) -> None:
    stale = [
        f"{writer}/{name}: {key}"
        for (writer, *key), names in decided().items()
        for name in names
        if (writer, name) in objects and tuple(key) not in errors(objects[writer, name])
    ]
    assert not stale, "\n".join(stale)


def test_both_engines_answer_alike(objects: dict[tuple[str, str], pathlib.Path]) -> None:
    different = [f"{path}\n{found}" for path in objects.values() if (found := differences(str(path)))]
    assert not different, "\n".join(different)


def test_the_table_has_a_paragraph_and_a_reason_for_each() -> None:
    rows = precision.decided()
    assert len(decided()) == len(rows), "the same twice"
    for row in rows:
        assert row["verdict"] in VERDICTS, row
        assert row["paragraph"].startswith("PS3."), row
        assert row["reason"], row
    assert [row for row in rows if row["verdict"] == "wrong"] == []


def test_the_sample_is_the_one_that_is_drawn() -> None:
    path = HERE / "precision_writers.tsv"
    assert path.read_text(encoding="utf-8") == precision.text(precision.sample(precision.decided()))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    assert len({row["writer"] for row in rows}) >= 8
    assert sum(row["verdict"] == "wrong" for row in rows) <= 1

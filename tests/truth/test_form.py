"""The form of the truth cases: they parse, name Attributes and IODs that exist, and have names of their own.

What the cases say is run elsewhere; here only what can be told without the core.
"""

from __future__ import annotations

import csv
import pathlib
import re
import tomllib
from typing import Any

import pytest

HERE = pathlib.Path(__file__).parent
DATA = HERE.parents[1] / "rust" / "standard" / "data" / "2025e"
FILES = sorted(HERE.glob("*.toml"))
KEYS = {"name", "paragraph", "data", "facts", "edition", "expect", "silent"}
STEP = r"[A-Za-z][A-Za-z0-9]*(?:\[[1-9][0-9]*\])?"
PATH = re.compile(rf"{STEP}(?:\.{STEP})*")
CODE = re.compile(r"[AMGSXC][0-9]{3}")
LEVELS = {"info", "undetermined"}


def _column(file: str, name: str) -> set[str]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return {row[name] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


@pytest.fixture(scope="module")
def keywords() -> set[str]:
    return _column("attributes.tsv", "keyword")


def _load(file: pathlib.Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _path_faults(path: str, keywords: set[str]) -> list[str]:
    if not PATH.fullmatch(path):
        return [f"no path: {path}"]
    return [f"no keyword: {step}" for step in re.sub(r"\[\d+\]", "", path).split(".") if step not in keywords]


def _expect_faults(line: str, keywords: set[str]) -> list[str]:
    code, path, *rest = line.split()
    faults = [] if CODE.fullmatch(code) else [f"no code: {code}"]
    faults += [f"unknown word: {word}" for word in rest if word not in LEVELS and not word.startswith("module=")]
    return faults + ([] if path == "-" else _path_faults(path, keywords))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_file_is_of_an_iod(file: pathlib.Path) -> None:
    assert _load(file)["iod"] == file.stem
    assert file.stem in _column("iods.tsv", "iod")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_cases_have_the_form(file: pathlib.Path, keywords: set[str]) -> None:
    faults: list[str] = []
    for case in _load(file)["case"]:
        found = [f"unknown key: {key}" for key in case.keys() - KEYS]
        found += [f"missing: {key}" for key in ("name", "paragraph", "data") if not case.get(key)]
        if not case.get("expect") and not case.get("silent"):
            found.append("neither expect nor silent")
        for line in case.get("data", []):
            path, equals, _ = line.partition("=")
            found += _path_faults(path.strip(), keywords)
            if not equals and not path.strip().endswith("]"):
                found.append(f"neither value nor Item: {line}")
        for line in case.get("expect", []):
            found += _expect_faults(line, keywords)
        for path in case.get("silent", []):
            found += _path_faults(path, keywords)
        faults += [f"{case.get('name')}: {fault}" for fault in found]
    assert not faults


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_iod_has_both_kinds(file: pathlib.Path) -> None:
    cases = _load(file)["case"]
    assert any(case.get("expect") for case in cases), "no case that shows a fault"
    assert any(not case.get("expect") for case in cases), "no silent case"


def test_names_are_unique() -> None:
    names = [case["name"] for file in FILES for case in _load(file)["case"]]
    assert len(names) == len(set(names))

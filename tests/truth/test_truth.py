"""Runs the truth cases through both engines: what the Standard demands is found, and nothing else at the places named.

A case that expects a code which an engine has no rule for is waiting there: what else it says is still checked, and the
counts are printed. `WAITING` and `KNOWN` can only shrink: a rule that has landed and a fault that is gone fail here.
"""

from __future__ import annotations

import collections
import functools
import pathlib
import re
import tomllib
from typing import Any, NamedTuple

import pytest

import validicom.reference
from truth import build

HERE = pathlib.Path(__file__).parent
LEVELS = ("error", "warning", "info", "undetermined")
FAMILIES = tuple("AMGSXC")
ENGINES = ("native", "reference")

#: Codes that cases expect and no rule of the engine makes yet.
WAITING: dict[str, set[str]] = {"native": set(), "reference": set()}

#: Faults that cases have found: the engines that have it, and what is wrong. To be emptied.
KNOWN: dict[str, tuple[tuple[str, ...], str]] = {}


class Expected(NamedTuple):
    """A line of `expect`."""

    code: str
    path: str
    levels: tuple[str, ...]
    module: str | None


class Case(NamedTuple):
    """A case with the IOD of its file."""

    iod: str
    name: str
    lines: tuple[str, ...]
    expect: tuple[Expected, ...]
    silent: tuple[str, ...]
    options: dict[str, Any]


def _expected(line: str) -> Expected:
    code, path, *words = line.split()
    modules = [word.removeprefix("module=") for word in words if word.startswith("module=")]
    levels = tuple(word for word in words if word in LEVELS)
    return Expected(code, "" if path == "-" else path, levels or ("error", "warning"), next(iter(modules), None))


def _cases() -> list[Case]:
    cases = []
    for file in sorted(HERE.glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        for case in content["case"]:
            options = {name: case[name] for name in ("facts", "edition") if name in case}
            expect = tuple(_expected(line) for line in case.get("expect", ()))
            silent = tuple(case.get("silent", ()))
            cases.append(Case(content["iod"], case["name"], tuple(case["data"]), expect, silent, options))
    return cases


CASES = _cases()


@functools.cache
def _codes(engine: str) -> frozenset[str]:
    """The codes of the rules that an engine has."""
    return frozenset(validicom.rules() if engine == "native" else validicom.reference.rules())


def _report(engine: str, case: Case) -> Any:
    check = validicom.validate if engine == "native" else validicom.reference.check_bytes
    return check(build.part10(case.iod, case.lines), levels=LEVELS, **case.options)


def _is_at(path: str, finding: Any) -> bool:
    """Whether a finding is about this place. One that stands for several Items shows the path of the first."""
    if finding.path == path:
        return True
    return finding.count > 1 and re.sub(r"\[\d+\]", "[*]", finding.path) == re.sub(r"\[\d+\]", "[*]", path)


def _is_met(line: Expected, finding: Any) -> bool:
    return (
        finding.code == line.code
        and _is_at(line.path, finding)
        and finding.severity in line.levels
        and line.module in (None, finding.module)
    )


def _told(finding: Any) -> str:
    return f"{finding.code} {finding.path or '-'} {finding.severity} {finding.module or ''} {dict(finding.detail)}"


def _faults(engine: str, case: Case) -> list[str]:
    """What the engine says otherwise than the case."""
    report = _report(engine, case)
    # Of another IOD silence says nothing.
    faults = [] if report.iod == case.iod else [f"checked as {report.iod}"]
    findings = report.findings
    for line in case.expect:
        if line.code in _codes(engine) and not any(_is_met(line, finding) for finding in findings):
            there = [_told(finding) for finding in findings if _is_at(line.path, finding)]
            faults.append(f"not found: {line.code} {line.path or '-'} at {'/'.join(line.levels)}; there: {there}")
    expected = {(line.code, line.path) for line in case.expect}
    faults += [
        f"not silent: {_told(finding)}"
        for path in case.silent
        for finding in findings
        if finding.path == path
        and finding.severity in ("error", "warning")
        and finding.code.startswith(FAMILIES)
        and (finding.code, path) not in expected
    ]
    return faults


@functools.cache
def _outcome(engine: str, number: int) -> tuple[str, ...]:
    return tuple(_faults(engine, CASES[number]))


def _is_known(engine: str, case: Case) -> bool:
    engines, _ = KNOWN.get(case.name, ((), ""))
    return engine in engines


def _is_waiting(engine: str, case: Case) -> bool:
    return any(line.code not in _codes(engine) for line in case.expect)


@pytest.fixture
def built(engine: str) -> None:
    """Without a built core its half is skipped."""
    if engine == "native":
        pytest.importorskip("validicom._native")


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_case(engine: str, number: int) -> None:
    case = CASES[number]
    faults = _outcome(engine, number)
    if _is_known(engine, case):
        assert faults or _is_waiting(engine, case), f"{case.name} holds now: take it from KNOWN"
    else:
        assert not faults, "\n".join([case.name, *faults])


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("engine", ENGINES)
def test_only_what_has_no_rule_waits(engine: str) -> None:
    assert {line.code for case in CASES for line in case.expect} - _codes(engine) == WAITING[engine]


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("engine", ENGINES)
def test_counts(engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Says how many cases hold, wait and fail."""
    counts = collections.Counter(
        "fail" if _outcome(engine, number) else "waiting" if _is_waiting(engine, case) else "hold"
        for number, case in enumerate(CASES)
    )
    assert sum(counts.values()) == len(CASES)
    with capsys.disabled():
        print(f"\ntruth cases, {engine}: " + ", ".join(f"{counts[name]} {name}" for name in sorted(counts)))


def test_known_faults_are_of_cases() -> None:
    assert KNOWN.keys() <= {case.name for case in CASES}

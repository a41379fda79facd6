"""Facts of the world: told by `facts=` and `--fact`, listed by `validicom facts`, and counted where they are missing."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys

import pytest

import validicom

CT = pathlib.Path(__file__).resolve().parent.parent / "samples" / "ct.dcm"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "validicom", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def at(report: validicom.Report, path: str) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in report.findings if one.path == path]


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_a_fact_decides_what_no_data_set_tells(engine: str) -> None:
    def of_species(**facts: bool) -> list[tuple[str, str]]:
        named = {name.replace("_", "-"): value for name, value in facts.items()}
        report = validicom.validate(CT, facts=named, levels=("error", "warning", "info", "undetermined"), engine=engine)
        return at(report, "PatientSpeciesDescription")

    # Table C.7-1: demanded of what is no human.
    assert of_species() == [("A108", "undetermined")]
    assert of_species(patient_is_human=True) == []
    assert of_species(patient_is_human=False) == [("A104", "error")]


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_what_is_undetermined_is_counted_by_fact_and_changes_no_verdict(engine: str) -> None:
    report = validicom.validate(CT, engine=engine)
    assert report.verdict == "pass"
    assert report.undetermined["patient-is-human"] >= 1
    assert list(report.undetermined.values()) == sorted(report.undetermined.values(), reverse=True)
    told = validicom.validate(CT, engine=engine, facts={"patient-is-human": True})
    assert "patient-is-human" not in told.undetermined
    assert report.to_dict()["undetermined"] == dict(report.undetermined)


@pytest.mark.parametrize("facts", [{"no-such-fact": True}, {"patient-is-human": "yes"}, {"patient-is-human": None}])
def test_a_fact_that_nothing_asks_for_is_an_error(facts: dict[str, bool]) -> None:
    with pytest.raises(validicom.OptionError, match=r"facts|patient-is-human"):
        validicom.validate(CT, facts=facts)


@pytest.mark.parametrize("said", ["patient-is-human", "patient-is-human=maybe", "no-such-fact=yes", "=yes"])
def test_the_command_says_what_is_wrong_with_a_fact(said: str) -> None:
    done = run("check", CT, "--fact", said)
    assert (done.returncode, done.stdout) == (2, "")
    assert "fact" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fact_is_not_both() -> None:
    done = run("check", CT, "--fact", "patient-is-human=yes", "--fact", "patient-is-human=no")
    assert done.returncode == 2
    assert "both yes and no" in done.stderr


def test_the_command_takes_facts_and_tells_which_would_settle_most() -> None:
    summary = run("check", CT).stdout
    assert "undetermined: " in summary
    assert "by --fact " in summary
    done = run("check", CT, "--fact", "patient-is-human=no")
    assert done.returncode == 1
    assert "PatientSpeciesDescription: Type 1C Attribute of Module patient is absent: required if not (" in done.stdout


def test_facts_are_listed_with_the_demands_they_bear_on() -> None:
    listed = validicom.outside_facts()
    assert len(listed) == len({fact.name for fact in listed}) <= 220
    assert [fact.demands for fact in listed] == sorted((fact.demands for fact in listed), reverse=True)
    assert all(fact.sentence.endswith(".") for fact in listed)
    human = next(fact for fact in listed if fact.name == "patient-is-human")
    assert human.demands >= 5
    lines = run("facts").stdout.splitlines()
    assert len(lines) == len(listed)
    assert [one["name"] for one in json.loads(run("facts", "--json").stdout)["facts"]] == [f.name for f in listed]
    with pytest.raises(validicom.OptionError):
        validicom.outside_facts("1999")


def test_a_finding_says_why_in_words() -> None:
    report = validicom.validate(CT, facts={"patient-is-human": False})
    finding = next(one for one in report.findings if one.path == "PatientSpeciesDescription")
    assert "the fact patient-is-human holds" in finding.message
    undetermined = validicom.validate(CT, levels=("undetermined",))
    told = next(one for one in undetermined.findings if one.path == "PatientSpeciesDescription")
    assert "patient-is-human" in told.message
    assert "?" not in told.message

"""What changed between editions: facts of the Standard's own history, and tables that are changed on purpose."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import made_editions
from validicom import outside
from validicom.differences import KINDS, Differences, compare
from validicom.errors import OptionError

if TYPE_CHECKING:
    import pathlib


def rows(found: Differences, kind: str) -> set[tuple[str, str | None, str | None, str | None]]:
    """Change, IOD or Attribute, before and after."""
    return {(one.change, one.iod or one.attribute, one.before, one.after) for one in found.rows if one.kind == kind}


def test_an_edition_does_not_differ_from_itself() -> None:
    for edition in ("2023e", "2025e"):
        assert compare(edition, edition).rows == ()


def test_what_came_with_supplements_is_told() -> None:
    found = compare("2023e", "2025e")
    # Label maps came with Supplement 243; height maps are an IOD of their own since.
    segmentation = [one for one in found.rows if one.module == "segmentation-image" and one.kind == "values"]
    assert any(one.attribute == "SegmentationType" and one.after == "LABELMAP" for one in segmentation)
    added = {one.iod: one.after for one in found.rows if (one.kind, one.change) == ("iod", "added")}
    assert added["height-map-segmentation"] == "1.2.840.10008.5.1.4.1.1.66.8"
    # Gender Identity and its like came with Supplement 233.
    patient = {(one.change, one.attribute) for one in found.rows if one.module == "patient-study"}
    assert ("added", "GenderIdentitySequence") in patient
    assert ("added", "GenderIdentitySequence") in {
        (one.change, one.attribute) for one in found.rows if one.kind == "attribute"
    }


def test_there_and_back_is_the_same() -> None:
    there, back = compare("2024e", "2025e"), compare("2025e", "2024e")
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(one.kind, one.subject, one.before, one.after) for one in there.rows] == [
        (one.kind, one.subject, one.after, one.before) for one in back.rows
    ]
    assert [turned[one.change] for one in there.rows] == [one.change for one in back.rows]


def test_one_changed_row_is_one_difference(tmp_path: pathlib.Path) -> None:
    home = made_editions.folder_of("2025e", "2026x", tmp_path)
    assert compare("2025e", home).rows == ()

    def stricter(row: made_editions.Row) -> made_editions.Row | None:
        return row | {"type": "1"} if (row["table"], row["keyword"]) == ("C.7-1", "PatientID") else None

    made_editions.change(home, "table_rows.tsv", stricter)
    (one,) = compare("2025e", home).rows
    assert (one.kind, one.change, one.module, one.attribute) == ("row", "changed", "patient", "PatientID")
    assert (one.before, one.after) == ("Type 2", "Type 1")
    assert "ct-image" in one.iods
    assert "color-palette" not in one.iods


def test_what_is_asked_for_is_told_alone() -> None:
    found = compare("2023e", "2025e")
    assert {one.module for one in found.only(module="patient-study").rows} == {"patient-study"}
    by_iod = found.only(iod="segmentation")
    assert by_iod.rows
    assert all(one.iod == "segmentation" or "segmentation" in one.iods for one in by_iod.rows)
    keyword = found.only(attribute="GenderIdentitySequence")
    assert keyword.rows
    assert all("GenderIdentitySequence" in str(one.attribute) for one in keyword.rows)
    assert found.only(iod="no-such-iod").rows == ()


def test_a_pack_has_no_tables(tmp_path: pathlib.Path) -> None:
    home = made_editions.folder_of("2025e", "2026x", tmp_path)
    outside.pack(home, tmp_path / "2026x.pack")
    with pytest.raises(OptionError, match="folder"):
        compare("2025e", tmp_path / "2026x.pack")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "validicom", "standard", "diff", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_on_the_command_line() -> None:
    told = run("2023e", "2025e", "--format", "json")
    assert (told.returncode, told.stderr) == (0, "")
    whole = json.loads(told.stdout)
    assert (whole["schema"], whole["before"], whole["after"]) == (1, "2023e", "2025e")
    assert list(whole["counts"]) == list(KINDS)
    assert sum(n for of in whole["counts"].values() for n in of.values()) == len(whole["differences"])
    told = run("2024e", "2024e")
    assert (told.returncode, told.stdout) == (0, "2024e -> 2024e\nno difference\n")
    told = run("2023e", "2025e", "--attribute", "GenderIdentitySequence", "--module", "patient-study")
    assert "    + GenderIdentitySequence  Type 3" in told.stdout
    refused = run("2023e", "1999z")
    assert refused.returncode == 2
    assert "1999z" in refused.stderr
    assert "Traceback" not in refused.stderr

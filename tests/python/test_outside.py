"""Editions by path: packs and folders of tables in the API and on the command line, faults told and never raised raw."""

from __future__ import annotations

import contextlib
import os
import pathlib
import pickle
import random
import shutil
import struct
import subprocess
import sys

import pytest

pytest.importorskip("validicom._native", reason="the native module is not built")

import made_editions
import validicom
from differential.tables import DATA
from validicom import _native, outside

CT = pathlib.Path(__file__).parent.parent / "samples" / "ct.dcm"
ENGINES = ("native", "reference")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "validicom", *(str(one) for one in arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def home(tmp_path: pathlib.Path) -> pathlib.Path:
    """The tables of 2025e under another name."""
    return made_editions.folder_of("2025e", "made", tmp_path)


@pytest.fixture(scope="module")
def good() -> bytes:
    return outside.pack(DATA / "2024e")


def found(edition: object, **options: object) -> set[tuple[str, str, str]]:
    report = validicom.validate(CT, edition=edition, **options)  # type: ignore[arg-type]
    return {(one.code, one.severity, one.path) for one in report.findings}


# -- What they are worth ----------------------------------------------------------------------------------------------


def test_the_pack_of_shipped_tables_is_the_shipped_pack(good: bytes) -> None:
    for name in validicom.editions():
        assert _native.ruleset(outside.load(outside.pack(DATA / name))) == _native.ruleset(name)
    assert outside.load(good).name == "2024e"


def test_a_report_has_the_name_and_a_digest_of_its_own(home: pathlib.Path) -> None:
    report = validicom.validate(CT, edition=home)
    assert report.edition == "made"
    assert {one.edition for one in validicom.validate(CT, edition=home, levels=("undetermined",)).findings} == {"made"}
    assert report.ruleset not in {_native.ruleset(name) for name in validicom.editions()}
    assert pickle.loads(pickle.dumps(report)) == report


@pytest.mark.parametrize("engine", ENGINES)
def test_a_changed_row_changes_the_finding(home: pathlib.Path, engine: str) -> None:
    """Table C.7-5a (General Series): Series Description is of Type 3 in PS3.3, and the sample lacks it."""
    before = found(home, engine=engine)
    assert not [one for one in before if "SeriesDescription" in one[2]]
    for attribute_type, code in (("1", "A101"), ("2", "A103")):

        def with_type(row: dict[str, str], to: str = attribute_type) -> dict[str, str] | None:
            return row | {"type": to} if (row["table"], row["keyword"]) == ("C.7-5a", "SeriesDescription") else None

        made_editions.change(home, "table_rows.tsv", with_type)
        assert found(home, engine=engine) - before == {(code, "error", "SeriesDescription")}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_condition_of_the_folder_replaces_that_of_the_package(home: pathlib.Path, engine: str) -> None:
    """Patient Species Description is required of what is no human: Table C.7-1."""
    rows = made_editions.read(home / "table_rows.tsv")
    (row,) = [one for one in rows if (one["table"], one["keyword"]) == ("C.7-1", "PatientSpeciesDescription")]
    assert not [one for one in found(home, engine=engine) if one[2] == "PatientSpeciesDescription"]
    (home / "conditions.tsv").write_text(
        f"id\trequired\totherwise\tnote\n{row['cond']}\thas_value(PatientID)\tallowed\t\n"
    )
    report = validicom.validate(CT, edition=home, engine=engine)  # type: ignore[arg-type]
    (finding,) = [one for one in report.findings if one.path == "PatientSpeciesDescription"]
    assert finding.severity == "error"
    assert "required if Patient ID has a value" in finding.message


def test_what_is_new_is_known(home: pathlib.Path) -> None:
    """An Attribute, a SOP Class and its IOD that no shipped edition has."""
    made_editions.write(home / "attributes.tsv", [
        *made_editions.read(home / "attributes.tsv"),
        {"tag": "00109999", "keyword": "MadeUpName", "name": "Made Up Name", "vr": "LO", "vm": "1", "retired": "N"},
    ])  # fmt: skip
    rows = made_editions.read(home / "table_rows.tsv")
    last = [row for row in rows if row["table"] == "C.7-1"][-1]
    new = dict.fromkeys(last, "") | {
        "table": "C.7-1", "row": str(int(last["row"]) + 1), "depth": "0", "kind": "attr", "tag": "00109999",
        "path": "00109999", "keyword": "MadeUpName", "type": "2", "in_all": "N",
    }  # fmt: skip
    rows.insert(rows.index(last) + 1, new)
    made_editions.write(home / "table_rows.tsv", rows)
    for engine in ENGINES:
        # Chosen by name, so that it is no matter whether the shipped editions have it.
        assert ("A103", "error", "MadeUpName") in found(home, engine=engine)
    assert validicom.explain("MadeUpName", edition=home).tag == "(0010,9999)"  # type: ignore[union-attr]
    with pytest.raises(validicom.UnknownNameError):
        validicom.explain("MadeUpName")


def test_all_that_takes_an_edition_takes_a_path(home: pathlib.Path, tmp_path: pathlib.Path) -> None:
    pack = tmp_path / "made.pack"
    outside.pack(home, pack)
    for path in (pack, str(pack), home, f"{home}/"):
        facts = validicom.standard(path)
        assert facts.edition == "made"
        ct = facts.iods["ct-image"]
        assert ct.edition == "made"
        assert len(ct.attributes) > 300
        assert facts.modules["patient"].attributes
        assert validicom.outside_facts(path)
        assert [one.edition for one in validicom.validate_many([CT, CT], edition=path, workers=2)] == ["made", "made"]
    for arguments in (("check",), ("explain", "PatientName"), ("facts",)):
        paths = (CT,) if arguments == ("check",) else ()
        done = run(*arguments, "--edition", pack, *paths)
        assert (done.returncode, done.stderr) == (0, ""), arguments
    assert "edition made" in run("check", CT, "--edition", home, "--engine", "reference").stdout


def test_a_path_that_has_changed_is_read_anew(home: pathlib.Path, tmp_path: pathlib.Path, good: bytes) -> None:
    pack = tmp_path / "some.pack"
    outside.pack(home, pack)
    assert validicom.validate(CT, edition=pack).edition == "made"
    meant = outside.resolve(pack)
    assert pickle.loads(pickle.dumps(meant)) == meant
    pack.write_bytes(good)
    assert validicom.validate(CT, edition=pack).edition == "2024e"
    with pytest.raises(validicom.EditionError):
        pickle.loads(pickle.dumps(meant))


def test_the_name_of_a_shipped_edition_is_no_path(
    home: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.rename(tmp_path / "2023e")
    monkeypatch.chdir(tmp_path)
    assert isinstance(outside.resolve("2023e"), str)
    assert isinstance(outside.resolve("./2023e"), outside.Outside)


# -- What is none -----------------------------------------------------------------------------------------------------


def broken_packs(good: bytes) -> dict[str, bytes]:
    flipped = bytearray(good)
    flipped[len(good) // 2] ^= 1
    other = bytearray(good)
    other[8:12] = struct.pack("<I", 99)
    return {
        "empty": b"", "text": b"edition 2024e\n", "dicom": CT.read_bytes(), "magic": good[:8], "cut": good[:-1],
        "longer": good + b"\0", "flipped": bytes(flipped), "version": bytes(other),
    }  # fmt: skip


def test_a_broken_pack_is_told_and_ends_with_2(tmp_path: pathlib.Path, good: bytes) -> None:
    kinds = {"empty": "not-a-pack", "text": "not-a-pack", "dicom": "not-a-pack", "version": "other-version"}
    for name, data in broken_packs(good).items():
        path = tmp_path / f"{name}.pack"
        path.write_bytes(data)
        for call in (validicom.validate, validicom.validate_many):
            with pytest.raises(validicom.EditionError) as raised:
                call(CT if call is validicom.validate else [CT], edition=path)  # type: ignore[arg-type]
            assert raised.value.kind == kinds.get(name, "damaged-pack")
            assert isinstance(raised.value, validicom.OptionError)
            assert pickle.loads(pickle.dumps(raised.value)).kind == raised.value.kind
        done = run("check", CT, "--edition", path)
        assert (done.returncode, done.stdout) == (2, ""), name
        assert done.stderr == f"validicom: {raised.value}\n"
        assert path.name in done.stderr


def test_packs_with_a_digest_that_is_right_and_content_that_is_not_never_crash(good: bytes) -> None:
    rnd = random.Random(4)
    for _ in range(60):
        data = bytearray(good)
        for _ in range(rnd.randrange(1, 5)):
            data[rnd.randrange(32, len(data))] = rnd.randrange(256)
        data[16:24] = struct.pack("<Q", digest(bytes(data[24:])))
        with contextlib.suppress(validicom.EditionError):
            loaded = outside.load(bytes(data))
            _native.iods(loaded)
            _native.attributes(loaded)
            _native.facts(loaded)


def digest(data: bytes) -> int:
    """The digest of a pack, as `rust/packer/src/layout.rs` describes it."""
    state = 0xCBF29CE484222325 ^ len(data)
    words = [
        *struct.iter_unpack("<Q", data[: len(data) // 8 * 8]),
        (int.from_bytes(data[len(data) // 8 * 8 :], "little"),),
    ]
    for (word,) in words:
        state = (state ^ word) * 0x100000001B3 & (1 << 64) - 1
        state ^= state >> 29
    return state


def test_what_is_no_file_is_told(tmp_path: pathlib.Path, good: bytes) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for path in (fifo, "/dev/zero", tmp_path):
        assert run("check", CT, "--edition", path).returncode == 2
    for edition in ("1999a", "", "a\0b", "x" * 5000, tmp_path / "none", 7, b"2025e", ["2025e"]):
        with pytest.raises(validicom.OptionError):
            validicom.validate(CT, edition=edition)  # type: ignore[arg-type]
    pack = tmp_path / "good.pack"
    pack.write_bytes(good)
    with pytest.raises(validicom.EditionError, match="folder of tables"):
        validicom.validate(CT, edition=pack, engine="reference")
    done = run("check", CT, "--edition", pack, "--engine", "reference")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_fact_that_the_edition_does_not_ask_for_is_none(home: pathlib.Path) -> None:
    shutil.copy(DATA / "common" / "facts.tsv", home)
    rows = made_editions.read(home / "facts.tsv")
    made_editions.write(home / "facts.tsv", [*rows, rows[-1] | {"name": "zz-made-up", "sentence": "It holds."}])
    for engine in ENGINES:
        validicom.validate(CT, edition=home, facts={"zz-made-up": True}, engine=engine)  # type: ignore[arg-type]
        with pytest.raises(validicom.OptionError):
            validicom.validate(CT, facts={"zz-made-up": True}, engine=engine)  # type: ignore[arg-type]


# -- Tables that do not hold together ---------------------------------------------------------------------------------


def replaced(home: pathlib.Path, table: str, old: str, new: str) -> None:
    text = (home / table).read_text()
    assert old in text
    (home / table).write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("kind", "table", "old", "new"),
    [
        ("dangling-reference", "table_rows.tsv", "\t8.8-1\t", "\t8.8-99\t"),
        ("dangling-reference", "iod_modules.tsv", "\tC.7-1\t", "\tC.7-999\t"),
        ("dangling-reference", "iod_modules.tsv", "ct-image\t", "ct-imagery\t"),
        ("dangling-reference", "values.tsv", "C.7-1\t", "C.7-999\t"),
        ("dangling-reference", "uids.tsv", "1.2.840.10008.5.1.4.1.1.2\t", "1.2.840.10008.5.1.4.1.1.999\t"),
        ("dangling-reference", "attributes.tsv", "00100010\tPatientName\t", "00100011\tPatientName\t"),
        ("dangling-reference", "include_when.tsv", "made\tC.17-5\t9\t", "made\tC.17-5\t8\t"),
        ("unknown-keyword", "table_rows.tsv", "\tPatientName\t", "\tPatientsName\t"),
        ("malformed-table", "table_rows.tsv", "\tPatientName\t2\t", "\tPatientName\t4\t"),
        ("malformed-table", "iods.tsv", "\tCT Image\t", "\t"),
        ("malformed-table", "attributes.tsv", "\tretired\n", "\told\n"),
        ("malformed-table", "attributes.tsv", "\tPN\t1\tN", "\tXX\t1\tN"),
        ("malformed-table", "iod_modules.tsv", "\tM\t", "\tX\t"),
    ],
)
def test_tables_that_do_not_hold_together_are_told(
    home: pathlib.Path, kind: str, table: str, old: str, new: str
) -> None:
    replaced(home, table, old, new)
    with pytest.raises(validicom.EditionError) as raised:
        outside.pack(home, home.parent / "none.pack")
    assert raised.value.kind == kind, str(raised.value)
    assert not (home.parent / "none.pack").exists()
    done = run("check", CT, "--edition", home)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"validicom: {raised.value}\n"


def test_missing_files_cycles_and_unknown_keywords_of_conditions_are_told(home: pathlib.Path) -> None:
    def kind() -> str:
        with pytest.raises(validicom.EditionError) as raised:
            outside.pack(home)
        return raised.value.kind

    recursions = home / "recursions.tsv"
    recursions.write_text("table\tparagraph\n")
    assert kind() == "cycle"
    recursions.unlink()
    used = made_editions.read(home / "table_rows.tsv")
    condition = next(row["cond"] for row in used if row["cond"])
    conditions = home / "conditions.tsv"
    for required, expected in (
        ("present(NoSuchKeyword)", "unknown-keyword"),
        ("outside(no-such-fact)", "dangling-reference"),
        ("present(", "malformed-table"),
        ("(" * 100_000, "malformed-table"),
    ):
        conditions.write_text(f"id\trequired\totherwise\tnote\n{condition}\t{required}\tallowed\t\n")
        assert kind() == expected, required[:40]
    conditions.unlink()
    for table in sorted(path.name for path in home.glob("*.tsv") if path.name not in made_editions.OF_EDITIONS):
        if table == "expansion.tsv":
            continue
        (home / table).rename(home / "away")
        assert kind() == "missing-file", table
        (home / table).mkdir()
        assert kind() == "unreadable-file", table
        (home / table).rmdir()
        (home / table).write_bytes(b"\xff\xfe")
        assert kind() == "unreadable-file", table
        (home / "away").replace(home / table)
    outside.pack(home)
    home.rename(home.parent / "a name")
    with pytest.raises(validicom.EditionError, match="no name"):
        outside.pack(home.parent / "a name")


def test_tables_that_include_each_other_without_end_in_sight_are_too_large(home: pathlib.Path) -> None:
    rows = made_editions.read(home / "table_rows.tsv")
    tables = made_editions.read(home / "tables.tsv")
    blank = dict.fromkeys(rows[0], "")
    for depth in range(40):
        tables.append(dict.fromkeys(tables[0], "") | {"table": f"Z.{depth}", "kind": "macro", "id": f"z-{depth}"})
        for row in range(2):
            include = f"Z.{depth + 1}" if depth < 39 else "8.8-1"
            about = {"table": f"Z.{depth}", "row": str(row), "depth": "0", "kind": "include", "include": include}
            rows.append(blank | about | {"in_all": "Y"})
    made_editions.write(home / "table_rows.tsv", rows)
    made_editions.write(home / "tables.tsv", tables)
    made_editions.change(
        home, "iod_modules.tsv", lambda row: row | {"table": "Z.0"} if row["iod"] == "ct-image" else None
    )
    with pytest.raises(validicom.EditionError) as raised:
        outside.pack(home)
    assert raised.value.kind == "too-large"


SPOILT = (
    "", "-1", "65536", "4294967296", "x" * 70_000, "\u00e9\u20ac", "001000\u00e9", "60xx3000", "300-n", "..", "1..70000:shall",
    '"', "^" * 300 + "X", "not " * 500 + "true", "{", "1e400", "00080060/" * 500 + "00080060", "enum", "+0080060",
)  # fmt: skip


def test_tables_that_are_changed_at_random_are_told_or_packed(home: pathlib.Path) -> None:
    """What a panic gives is no EditionError, and fails."""
    rnd = random.Random(11)
    for name in ("conditions", "open_items", "sr_iods", "sr_relationships", "constraints", "fg_places", "facts"):
        shutil.copy(DATA / "common" / f"{name}.tsv", home)
    tables = {path: path.read_bytes() for path in sorted(home.glob("*.tsv")) if path.name != "expansion.tsv"}
    told = 0
    for _ in range(50):
        path = rnd.choice(list(tables))
        lines = tables[path].decode().splitlines()
        place = rnd.randrange(len(lines))
        cells = lines[place].split("\t")
        cell = rnd.randrange(len(cells))
        cells[cell] = rnd.choice(SPOILT) if rnd.random() < 0.7 else rnd.choice(lines).split("\t")[0]
        lines[place] = "\t".join(cells)
        other = rnd.randrange(len(lines))
        if rnd.random() < 0.2:
            lines[place], lines[other] = lines[other], lines[place]
        elif rnd.random() < 0.2:
            del lines[other]
        path.write_text("\n".join(lines) + "\n")
        try:
            outside.pack(home)
        except validicom.EditionError:
            told += 1
        path.write_bytes(tables[path])
    assert 10 < told < 50

"""The command: exit codes, formats, hostile names, lists, and what happens when reader or user goes away."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest

pytest.importorskip("validicom._native", reason="the native module is not built")

from made_files import BAD_DATE, CANARY, element, part10

LINES = ("--select", "V")


def run(*arguments: object, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [
        sys.executable,
        "-m",
        "validicom",
        *(os.fsencode(str(a)) if not isinstance(a, bytes) else a for a in arguments),
    ]
    return subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)


@pytest.fixture
def good(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "good.dcm"
    path.write_bytes(part10())
    return path


@pytest.fixture
def bad(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "bad.dcm"
    path.write_bytes(part10(BAD_DATE))
    return path


def test_exit_code_0_without_errors_and_1_with(good: pathlib.Path, bad: pathlib.Path) -> None:
    assert run("check", *LINES, good).returncode == 0
    done = run("check", *LINES, good, bad)
    assert done.returncode == 1
    text = done.stdout.decode()
    assert "error V013 (0008,0020) StudyDate: " in text
    assert "(PS3.5 6.2)" in text
    assert text.splitlines()[-1].startswith("2 files: 1 pass, 1 fail; 1 error")
    assert str(good) not in text


def test_exit_code_2_for_bad_usage_and_missing_paths_and_nothing_lost(
    tmp_path: pathlib.Path, bad: pathlib.Path
) -> None:
    for arguments in (["check"], ["check", "--format", "x", bad], ["check", "--edition", "1993", bad], ["no-command"],
                      ["check", "--select", "Q", bad], ["explain", "Nothing"], ["check", "--levels", "x", bad]):  # fmt: skip
        done = run(*arguments)
        assert done.returncode == 2, arguments
        assert b"Traceback" not in done.stderr
        assert done.stderr.startswith(b"validicom")
    done = run("check", *LINES, tmp_path / "missing", bad)
    assert done.returncode == 2
    assert b"no such file" in done.stderr
    assert b"V013" in done.stdout
    assert b"1 could not be read" in done.stdout


def test_exit_code_3_only_with_strict(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "cut.dcm"
    path.write_bytes(b"text")
    assert run("check", "--ignore", "F", path).returncode == 0
    assert run("check", "--ignore", "F", "--strict", path).returncode == 3
    assert run("check", "--ignore", "F", "--strict=undetermined", path).returncode == 3
    assert run("check", "--strict", path).returncode == 1


def test_a_directory_is_walked_and_oddities_are_counted(tmp_path: pathlib.Path, bad: pathlib.Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "sub" / "also.dcm").write_bytes(part10(BAD_DATE))
    (tmp_path / "dangling").symlink_to("nowhere")
    done = run("check", *LINES, "--format", "jsonl", tmp_path)
    assert done.returncode == 1
    *files, summary = [json.loads(line) for line in done.stdout.splitlines()]
    assert [pathlib.Path(file["path"]).name for file in files] == ["bad.dcm", "also.dcm"]
    assert summary["skipped"] == {"dangling-link": 1, "fifo": 1, "linked-directory": 1}
    assert run("check", tmp_path / "fifo").returncode == 2


def test_json_and_jsonl_say_the_same(good: pathlib.Path, bad: pathlib.Path) -> None:
    document = json.loads(run("check", *LINES, "--format", "json", good, bad).stdout)
    assert document["schema_version"] == 1
    lines = [json.loads(line) for line in run("check", *LINES, "--format", "jsonl", good, bad).stdout.splitlines()]
    for one, other in zip(document["files"], lines, strict=False):
        assert {"type": "file", "schema_version": 1, **one} == other
    (finding,) = document["files"][1]["findings"]
    assert finding["code"] == "V013"
    assert finding["path"] == "StudyDate"
    assert "value" not in finding
    assert (
        json.loads(run("check", "--format", "json", good.parent / "no").stdout)["files"][0]["error"] == "no-such-file"
    )


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_hostile_names_and_values_come_out_escaped(tmp_path: pathlib.Path, form: str) -> None:
    name = os.fsencode(tmp_path) + b"/a\nb\x1b[31m\xff\xe2\x80\xae.dcm"
    hostile = f"{CANARY}\x1b[2J\x07".encode() + b"\xe2\x80\xae\x9b"
    with open(name, "wb") as file:
        file.write(part10(element(0x00080060, "CS", hostile), BAD_DATE))
    for options in ([], ["--show-values"]):
        done = run("check", "--format", form, *options, tmp_path)
        text = done.stdout.decode("utf-8") + done.stderr.decode("utf-8")
        assert all(character.isprintable() or character == "\n" for character in text)
        if form == "json":
            file_ = json.loads(done.stdout)["files"][0]
            import base64

            assert base64.b64decode(file_["path_bytes"]) == name
            assert "\\xff" in file_["path"]
        assert (CANARY in text) == bool(options)


def test_lists_and_standard_input(tmp_path: pathlib.Path, good: pathlib.Path, bad: pathlib.Path) -> None:
    names = tmp_path / "list"
    names.write_bytes(os.fsencode(good) + b"\n\n" + os.fsencode(bad))
    assert b"2 files: 1 pass, 1 fail" in run("check", *LINES, f"@{names}").stdout
    joined = os.fsencode(good) + b"\0" + os.fsencode(bad) + b"\0"
    assert b"2 files: 1 pass, 1 fail" in run("check", *LINES, "@-", data=joined).stdout
    assert run("check", *LINES, "-", data=part10(BAD_DATE)).returncode == 1
    done = run("check", *LINES, f"@{tmp_path}/none", bad)
    assert done.returncode == 2
    assert b"V013" in done.stdout


def test_a_file_without_errors_has_at_most_three_lines(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "warnings.dcm"
    path.write_bytes(part10(*(element(0x00091000 + n, "LO", b"x") for n in range(1, 90))))
    done = run("check", "--ignore", "A,M,F", "--levels", "all", path)
    lines = done.stdout.decode().splitlines()[:-1]
    assert done.returncode == 0
    assert 1 <= len(lines) <= 3


def test_no_colour_unless_asked_for(bad: pathlib.Path) -> None:
    assert b"\x1b" not in run("check", bad).stdout
    assert b"\x1b[31m" in run("check", "--color", "always", bad).stdout


def test_a_name_that_is_too_long_is_told_as_such_and_the_rest_is_checked(good: pathlib.Path) -> None:
    done = run("check", *LINES, "a" * 5000, good)
    assert done.returncode == 2
    assert done.stderr.decode().endswith("aaa: the name is too long\n")
    assert done.stdout.decode().startswith("1 file: 1 pass")


def test_a_command_that_is_missing_is_told_in_lines_of_our_own() -> None:
    done = run()
    assert done.returncode == 2
    assert done.stderr.decode().startswith("validicom: Missing command.\n")


def test_explain_rules_editions_and_version() -> None:
    assert b"date-format" in run("explain", "V013").stdout
    assert b"Patient's Name" in run("explain", "PatientName").stdout
    listed = json.loads(run("rules", "--json").stdout)
    assert {"V013", "F030", "E001"} <= {rule["code"] for rule in listed["rules"]}
    assert run("editions").stdout.split()[-1] == b"2025e"
    assert run("--version").stdout.startswith(b"validicom 0.")


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: pathlib.Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.dcm").write_bytes(part10(BAD_DATE))
    command = [sys.executable, "-m", "validicom", "check", "--format", "jsonl", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(10)
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(20) == 2


def test_a_full_disk_is_told(bad: pathlib.Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("not on this system")
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "validicom", "check", str(bad)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert b"cannot write the output" in done.stderr
    assert b"Traceback" not in done.stderr


def test_ctrl_c_ends_soon_with_what_was_found(tmp_path: pathlib.Path) -> None:
    # A list that does not end: standard input stays open until the interrupt.
    path = tmp_path / "a.dcm"
    path.write_bytes(part10(BAD_DATE))
    command = [sys.executable, "-m", "validicom", "check", "--format", "json", "@-"]
    with (tmp_path / "output").open("wb") as file:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=file, stderr=subprocess.PIPE)
        assert child.stdin is not None
        child.stdin.write((str(path) + "\n").encode() * 5_000)
        child.stdin.flush()
        time.sleep(1.5)
        start = time.monotonic()
        child.send_signal(signal.SIGINT)
        child.wait(10)
        took = time.monotonic() - start
        errors = child.communicate()[1]
    output = (tmp_path / "output").read_bytes()
    assert child.returncode == 130, errors
    assert b"Traceback" not in errors
    document = json.loads(output)
    assert document["summary"]["interrupted"] is True
    assert len(document["files"]) == document["summary"]["files"]
    print(f"Ctrl-C: ended after {took * 1e3:.0f} ms with {len(document['files'])} files")
    assert took < 2

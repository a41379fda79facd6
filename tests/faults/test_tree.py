"""Oddities of file systems: what is no regular file is counted and named, and nothing hangs."""

from __future__ import annotations

import json
import os
import pathlib
import stat
import threading
import time

import pytest

import validicom

from . import made


def lines(output: bytes) -> list[dict[str, object]]:
    """The objects of JSONL output."""
    return [json.loads(line) for line in output.splitlines() if line.strip()]


def test_a_tree_of_oddities_is_walked_to_its_end(tmp_path: pathlib.Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    good = made.example().to_bytes()
    (root / "good.dcm").write_bytes(good)
    os.mkfifo(root / "fifo")
    (root / "sub").mkdir()
    (root / "sub" / "loop").symlink_to(root, target_is_directory=True)
    (root / "dangling").symlink_to(root / "nothing")
    (root / "self").symlink_to(root / "self")
    (root / "new\nline.dcm").write_bytes(good)
    (root / "esc\x1b[31m.dcm").write_bytes(good)
    with open(os.fsencode(root) + b"/not-utf-8-\xff\xfe.dcm", "wb") as file:
        file.write(good)
    secret = root / "secret.dcm"
    secret.write_bytes(good)
    secret.chmod(0)
    device = root / "device"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        device = pathlib.Path()
    start = time.perf_counter()
    done = made.command("check", root, "--format", "jsonl")
    took = time.perf_counter() - start
    assert done.returncode in (0, 1), done.stderr
    text = done.stdout + done.stderr
    assert b"\x1b" not in text
    assert not [byte for byte in text if byte < 0x20 and byte != 0x0A]
    reports = [one for one in lines(done.stdout) if "verdict" in one]
    checked = [one for one in reports if one.get("kind")]
    print(
        f"a tree of oddities: {len(checked)} files checked, {len(reports)} reported, {took:.2f} s, code {done.returncode}"
    )
    assert len(checked) >= 4
    assert took < 20


@pytest.mark.parametrize("format_", ["text", "json", "jsonl"])
def test_names_with_control_characters_never_reach_the_output(tmp_path: pathlib.Path, format_: str) -> None:
    (tmp_path / "a\nb\x1b]0;x\x07\u202e\x9b.dcm").write_bytes(made.example().to_bytes())
    done = made.command("check", tmp_path, "--format", format_)
    assert done.returncode in (0, 1)
    text = done.stdout.decode("utf-8")
    assert not [c for c in text if (ord(c) < 0x20 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2028"]


def test_a_fifo_given_by_name_does_not_hang(tmp_path: pathlib.Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(OSError):
        validicom.validate(fifo)
    done = made.command("check", fifo, timeout=20)
    print(f"a FIFO given by name: code {done.returncode}")
    assert done.returncode != 0


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "/dev/full", "/proc/self/mem"])
def test_devices_are_not_read(name: str) -> None:
    if not os.path.exists(name):
        pytest.skip("not on this system")
    try:
        report = validicom.validate(name)
    except OSError:
        return
    assert report.verdict == "unreadable"


def test_a_file_that_changes_under_the_read(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "changing.dcm"
    good = made.example().to_bytes() + made.root_start() * 2_000
    path.write_bytes(good)
    stop = threading.Event()

    def change() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            kind = turn % 4
            if kind == 0:
                os.truncate(path, turn * 37 % len(good))
            elif kind == 1:
                with path.open("ab") as file:
                    file.write(good[:5_000])
            elif kind == 2:
                other = tmp_path / "other"
                other.write_bytes(good)
                other.replace(path)
            elif turn % 200 == 3:
                path.unlink()
                path.write_bytes(good)
            else:
                path.write_bytes(good)

    thread = threading.Thread(target=change)
    thread.start()
    rounds, told, missing = 3_000, 0, 0
    try:
        for _ in range(rounds):
            try:
                report = validicom.validate(path)
            except FileNotFoundError:
                missing += 1
                continue
            assert report.verdict in ("pass", "fail", "incomplete", "unreadable")
            assert "F092" not in report.counts
            told += "F093" in report.counts
    finally:
        stop.set()
        thread.join()
    print(f"a file that changes under the read: {rounds} rounds, {told} told so, {missing} found no file")
    assert missing < rounds

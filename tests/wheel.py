"""Audit and try the wheel that was built, as a user would get it: `python tests/wheel.py DIST`.

The wheel is installed in a new environment, with no compiler and no Rust to be found, and checks the sample files.
"""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOST_BYTES = 8 << 20
MOST_IMPORT_MS = 50
#: The newest glibc that the wheel may ask for (manylinux_2_28).
NEWEST_GLIBC = (2, 28)
IMPORT = """
import sys, threading, time
before = time.perf_counter()
import validicom
ms = (time.perf_counter() - before) * 1000
loaded = sorted({"pydicom", "pyarrow", "numpy", "click"} & set(sys.modules))
print(f"{ms:.1f}", ",".join(loaded) or "-", threading.active_count(), validicom.__file__)
"""


def run(*command: str | pathlib.Path, codes: tuple[int, ...] = (0,), path: str | None = None) -> str:
    """Run a command, and give what it prints; another exit code ends the trial."""
    environment = {"PATH": path, "HOME": os.environ.get("HOME", "/")} if path else None
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, env=environment)
    if done.returncode not in codes:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


def main() -> None:
    """Try the one wheel and the one sdist of the folder."""
    dist = pathlib.Path(sys.argv[1]).resolve()
    (wheel,) = dist.glob("*.whl")
    (sdist,) = dist.glob("*.tar.gz")
    size = wheel.stat().st_size
    print(f"{wheel.name}: {size / 2**20:.2f} MiB; {sdist.name}: {sdist.stat().st_size / 2**20:.2f} MiB")
    assert size <= MOST_BYTES, "the wheel is too large"
    assert "-cp311-abi3-" in wheel.name, "the wheel is not for the stable interface of Python 3.11"

    report = run(sys.executable, "-m", "auditwheel", "show", wheel)
    tags = [(int(a), int(b)) for a, b in re.findall(r"manylinux_(\d+)_(\d+)_", report)]
    print("auditwheel:", " ".join(report.split())[:300])
    assert tags, "auditwheel names no manylinux tag"
    assert min(tags) <= NEWEST_GLIBC, "the wheel needs a newer glibc than manylinux_2_28"

    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        venv.create(home / "env", with_pip=True)
        python = home / "env" / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", wheel)
        # Nothing but the environment: neither cargo nor rustc nor a compiler can be found.
        path = str(home / "env" / "bin")
        samples = home / "samples"
        samples.mkdir()
        for sample in (ROOT / "tests" / "samples").glob("*.dcm"):
            (samples / sample.name).write_bytes(sample.read_bytes())
        os.chdir(home)
        best, loaded, threads, where = "", "", "", ""
        for _ in range(5):
            ms, loaded, threads, where = run(python, "-c", IMPORT, path=path).split()
            best = min(best or ms, ms, key=float)
        print(f"import validicom: {best} ms, {threads} thread, loads {loaded}, from {where}")
        assert str(home) in where, "the package of the source tree was imported"
        assert float(best) <= MOST_IMPORT_MS
        assert (loaded, threads) == ("-", "1")
        text = run(home / "env" / "bin" / "validicom", "check", samples, codes=(1,), path=path)
        print(text)
        assert "ct_faults.dcm: fail" in text
        assert "1 pass" in text
        assert "A101" in run(home / "env" / "bin" / "validicom", "explain", "A101", path=path)
        run(python, "-m", "pip", "install", "--quiet", "pydicom>=3,<4")
        command = [home / "env" / "bin" / "validicom", "check", "--engine", "reference", samples]
        assert "ct_faults.dcm: fail" in run(*command, codes=(1,), path=path), "the reference finds no tables"
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()

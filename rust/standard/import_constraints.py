#!/usr/bin/env python3
"""Makes `data/common/constraints.tsv`: what an IOD demands of values and modules beyond what the tables of PS3.3 show.

`import_constraints.py FOLDER`: FOLDER/iod_overrides.tsv. What the source writes as a violation, a range or a number of
Items was read row by row: `constraints_read.tsv` beside this has what was taken and from which kind (`of`).
Run it after `import.py` and `import_values.py`, whose tables it reads. Deterministic: a folder always gives the same
bytes. It prints how many rows were taken, and how many not and why. `data/README.md` says what each column means.
"""

from __future__ import annotations

import argparse
import functools
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from facts_io import COMMON, DATA, EDITIONS, read, write, write_sources

COLUMNS = ("iod", "module", "path", "keyword", "kind", "index", "values", "condition", "severity", "source")
KINDS = {
    "fixed-value": "enum", "enumerated": "enum", "not-zero": "not-zero", "forbidden-module": "forbidden-module",
}  # fmt: skip
#: Kinds whose rows were read one by one.
READ = ("forbidden-when", "required-when", "value-when", "range", "item-count")
#: Sources whose words are those of PS3.3 from 2020 on: what they say of values stands without a second source.
RECENT = re.compile(r"PS3\.3-202[0-9][a-e]? (?:page|text)")
#: How a list was come by that is a guess (see README.md, values.tsv).
GUESSES = ("sect-weak", "tag-same", "tag-common")
#: Attributes of VR SS, which the source writes as unsigned numbers.
SIGNED = frozenset({"PixelIntensityRelationshipSign", "PrimaryPositionerIncrementSign"})
#: Distances between pixels and slices: C003 tells of a zero by PS3.3 10.7.1.3, which lets a single row have one.
DISTANCES = frozenset({"PixelSpacing", "ImagerPixelSpacing", "NominalScannedPixelSpacing", "SliceThickness"})
#: Macros of the source whose rows stand at the root of one module.
AT_ROOT = {"macro:VOILUTMacro": "voi-lut"}
Row = Mapping[str, str]
Path_ = tuple[str, ...]


class UntakenError(Exception):
    """Why a row is not taken."""


class Tables:
    """The module tables of one edition, as far as paths in them are asked for."""

    def __init__(self, edition: str) -> None:
        self._rows: dict[str, list[Row]] = {}
        for row in read(DATA / edition / "table_rows.tsv"):
            self._rows.setdefault(row["table"], []).append(row)
        self._modules = {row["module"]: row["table"] for row in read(DATA / edition / "iod_modules.tsv")}
        self._of_iod: dict[str, list[str]] = {}
        for row in read(DATA / edition / "iod_modules.tsv"):
            self._of_iod.setdefault(row["iod"], []).append(row["module"])
        self._lists: dict[tuple[str, str], list[Row]] = {}
        for row in read(DATA / edition / "values.tsv"):
            self._lists.setdefault((row["table"], row["row"]), []).append(row)

    def modules(self, iod: str) -> list[str]:
        """The modules of an IOD; of `*`, all."""
        return list(self._modules) if iod == "*" else self._of_iod.get(iod, [])

    def claims(self, module: str, path: Path_) -> list[tuple[str, str]]:
        """The rows of a module, by table and number, that stand at a path."""
        table = self._modules.get(module)
        return sorted(set(self._find(table, path))) if table is not None else []

    def _find(self, table: str, path: Path_) -> Iterator[tuple[str, str]]:
        waiting = [(table, path)]
        seen = set()
        while waiting:
            at, rest = waiting.pop()
            if (at, rest) in seen:
                continue
            seen.add((at, rest))
            # The Tags of the Sequences that are open, by depth.
            above: list[str] = []
            for row in self._rows.get(at, ()):
                depth = int(row["depth"])
                if row["kind"] == "attr":
                    del above[depth:]
                    above.append(row["tag"])
                    if tuple(above) == rest:
                        yield at, row["row"]
                elif row["kind"] == "include" and depth <= len(above) and tuple(above[:depth]) == rest[:depth]:
                    waiting.append((row["include"], rest[depth:]))

    def lists(self, claim: tuple[str, str], index: str) -> list[Row]:
        """The lists of a row that bear on a finding of at least a warning, for a value number (empty: each)."""
        of = self._lists.get(claim, [])
        numbered = [row for row in of if row["index"] == index]
        return [
            row
            for row in (numbered or [row for row in of if not row["index"]])
            if row["kind"] == "enum" and row["agreed"] != "terms" and not row["when"] and row["partial"] == "N"
            and row["conf"] != "guess" and row["how"] not in GUESSES
        ]  # fmt: skip


@functools.cache
def tables(edition: str) -> Tables:
    """The tables of an edition, read once."""
    return Tables(edition)


# -- Conditions --------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r'\s*(?:"(?P<text>[^"]*)"|(?P<uid>uid:[0-9.]+)|(?P<word>[A-Za-z/.]+)(?:\[(?P<number>[0-9]+)\])?'
                    r"|(?P<digits>[0-9]+)|(?P<sign>[()!=]))")  # fmt: skip


def translate(text: str) -> str:
    """A condition of the source in the language of `docs/conditions.md`; raises `UntakenError`."""
    if not text:
        return ""
    named = re.fullmatch(r"module ([a-z0-9-]+) is present", text)
    if named:
        return f"module({named[1]})"
    tokens = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise UntakenError("its condition cannot be written in the language of conditions")
        tokens.append(match)
        at = match.end()
    parser = _Parser(tokens)
    found = parser.junction()
    if parser.at != len(tokens):
        raise UntakenError("its condition cannot be written in the language of conditions")
    return found[1:-1] if found.startswith("(") and _is_whole(found) else found


def _is_whole(text: str) -> bool:
    """Whether the bracket at the start ends at the end."""
    depth = 0
    for at, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return at == len(text) - 1
    return False


class _Parser:
    """`X="v"`, `X[n]="v"`, `X=1`, `X=uid:..`, `present(X)`, `!`, `and`, `or`, brackets."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self._tokens = tokens
        self.at = 0

    def _next(self) -> re.Match[str]:
        if self.at == len(self._tokens):
            raise UntakenError("its condition cannot be written in the language of conditions")
        self.at += 1
        return self._tokens[self.at - 1]

    def _is(self, text: str) -> bool:
        return self.at < len(self._tokens) and text in (
            self._tokens[self.at]["word"], self._tokens[self.at]["sign"]
        )  # fmt: skip

    def junction(self) -> str:
        """Atoms joined by one word; equalities of one Attribute joined by `or` become one set."""
        parts = [self._part()]
        joints = set()
        while self._is("and") or self._is("or"):
            joints.add(self._next()["word"])
            parts.append(self._part())
        if len(joints) > 1:
            raise UntakenError("its condition cannot be written in the language of conditions")
        word = joints.pop() if joints else ""
        if word == "or":
            parts = _merged(parts)
        return parts[0] if len(parts) == 1 else "(" + f" {word} ".join(parts) + ")"

    def _part(self) -> str:
        if self._is("!"):
            self._next()
            return f"not {self._part()}"
        if self._is("("):
            self._next()
            found = self.junction()
            if not self._is(")"):
                raise UntakenError("its condition cannot be written in the language of conditions")
            self._next()
            return found
        name = self._next()
        word = name["word"] or ""
        if word == "present" and self._is("("):
            self._next()
            found = f"present({_operand(self._next())})"
            self._next()
            return found
        if not self._is("="):
            raise UntakenError("its condition cannot be written in the language of conditions")
        self._next()
        value = self._next()
        if word == "TransferSyntaxUID":
            return f"transfer_syntax in {{{value['text']}}}"
        operand = _operand(name)
        if value["digits"] is not None:
            return f"{operand} = {value['digits']}"
        if value["uid"] is not None:
            return f"{operand} in {{{value['uid'].removeprefix('uid:')}}}"
        text = value["text"]
        return f"{operand} in {{{text if re.fullmatch(r'[A-Za-z0-9_.+-]+', text) else chr(34) + text + chr(34)}}}"


def _operand(token: re.Match[str]) -> str:
    word = token["word"] or ""
    keyword = word.removeprefix("root/")
    if not keyword.isalnum():
        raise UntakenError("its condition cannot be written in the language of conditions")
    number = f"[{token['number']}]" if token["number"] else ""
    return f"{'/' if word != keyword else ''}{keyword}{number}"


def _merged(parts: list[str]) -> list[str]:
    sets: dict[str, list[str]] = {}
    for part in parts:
        match = re.fullmatch(r"(\S+ in) \{(.*)\}", part)
        sets.setdefault(match[1] if match else part, []).append(match[2] if match else "")
    return [f"{name} {{{', '.join(of)}}}" if of[0] else name for name, of in sets.items()]


# -- Rows --------------------------------------------------------------------------------------------------------------


def take(row: Row) -> tuple[str, ...]:
    """A row as it is taken over; raises `UntakenError`."""
    kind = KINDS.get(row["kind"])
    if row["kind"] in READ:
        raise UntakenError(f"read one by one, and not as it stands: {row['kind']}")
    if kind is None:
        raise UntakenError(f"of a kind that no rule looks at: {row['kind']}")
    if row["confidence"] == "low":
        raise UntakenError("low confidence")
    module = AT_ROOT.get(row["module"], row["module"])
    if module.startswith(("macro:", "table ")):
        raise UntakenError("of a macro or of one row of a table")
    if module == "(iod)":
        module = ""
    iod, source = row["iod"], row["source"]
    if kind == "forbidden-module":
        paragraph = row["note"] if row["note"].startswith("A.8.") else ""
        said = "error" if paragraph else "warning"
        return (iod, module, "", "", kind, "", "", "", said, f"{source} {paragraph}".strip())
    path = tuple(row["path"].upper().split("/"))
    keyword = row["attribute"].rpartition("/")[2]
    if any("X" in tag for tag in path):
        raise UntakenError("of a repeating group")
    newest = tables(EDITIONS[-1])
    if iod != "*" and not newest.modules(iod):
        raise UntakenError("of an IOD that the newest edition lacks")
    if module and module not in newest.modules(iod):
        raise UntakenError("of a module that the IOD lacks in the newest edition")
    modules = [module] if module else newest.modules(iod)
    if not any(newest.claims(one, path) for one in modules):
        raise UntakenError("at a path that the tables of the newest edition do not have")
    condition = translate(row["condition"])
    if kind == "not-zero":
        if keyword in DISTANCES:
            raise UntakenError("a distance that C003 tells already")
        return (iod, module, "/".join(path), keyword, kind, "", "", condition, "warning", source)
    if keyword == "SamplesPerPixel" and "PhotometricInterpretation" in condition:
        raise UntakenError("told by X023 already")
    if "transfer_syntax" in condition:
        raise UntakenError("by Transfer Syntax: the tables' own lists allow more")
    if module == "sr-document-content" and keyword == "ValueType":
        raise UntakenError("told by S001 already")
    values = [value for value in row["value"].split("|") if value != "(empty)"]
    if not values or any(value.startswith("...(") for value in values):
        raise UntakenError("a list that is empty or cut")
    if keyword in SIGNED:
        values = [str(int(value) - 0x10000) if int(value) > 0x7FFF else value for value in values]
    index = row["value_number"]
    said = "warning"
    if row["confidence"] == "high":
        if RECENT.fullmatch(source):
            said = "error"
        elif "dicom3tools" in source and not condition:
            is_modality = not module and keyword == "Modality"
            said = "error" if is_modality or _is_backed(module, path, index, set(values)) else "warning"
    if source.startswith("PS3.3") and iod != "*":
        # What annex A says of one IOD is the IOD's own demand, whatever module has the Attribute.
        module = ""
    return (iod, module, "/".join(path), keyword, kind, index, "|".join(values), condition, said, source)


def _is_backed(module: str, path: Path_, index: str, values: set[str]) -> bool:
    """Whether in every edition the table itself has a list there of which these values leave nothing out."""
    return bool(module) and all(
        any(
            values >= set(of["values"].split("|"))
            for claim in tables(edition).claims(module, path)
            for of in tables(edition).lists(claim, index)
        )
        for edition in EDITIONS
    )


def read_by_hand(source: Iterable[Row]) -> list[tuple[str, ...]]:
    """What was read from rows of the kinds `READ`; stops if the source has no such row any more."""
    known = {(row["kind"], row["attribute"].rpartition("/")[2]) for row in source}
    rows = read(Path(__file__).with_name("constraints_read.tsv"))
    for row in rows:
        if (row["of"], row["keyword"]) not in known:
            sys.exit(f"constraints_read.tsv: the source has no {row['of']} at {row['keyword']}")
        places = [row["module"]] if row["module"] else tables(EDITIONS[-1]).modules(row["iod"])
        path = tuple(row["path"].split("/"))
        is_frame = path[0] in ("52009229", "52009230")
        if not is_frame and not any(tables(EDITIONS[-1]).claims(module, path) for module in places):
            sys.exit(f"constraints_read.tsv: the newest edition has no {row['module']} {row['path']}")
    return [tuple(row[column] for column in COLUMNS) for row in rows]


def main() -> None:
    """Reads the folder, writes `data/common/`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of facts on what IODs demand beyond the tables")
    root: Path = parser.parse_args().folder
    rows: list[tuple[str, ...]] = []
    untaken: Counter[str] = Counter()
    for row in read(root / "iod_overrides.tsv"):
        try:
            rows.append(take(row))
        except UntakenError as why:
            untaken[str(why)] += 1
    by_hand = read_by_hand(read(root / "iod_overrides.tsv"))
    rows += by_hand
    write(COMMON / "constraints.tsv", COLUMNS, rows, in_order=True)
    write_sources(root, ["iod_overrides.tsv"], "constraints/")
    print(f"{len(rows)} rows taken, {len(by_hand)} of them by hand, {len(set(rows))} lines")
    for reason, number in sorted(untaken.items()):
        print(f"{number} not taken: {reason}")


if __name__ == "__main__":
    main()

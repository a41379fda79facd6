"""Changes rows of the tables and expressions at random, one at a time, and counts how many a test tells.

`python tests/mutate/run.py [--count 200] [--seed 4] [--jobs J] [--out FILE]`: fails below 95 of 100.

Each changed edition is packed at run time (`edition=FOLDER`). Asked is what does not read the tables' own values: truth
cases, each from a paragraph; the ten traps; what dciodvfy finds missing in nearly empty data sets and frames, its lists of words and numbers of Items;
real files, on which each error is decided; the second reading of the conditions; digests of an expansion by another source. What a change
breaks that the unchanged edition does not is what it is told by.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import functools
import multiprocessing
import os
import pathlib
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import corpus
from conformance import missing, readings, test_counts, test_macros, test_missing, test_ten_traps, test_words, words
from differential.datasets import checkable
from differential.engines import core
from differential.tables import Include, Node, edition
from mutate.changes import Change, Changer, read, write
from truth import test_truth
from validicom.reference.facts import folder, rows
from validicom.reference.iod import Branch, Includes, Origin, Tables

NAME = "2025e"
DATA = folder() / NAME
Judge = Callable[[pathlib.Path, Change | None], set[str]]
#: Real files that are larger tell no more.
MOST_BYTES = 400_000


def by_truth(at: pathlib.Path, _: Change | None) -> set[str]:
    """Truth cases that do not hold."""
    found = set()
    for case in test_truth.CASES:
        if "edition" not in case.options:
            moved = case._replace(options={**case.options, "edition": str(at)})
            found |= {case.name} if test_truth._faults("native", moved) else set()
    return found


def by_traps(at: pathlib.Path, _: Change | None) -> set[str]:
    """Ten traps that are fallen into."""

    def engine(data: object, **options: object) -> object:
        return core(data, **{"edition": str(at), **options})

    found = set()
    for name, test in sorted(vars(test_ten_traps).items()):
        if name.startswith("test_t") and name[6].isdigit():
            for charset in sorted(test_ten_traps.WITH_BACKSLASH) if name.startswith("test_t8") else [None]:
                try:
                    test(engine) if charset is None else test(engine, charset)
                except AssertionError:
                    found.add(name)
    return found


def by_missing(at: pathlib.Path, _: Change | None) -> set[str]:
    """Places where something else is missing than dciodvfy says."""
    found = set()
    for row in test_missing.ROWS:
        place = missing.Place(row["iod"], tuple(int(tag, 16) for tag in row["path"].split("/") if tag))
        told = missing.graded(missing.data_set(place), place, core, edition=str(at))
        both = test_missing.cells(row, "both")
        wanted = both | test_missing.cells(row, "ours")
        found |= {f"{place.iod} {row['path']} {one}" for one in {one[:2] for one in told} ^ wanted}
        found |= {f"{place.iod} {row['path']} {one} is {one[2]}" for one in told if one[:2] in both}
    return found


def by_words(at: pathlib.Path, _: Change | None) -> set[str]:
    """Words of lists that are told to be in none, or nonsense that is not told."""
    found = set()
    for row in test_words.ROWS:
        path = tuple(int(tag, 16) for tag in row["path"].split("/"))
        for word, is_wrong in [*((one, False) for one in row["words"].split("|") if one), (row["nonsense"], True)]:
            told = words.is_told(
                words.data_set(row["iod"], path, row["index"], word), path, row["index"], edition=str(at)
            )
            found |= {f"{row['iod']} {row['path']} {word}"} if told != is_wrong else set()
    return found


def by_counts(at: pathlib.Path, _: Change | None) -> set[str]:
    """Numbers of Items that are judged otherwise than by dciodvfy."""
    found = set()
    for row in test_counts.ROWS:
        place = missing.Place(row["iod"], tuple(int(tag, 16) for tag in row["path"].split("/")))
        for count, cell in ((1, row["one"]), (2, row["two"])):
            told = test_counts.is_told(test_counts.data_set(place, count), place, edition=str(at))
            found |= {f"{row['iod']} {row['path']} {count}"} if told != (cell == "Y") else set()
    return found


def by_macros(at: pathlib.Path, _: Change | None) -> set[str]:
    """Macros that are missing otherwise than dciodvfy says."""
    found = set()
    for row in test_macros.ROWS:
        told = test_macros.told(test_macros.data_set(row["iod"], row["image_type"]), edition=str(at))
        wanted = {*row["both"].split(), *row["ours"].split()}
        found |= {f"{row['iod']} {row['image_type']} {one}" for one in told ^ wanted}
    return found


@functools.cache
def real_files() -> list[bytes]:
    """The real files."""
    return [path.read_bytes() for path in corpus.distinct_files() if path.stat().st_size < MOST_BYTES]


def by_real_files(at: pathlib.Path, _: Change | None) -> set[str]:
    """What is found at error level in real files."""
    return {
        f"{number} {one[0]} {one[2]}"
        for number, data in enumerate(real_files())
        for one in core(data, edition=str(at), select=["A", "M", "G"]).at_level("error")
    }


def by_second_reading(_: pathlib.Path, change: Change | None) -> set[str]:
    """A condition that is worth something else than its second reading."""
    if change is None or change.table != "conditions.tsv":
        return set()
    line = {row["id"]: dict(row) for row in rows("common/conditions.tsv")}
    agrees, second = readings.second_readings(line)[change.name]
    changed = readings.condition({**line[change.name], change.column: change.after})
    if agrees == "R":
        changed, second = readings.without_otherwise(changed), readings.without_otherwise(second)
    return {change.name} if agrees != "N" and readings.difference(changed, second) else set()


def by_digest(at: pathlib.Path, change: Change | None) -> set[str]:
    """Modules that expand otherwise than by another source (one with the table of the change in it is enough)."""
    if change is None or change.kind != "type":
        return set()
    import dataclasses

    from validicom.reference.facts import facts

    original = list(facts(NAME).table_rows)
    original[change.row] = dataclasses.replace(original[change.row], type=change.after)
    tables = Tables(original, Includes())
    labels = {("module", r["module"]): r["table"] for r in rows(f"{NAME}/iod_modules.tsv")}
    labels |= {("fg", r["macro"]): r["table"] for r in rows(f"{NAME}/iod_fg_macros.tsv")}
    table = original[change.row].table
    for digest in rows("common/module_digest.tsv"):
        label = labels.get((digest["kind"], digest["module"]))
        is_asked = digest["edition"] == NAME and label is not None and table in closure(label)
        if is_asked and not expands_to(tables, label or "", digest["rows"], digest["fnv1a"]):
            return {digest["module"]}
    return set()


def expands_to(tables: Tables, label: str, count: str, digest: str) -> bool:
    """Whether a table expands to a digest: FNV-1a (64 bits) of the sorted lines `path keyword Type`."""
    import dataclasses

    keywords = keywords_by_row()
    lines: list[str] = []
    waiting = [("", Branch(tables.entries(label), Origin("m", "M", 0)), frozenset({label}))]
    while waiting:
        before, branch, way = waiting.pop()
        again = {e.row.include for e in branch.entries if e.row.kind == "include" and e.row.include in way}
        lines += [f"{before}*{include}  recursion\n" for include in again]
        kept = tuple(e for e in branch.entries if e.row.include not in again or e.row.kind == "attr")
        for claim in tables.claims(dataclasses.replace(branch, entries=kept)):
            path = before + claim.row.tag
            lines.append(f"{path} {keywords[claim.row.table, claim.row.row]} {claim.type}\n")
            waiting += [(path + "/", below, way | {claim.row.table}) for below in claim.branches if below.entries]
    state = 0xCBF29CE484222325
    for byte in "".join(sorted(lines)).encode():
        state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return (str(len(lines)), f"{state:016x}") == (count, digest)


@functools.cache
def keywords_by_row() -> dict[tuple[str, int], str]:
    """Keywords by table and row."""
    return {(row["table"], int(row["row"])): row["keyword"] for row in rows(f"{NAME}/table_rows.tsv")}


@functools.cache
def closure(label: str) -> frozenset[str]:
    """A table and all that it includes."""
    found: set[str] = set()
    waiting = [label]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        inside: list[Node | Include] = list(edition(NAME).tables.get(name, []))
        while inside:
            row = inside.pop()
            if isinstance(row, Include):
                waiting.append(row.table)
            else:
                inside += row.children
    return frozenset(found)


#: The quick ones first.
JUDGES: dict[str, Judge] = {
    "second reading": by_second_reading,
    "digest": by_digest,
    "words": by_words,
    "counts": by_counts,
    "macros": by_macros,
    "traps": by_traps,
    "real files": by_real_files,
    "truth": by_truth,
    "what is missing": by_missing,
}


def changed_folder(root: pathlib.Path, change: Change | None) -> pathlib.Path:
    """The tables of an edition with a change, in a folder of their own."""
    at = root / "changed"
    shutil.rmtree(at, ignore_errors=True)
    at.mkdir(parents=True)
    for path in DATA.iterdir():
        (at / path.name).symlink_to(path)
    if change is not None:
        source = DATA.parent / "common" / change.table if change.table == "conditions.tsv" else DATA / change.table
        head, cells = read(source)
        column = head[-1].split("\t").index(change.column)
        cells[change.row][column] = change.after
        if change.table == "conditions.tsv":
            cells = [cells[change.row]]
        (at / change.table).unlink(missing_ok=True)
        write(at / change.table, (head, cells))
    return at


@functools.cache
def unchanged() -> dict[str, set[str]]:
    """What the judges say of the edition as it is, chosen by its path."""
    with tempfile.TemporaryDirectory() as root:
        at = changed_folder(pathlib.Path(root), None)
        return {name: judge(at, None) for name, judge in JUDGES.items()}


def told_by(change: Change) -> str:
    """The first judge that tells a change; empty if none does."""
    from validicom.errors import OptionError

    with tempfile.TemporaryDirectory() as root:
        at = changed_folder(pathlib.Path(root), change)
        try:
            core(missing.data_set(missing.Place("ct-image", ())), edition=str(at))
        except OptionError:
            return "pack"
        for name, judge in JUDGES.items():
            if judge(at, change) - unchanged()[name] or (name in LOSSES and unchanged()[name] - judge(at, change)):
                return name
    return ""


#: Judges that also tell by what is not said any more.
LOSSES = ("real files",)


def used_tables() -> set[str]:
    """Tables that some IOD with a SOP Class reaches."""
    iods = checkable(edition(NAME))
    return {one for iod in iods for module in (*iod.modules, *iod.macros) for one in closure(module.table)}


def main() -> int:
    """Tries all changes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=pathlib.Path)
    options = parser.parse_args()
    changes = Changer(DATA, used_tables(), options.seed).changes(options.count)
    unchanged()
    context = multiprocessing.get_context("fork")
    results: list[tuple[Change, str]] = []
    with concurrent.futures.ProcessPoolExecutor(options.jobs, context) as pool:
        for change, name in zip(changes, pool.map(told_by, changes), strict=True):
            results.append((change, name))
            if options.out is not None:
                with options.out.open("a", encoding="utf-8") as out:
                    out.write(f"{name or 'SURVIVES'}\t{change}\n")
    by_kind: dict[str, Counter[str]] = {}
    for change, name in results:
        by_kind.setdefault(change.kind, Counter())[name or "survives"] += 1
    for kind, counts in sorted(by_kind.items()):
        print(f"{kind}: {sum(counts.values())}: " + ", ".join(f"{name} {n}" for name, n in counts.most_common()))
    for change, name in results:
        if not name:
            print(f"  survives: {change}")
    told = sum(bool(name) for _, name in results)
    print(f"{told} of {len(results)} changes are told")
    return int(told < 0.95 * len(results))


if __name__ == "__main__":
    sys.exit(main())

"""Makes many data sets for each IOD of each edition: right ones give no error, one break gives its code at its path.

`python tests/valid/run.py [--count 1000] [--editions 2025e ...] [--iods ct-image ...] [--sample N] [--minutes M] [--jobs J]`

Work is in blocks of 20 data sets of one IOD, in an order by chance. What is done stands in `--done` (a line a block), and
is not done again: the run can be stopped and gone on with, by as many processes as there are cores. The core answers
each data set, the reference the first of each block; every data set is then broken once, in the next way of the list.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import multiprocessing
import os
import pathlib
import random
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from differential.breaks import BREAKS
from differential.datasets import checkable, valid
from differential.engines import core, differences, reference
from differential.tables import EDITIONS, edition
from differential.test_equal import SYNTAXES, Broken

BLOCK = 20
OPTIONAL = (0.0, 0.03, 0.1)
NAMES = sorted(BREAKS)
Unit = tuple[str, str, int]


@dataclass
class Done:
    """What came of one block."""

    edition: str
    iod: str
    block: int
    valid: int = 0
    broken: int = 0
    #: Data sets that a break had no place in.
    without: int = 0
    by_break: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def errors(found: list[tuple[object, ...]]) -> list[str]:
    """Findings at error level, short."""
    return [f"{one[0]} {one[2]} {one[4] or ''}".strip() for one in found]


def do(unit: Unit) -> Done:
    """Makes and asks one block."""
    name, iod_id, block = unit
    tables = edition(name)
    iod = tables.iods[iod_id]
    done = Done(name, iod_id, block)
    for order in range(BLOCK):
        seed = block * BLOCK + order
        made = valid(tables, iod, seed, SYNTAXES[seed % len(SYNTAXES)], OPTIONAL[seed % len(OPTIONAL)])
        data = made.file.to_bytes()
        where = f"{name} {iod_id} {seed}"
        told = errors(core(data, edition=name).at_level("error"))
        done.wrong += [f"valid {where}: core: {one}" for one in told]
        if order == 0:
            told = errors(reference(data, edition=name).at_level("error"))
            done.wrong += [f"valid {where}: reference: {one}" for one in told]
            unequal = differences(data, edition=name)
            done.wrong += [f"equal {where}: {unequal[:300]}"] if unequal else []
        done.valid += 1
        spoil(done, made, data, seed, where)
    return done


def spoil(done: Done, made: object, data: bytes, seed: int, where: str) -> None:
    """Breaks a data set in the next way that has a place in it."""
    from differential.datasets import Valid

    assert isinstance(made, Valid)
    rnd = random.Random(seed)
    before = core(data, edition=done.edition).at_level("error", "warning")
    for turn in range(len(NAMES)):
        how = NAMES[(seed * 7 + turn + sum(map(ord, done.iod))) % len(NAMES)]
        expected = BREAKS[how](made, rnd)
        if expected is None:
            continue
        code, severity, path = expected
        known = {one[:3] for one in before if (one[0], one[2]) != (code, path)}
        found = Broken(made, code, severity, path, known)
        answer = core(made.file.to_bytes(), edition=done.edition)
        told = answer.at_level("error", "warning")
        told += [one for one in answer.at_level("info") if one[0] == code and one[2] == path]
        said = [(one[0], one[1] if severity else "", one[2]) for one in told if found.is_new(one)]
        if said != [(code, severity, path)]:
            done.wrong.append(f"break {how} {where}: ({code}, {severity}, {path}) expected, {said[:4]} told")
        done.broken += 1
        done.by_break[how] = done.by_break.get(how, 0) + 1
        return
    done.without += 1


def units(options: argparse.Namespace) -> list[Unit]:
    """The blocks that are asked for."""
    found = [
        (name, iod.id)
        for name in options.editions
        for iod in checkable(edition(name))
        if not options.iods or iod.id in options.iods
    ]
    rnd = random.Random(options.seed)
    if options.sample:
        found = rnd.sample(found, min(options.sample, len(found)))
    blocks = [(name, iod, block) for name, iod in found for block in range(max(1, options.count // BLOCK))]
    rnd.shuffle(blocks)
    return blocks


def main() -> int:
    """Runs what is left, and says what came of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="data sets of each IOD of each edition")
    parser.add_argument("--editions", nargs="*", default=list(EDITIONS))
    parser.add_argument("--iods", nargs="*", default=[])
    parser.add_argument("--sample", type=int, default=0, help="so many IODs by chance (0: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long (0: never)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--done", type=pathlib.Path, default=pathlib.Path("valid.jsonl"))
    options = parser.parse_args()
    lines = options.done.read_text(encoding="utf-8").splitlines() if options.done.is_file() else []
    known = [Done(**json.loads(line)) for line in lines]
    there = {(one.edition, one.iod, one.block) for one in known}
    wanted = units(options)
    left = [unit for unit in wanted if unit not in there]
    until = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(options.jobs, context) as pool, options.done.open("a") as out:
        waiting: set[concurrent.futures.Future[Done]] = set()
        while left or waiting:
            while left and len(waiting) < options.jobs * 2 and time.monotonic() < until:
                waiting.add(pool.submit(do, left.pop()))
            if not waiting:
                break
            ready, waiting = concurrent.futures.wait(waiting, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in ready:
                known.append(future.result())
                out.write(json.dumps(asdict(known[-1])) + "\n")
                out.flush()
    return report(known, len(wanted))


def report(known: list[Done], wanted: int) -> int:
    """Prints the figures; 1 if something is wrong."""
    wrong = [line for one in known for line in one.wrong]
    iods = {(one.edition, one.iod) for one in known}
    by_break: Counter[str] = Counter()
    for one in known:
        by_break.update(one.by_break)
    print(
        f"{sum(one.valid for one in known)} data sets of {len(iods)} IODs of editions in {len(known)} of {wanted} blocks: "
        f"{sum(line.startswith('valid') for line in wrong)} errors, "
        f"{sum(line.startswith('equal') for line in wrong)} unequal reports"
    )
    print(
        f"{sum(one.broken for one in known)} breaks of {len(by_break)} of {len(NAMES)} kinds: "
        f"{sum(line.startswith('break') for line in wrong)} wrong; {sum(one.without for one in known)} without a place"
    )
    for line in wrong[:40]:
        print("  " + line)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

"""Each of the conditions of the tree is true, false and unknown in a data set made so, by core and reference alike.

What a data set makes of an expression is worked out by `abstract`, which shares nothing with either but the parser; what
must be seen of it is the finding that docs/conditions.md 4 says. What no data set can reach is proved by the form of the
expression and counted; what was not reached is counted too, and can only become less.

The core answers all data sets, the reference one for each condition (`VALIDICOM_EXAMPLES=nightly`: all).
"""

from __future__ import annotations

import concurrent.futures
import functools
import multiprocessing
import os
import zlib
from collections import Counter
from dataclasses import dataclass, field

import pytest

from validicom.reference.facts import conditions

from . import conditioned
from .engines import core, reference

#: Data sets, and what is left by why. `by its form` and `constant` are proved: presence is always known, `true` is never
#: anything else. `unread`, `none` have no worth. `no data set found`: the Attribute of the condition is the only one of its
#: Module, so that the Module is not in use without it; the Module or macro demands nothing, so that its absence is no
#: finding; or the condition of the Module and that of its row exclude each other.
MADE = 6_000
MOST_LEFT = {"no data set found": 240, "no place of its own": 20, "unread": 40, "none": 12}
#: Conditions that no row of an IOD with a SOP Class has, outside of repeating groups.
WITHOUT_PLACE = 36
ALL = os.environ.get("VALIDICOM_EXAMPLES") == "nightly"


@dataclass
class Outcome:
    """What came of some conditions."""

    wrong: list[str] = field(default_factory=list)
    made: Counter[tuple[str, bool | None]] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def add(self, other: Outcome) -> None:
        """Takes over what came of others."""
        self.wrong += other.wrong
        self.made += other.made
        self.left += other.left
        self.asked += other.asked


def outcome(ids: list[str]) -> Outcome:
    """Makes and asks the data sets of conditions."""
    known = conditions() or {}
    found = Outcome()
    for name in ids:
        made, left = conditioned.trials(known[name])
        for _, why in left:
            found.left[why] += 1
        chosen = zlib.crc32(name.encode()) % max(1, len(made))
        for order, trial in enumerate(made):
            found.made[trial.part, trial.truth] += 1
            data, options = trial.made.to_bytes(), conditioned.options(trial)
            for engine in (core, reference) if ALL or order == chosen else (core,):
                found.asked[engine.__name__] += 1
                wrong = trial.answer(engine(data, **options))
                if wrong:
                    place = f"{trial.place.edition} {trial.place.iod} {trial.place.owner.id}"
                    found.wrong.append(f"{name} {trial.part} {trial.truth}: {engine.__name__}: {wrong} ({place})")
    return found


@functools.cache
def whole() -> Outcome:
    """All conditions, by as many processes as there are cores."""
    conditioned.places()
    ids = sorted(conditions() or {})
    workers = max(1, min(4, os.cpu_count() or 1))
    found = Outcome()
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(workers, context) as pool:
        for one in pool.map(outcome, [ids[start::16] for start in range(16)]):
            found.add(one)
    return found


def test_each_condition_is_worth_what_its_data_sets_make_it(capsys: pytest.CaptureFixture[str]) -> None:
    found = whole()
    with capsys.disabled():
        print(f"\nconditions: {sum(found.made.values())} data sets, asked {dict(found.asked)}")
        for (part, truth), count in sorted(found.made.items(), key=str):
            print(f"  {part} {truth}: {count}")
        print(f"  left: {dict(found.left)}")
    assert not found.wrong, "\n".join(found.wrong[:20]) + f"\n{len(found.wrong)} in all"


def test_most_is_reached() -> None:
    found = whole()
    assert sum(found.made.values()) >= MADE
    for why, most in MOST_LEFT.items():
        assert found.left[why] <= most, why
    assert found.left.keys() <= {*MOST_LEFT, "by its form", "constant"}


def test_few_conditions_have_no_place() -> None:
    assert len((conditions() or {}).keys() - conditioned.places().keys()) <= WITHOUT_PLACE

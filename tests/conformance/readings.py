"""Compares two expressions on conditions by what they are worth on made data sets, not by their text.

No table of the Standard is asked: what an expression names stands in the data set or Item at hand, or further out where
it says so, and may be absent.
"""

from __future__ import annotations

import pathlib
import random
import re
import zlib
from collections.abc import Mapping

from differential.abstract import Rows, Tree, Values, World
from differential.conditioned import keywords
from differential.solve import SOP_CLASS, Search, home_in
from differential.tables import Edition, Iod, edition
from validicom.reference.conditions import Condition, Otherwise, parse, parse_otherwise
from validicom.reference.facts import read_rows, tag_of

TABLE = pathlib.Path(__file__).with_name("second_reading.tsv")
#: A Sequence around the Attribute of the condition, and the Attribute.
AROUND, THIS = 0x00081140, 0x00104000
#: The Sequence of a functional group in which everything may be.
MACRO = 0x00209111
TRIALS = 160


class Anywhere(Rows):
    """No rows at all: an operand is where it is looked for first."""

    def at(self, path: tuple[int, ...]) -> dict[int, list[object]]:  # type: ignore[override]
        """Nothing."""
        return {}

    def macros_with(self, group: int, tag: int) -> list[int]:
        """One macro that has everything."""
        return [MACRO]


def surroundings(named: Edition) -> Rows:
    """An IOD without a table."""
    return Anywhere(named, Iod("ct-image", ["1.2.840.10008.5.1.4.1.1.2"]))


FACT = re.compile(r"outside\(([a-z0-9-]+)\)")


def renamed(required: str, otherwise: str, names: list[str]) -> tuple[str, str]:
    """The texts of a condition with other names of facts, where each has one: readers name them as they like."""
    own = sorted(set(FACT.findall(required + otherwise)))
    if len(own) != 1 or len(names) != 1:
        return required, otherwise
    return (FACT.sub(f"outside({names[0]})", required), FACT.sub(f"outside({names[0]})", otherwise))


def condition(row: Mapping[str, str], names: list[str] | None = None) -> Condition:
    """A row of a table of conditions."""
    required, otherwise = row["required"], row["otherwise"]
    if names is not None:
        required, otherwise = renamed(required, otherwise, names)
    return Condition(row["id"], parse(required), parse_otherwise(otherwise))


def second_readings(of: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, Condition]]:
    """The conditions as the second reader has them, with the names of facts of the table; and how far both agree."""
    found = {}
    for row in read_rows(TABLE):
        here = of.get(row["id"])
        if here is not None:
            names = sorted(set(FACT.findall(here["required"] + here["otherwise"])))
            found[row["id"]] = (row["agrees"], condition(row, names))
    return found


def without_otherwise(of: Condition) -> Condition:
    """What a condition demands, and nothing on where it is not true."""
    return Condition(of.id, of.required, Otherwise("allowed"))


def difference(one: Condition, other: Condition) -> str:
    """Where two conditions are worth something different; empty if that was found nowhere."""
    if (one.required, one.otherwise) == (other.required, other.otherwise):
        return ""
    if one.otherwise.name != other.otherwise.name and not (one.otherwise.when or other.otherwise.when):
        return f"otherwise {one.otherwise.name}, {other.otherwise.name}"
    named = edition("2025e")
    rows = surroundings(named)
    tags = {name: tag_of("2025e", name) for name in keywords(one) | keywords(other)}
    rnd = random.Random(zlib.crc32(one.id.encode()))
    wholes = [x for c in (one, other) for x in (c.required, c.otherwise.when) if x is not None]
    for path, number in (((), 1), ((AROUND,), 1), ((AROUND,), 2)):
        base: Tree = {SOP_CLASS: Values(("1.2.840.10008.5.1.4.1.1.2",))}
        home = home_in(base, path, number) if path else ()
        search = Search(rows, tags, base, home, THIS, rnd)
        options = search.options([(whole, home) for whole in wholes])
        options.setdefault((*home, (THIS, 0)), [None, Values(("OTHER",))])
        for count, (tree, facts, syntax) in enumerate(search.trials(options)):
            if count >= TRIALS:
                break
            world = World(rows, tags, tree, facts, syntax, THIS, home)
            said = [state(which, world) for which in (one, other)]
            if said[0] != said[1]:
                return f"{said[0]}, {said[1]} at {tree} {facts}"
    return ""


def state(of: Condition, world: World) -> tuple[object, object]:
    """What a condition says of a data set: whether it demands, and what holds else."""
    required = world.truths(of.required, world.home)
    when = of.otherwise.when
    if when is None:
        return required, of.otherwise.name
    truths = world.truths(when, world.home)
    if of.otherwise.name == "forbidden":
        truths = frozenset(None if one is None else not one for one in truths)
    return required, truths

"""What the conditions in `data/common/conditions.tsv` decide, by edition: `python conditions_report.py [edition ...]`.

Reads the tables of the tree only. A condition is *decidable* if neither a fact of the world nor an unread wording can
be reached in it, *outside* if nothing but facts can, *partly* decidable in between, and *unread* if it is that alone.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
EDITIONS = ("2023e", "2024e", "2025e")
CLASSES = ("decidable", "partly", "outside", "unread")
FACT = re.compile(r"outside\(([a-z0-9-]+)\)")
#: What joins atoms, and what may stand beside facts without making a condition decidable.
JOINTS = re.compile(r"\b(?:and|or|not|true|false|unread|allowed|forbidden|unstated|when)\b|[()]")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of the tree; lines that start with `#` are provenance."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def facts_of(condition: dict[str, str]) -> set[str]:
    """The names of the facts that a condition asks."""
    return set(FACT.findall(f"{condition['required']} {condition['otherwise']}"))


def class_of(condition: dict[str, str]) -> str:
    """One of `CLASSES`."""
    if condition["required"] == "unread":
        return "unread"
    whole = f"{condition['required']} {condition['otherwise']}"
    if not FACT.search(whole) and not re.search(r"\bunread\b", whole):
        return "decidable"
    return "partly" if JOINTS.sub("", FACT.sub("", whole)).strip() else "outside"


def uses(edition: str) -> dict[str, Counter[str]]:
    """How often each condition is used, by kind of use: 1C, 2C, note, module, macro."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows(f"{edition}/table_rows.tsv"):
        if row["cond"]:
            found[row["cond_kind"]][row["cond"]] += 1
    for kind, name in (("module", "iod_modules.tsv"), ("macro", "iod_fg_macros.tsv")):
        for row in rows(f"{edition}/{name}"):
            if row["cond"]:
                found[kind][row["cond"]] += 1
    return found


def decidable(edition: str, conditions: dict[str, dict[str, str]]) -> tuple[int, int, int, int]:
    """Of the wordings on rows of Type 1C or 2C: decidable, all; and the same weighted by rows."""
    by_kind = uses(edition)
    rows_of = by_kind["1C"] + by_kind["2C"]
    yes = [name for name in rows_of if class_of(conditions[name]) == "decidable"]
    return len(yes), len(rows_of), sum(rows_of[name] for name in yes), rows_of.total()


def report(edition: str, conditions: dict[str, dict[str, str]]) -> None:
    """Prints the figures of one edition."""
    by_kind = uses(edition)
    print(f"{edition}\n{'kind':8}{'wordings':>10}" + "".join(f"{name:>12}" for name in CLASSES) + f"{'uses':>8}")
    for kind, used in sorted(by_kind.items()):
        classes = Counter(class_of(conditions[name]) for name in used)
        print(f"{kind:8}{len(used):>10}" + "".join(f"{classes[name]:>12}" for name in CLASSES) + f"{used.total():>8}")
    yes, all_, yes_rows, all_rows = decidable(edition, conditions)
    print(
        f"decidable of 1C and 2C: {yes} of {all_} wordings ({yes / all_:.3f}), {yes_rows} of {all_rows} rows", end=" "
    )
    print(f"({yes_rows / all_rows:.3f})")
    classes = Counter(class_of(conditions[name]) for name in by_kind["1C"] + by_kind["2C"])
    print("of 1C and 2C: " + ", ".join(f"{name} {classes[name]}" for name in CLASSES))
    facts: Counter[str] = Counter()
    for used in by_kind.values():
        for name, times in used.items():
            facts.update(dict.fromkeys(facts_of(conditions[name]), times))
    print(
        f"{len(facts)} facts, by the rows they decide: " + ", ".join(f"{n} {c}" for n, c in facts.most_common()) + "\n"
    )


def main() -> None:
    """Prints the figures of the editions named, or of all."""
    conditions = {row["id"]: row for row in rows("common/conditions.tsv")}
    for edition in sys.argv[1:] or EDITIONS:
        report(edition, conditions)


if __name__ == "__main__":
    main()

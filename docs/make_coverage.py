"""Write what is known of each IOD (docs/coverage/EDITION.md), counted in the tables.

usage: python docs/make_coverage.py [--check]    (--check: write nothing, exit 1 if a page is not up to date)
"""

from __future__ import annotations

import functools
import importlib.util
import pathlib
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from validicom.reference.facts import facts, rows
from validicom.reference.iod import Branch, Iod, Tables, iod

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "coverage"
EDITIONS = ("2025e", "2024e", "2023e")
TYPES = ("1", "1C", "2", "2C", "3")
STRENGTHS = ("error", "warning", "info")
HEAD = """# What is checked of each IOD, edition {edition}

Made by `docs/make_coverage.py` from the tables. {iods} IODs of {sop_classes} SOP Classes.

Each row of a Module or Functional Group Macro counts where it stands, at any depth.
A macro that includes itself counts once.

- Modules: mandatory, conditional and user optional (M C U).
  Macros: Functional Group Macros, in the same order.
- Type 1 to Type 3: rows by Type.
  Those of Type 1 and 2 are demanded wherever their Item or Module is.
- Conditions: conditional rows, Modules and macros, by what decides them.
  That is the data set alone, the data set and a fact of the world, or a fact alone; `unread` ones are not understood.
- Coded values: rows with a VR of CS, by the list of values that the tables have.
  A value outside the list is an error where the tables are sure, a warning where they are less so, and an info where
  they are Defined Terms; many of those without a list are free by the Standard.

"""
COLUMNS = (
    *("IOD", "Modules", "Macros", "Type 1", "1C", "2", "2C", "3"),
    *("Conditions: data set", "and a fact", "fact alone", "unread"),
    *("Coded values: error", "warning", "info", "none"),
)


@functools.cache
def report() -> ModuleType:
    """The program that counts the conditions, for the class of each."""
    spec = importlib.util.spec_from_file_location(
        "conditions_report", ROOT / "rust" / "standard" / "conditions_report.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@functools.cache
def class_of(condition: str) -> str:
    """How far a condition is decided by the data set."""
    known = {row["id"]: dict(row) for row in rows("common/conditions.tsv")}
    return str(report().class_of(known[condition])) if condition in known else "unread"


@dataclass
class Count:
    """What one IOD, Module or macro has."""

    types: Counter[str] = field(default_factory=Counter)
    conditions: Counter[str] = field(default_factory=Counter)
    lists: Counter[str] = field(default_factory=Counter)

    def add(self, other: Count) -> None:
        """Adds another count to this."""
        self.types += other.types
        self.conditions += other.conditions
        self.lists += other.lists


def count(edition: str, tables: Tables, top: Branch) -> Count:
    """Counts the rows below a Module or macro, at any depth."""
    known = facts(edition)
    found = Count()
    waiting: list[tuple[Branch, frozenset[int]]] = [(top, frozenset())]
    while waiting:
        branch, opened = waiting.pop()
        # A table that includes itself says nothing new.
        if id(branch.entries) in opened:
            continue
        for claim in tables.claims(branch):
            found.types[claim.type] += 1
            if claim.is_conditional:
                found.conditions[class_of(claim.row.condition)] += 1
            attribute = known.attribute(0 if claim.is_repeating else claim.tag)
            if attribute is not None and attribute.vr == "CS":
                strengths = {one.strength for one in known.lists.get((claim.row.table, claim.row.row), ())}
                found.lists[next((name for name in STRENGTHS if name in strengths), "none")] += 1
            inner = (opened | {id(branch.entries)}) if branch.entries else opened
            waiting += [(below, inner) for below in claim.branches if below.entries]
    return found


def of_iod(edition: str, of: Iod, counted: dict[tuple[str, tuple[tuple[str, str], ...]], Count]) -> str:
    """The line of an IOD."""
    whole = Count()
    branches = [branch for _, branch in of.modules] + list(of.macros)
    for branch in branches:
        key = (branch.origin.module, branch.types)
        if key not in counted:
            counted[key] = count(edition, of.tables, branch)
        whole.add(counted[key])
        if branch.origin.usage == "C":
            whole.conditions[class_of(branch.origin.condition)] += 1
    for module, branch in of.modules:
        if branch.origin.usage != "C" and module.usage == "C":
            whole.conditions[class_of(module.condition)] += 1
    usages = Counter(module.usage for module, _ in of.modules)
    macros = Counter(branch.origin.usage for branch in of.macros)
    cells = [
        of.id,
        " ".join(str(usages[usage]) for usage in "MCU"),
        " ".join(str(macros[usage]) for usage in "MCU") if of.macros else "",
        *(f"{whole.types[name]:,}" for name in TYPES),
        *(f"{whole.conditions[name]:,}" for name in report().CLASSES),
        *(f"{whole.lists[name]:,}" for name in (*STRENGTHS, "none")),
    ]
    return line(cells)


def line(cells: Iterable[str]) -> str:
    """A line of the page's table."""
    return "| " + " | ".join(cells) + " |\n"


def page(edition: str) -> str:
    """The page of an edition."""
    known = rows(f"{edition}/iods.tsv")
    counted: dict[tuple[str, tuple[tuple[str, str], ...]], Count] = {}
    sop_classes = sum(len([uid for uid in row["sop_class_uids"].split(",") if uid]) for row in known)
    text = HEAD.format(edition=edition, iods=len(known), sop_classes=sop_classes)
    text += line(COLUMNS) + "|" + "---|" * len(COLUMNS) + "\n"
    return text + "".join(of_iod(edition, iod(facts(edition), row["iod"]), counted) for row in known)


def main() -> None:
    """Writes or checks the pages."""
    stale = []
    for edition in EDITIONS:
        path, text = PAGES / f"{edition}.md", page(edition)
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(path.name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit(f"not up to date: {', '.join(stale)}; run: python docs/make_coverage.py")


if __name__ == "__main__":
    main()

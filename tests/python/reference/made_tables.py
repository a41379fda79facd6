"""Makes IODs of a few rows for the tests of conditions, and asks them of data sets made of nodes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from made_nodes import Made, parsed

from validicom.reference.assessment import DataLevel, Walk
from validicom.reference.conditions import parse
from validicom.reference.context import Context, Limits, Options
from validicom.reference.facts import ModuleOfIod, TableRow, facts, read_conditions, tag_of
from validicom.reference.iod import Branch, Includes, Iod, Origin, Tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from validicom.reference.conditions import Condition
    from validicom.reference.evaluation import Answer
    from validicom.reference.iod import Assessment
    from validicom.reference.model import DataSet

EDITION = "2025e"
CONDITIONS = read_conditions(Path(__file__).with_name("conditions.tsv"))


def tag(keyword: str) -> int:
    return tag_of(EDITION, keyword)


def made(keyword: str, content: bytes | Sequence[Sequence[Made]] = b"", vr: str | None = None) -> Made:
    """An Element, of the VR of the dictionary."""
    attribute = facts(EDITION).attribute(tag(keyword))
    assert attribute is not None
    return (tag(keyword), vr or attribute.vrs[0], content)


def row(
    keyword: str,
    type_: str = "3",
    depth: int = 0,
    condition: str = "",
    kind: str = "",
    flag: str = "",
    *,
    in_all: bool = True,
    doubtful: bool = False,
) -> TableRow:
    """A row of an Attribute (`*NAME`: of an Include); its table and number are given by `tables`."""
    is_include = keyword.startswith("*")
    tag_text = "" if is_include else f"{tag(keyword):08X}"
    include = keyword[1:] if is_include else ""
    kind = kind or (type_ if condition else "")
    return TableRow(
        "", 0, depth, "include" if is_include else "attr", tag_text, "", type_, include, in_all, condition, kind, flag,
        doubtful,
    )  # fmt: skip


def iod(
    modules: Mapping[str, Sequence[TableRow]],
    macros: Mapping[str, Sequence[TableRow]] | None = None,
    usages: Mapping[str, str] | None = None,
    conditions: Mapping[str, str] | None = None,
    value_types: Mapping[tuple[str, int], str] | None = None,
    milder: Sequence[str] = (),
) -> Iod:
    """An IOD of these modules and macros, of usage M unless ``usages`` says otherwise; tables have their names.

    Macros of ``milder`` are not in all editions.
    """
    import dataclasses

    usage, condition = usages or {}, conditions or {}
    printed = [
        dataclasses.replace(one, table=name, row=number)
        for name, rows in {**modules, **(macros or {})}.items()
        for number, one in enumerate(rows)
    ]
    tables = Tables(printed, Includes(value_types=value_types or {}))
    branches = tuple(
        (
            ModuleOfIod(name, name, usage.get(name, "M"), True, condition.get(name, "")),
            Branch(tables.entries(name), Origin(name, usage.get(name, "M"), order)),
        )
        for order, name in enumerate(modules)
        if not name.startswith("+")
    )
    groups = tuple(
        Branch(
            tables.entries(name),
            Origin(name, usage.get(name, "M"), 100 + order, name not in milder, condition.get(name, "")),
            is_lenient=True,
        )
        for order, name in enumerate(macros or {})
    )
    return Iod("made", branches, groups, tables)


def walk(
    of: Iod,
    root: Sequence[Made] | DataSet,
    known: Mapping[str, bool] | None = None,
    conditions: Mapping[str, Condition] | None = CONDITIONS,
    *,
    meta: Sequence[Made] = (),
    edition_named: bool = False,
) -> Walk:
    """The walk through a data set."""
    from validicom.reference.model import DataSet

    file = parsed([] if isinstance(root, DataSet) else root, meta)
    if isinstance(root, DataSet):
        file.root = root
    options = Options(EDITION, edition_named, "all", True, Limits(), known or {})
    return Walk(Context(file, facts(EDITION), options, iod="made"), of, conditions)


def level(through: Walk, path: Sequence[tuple[str, int]] = ()) -> DataLevel:
    """The level of an Item: pairs of a Sequence and an Item's number, from the root."""
    at = through.root
    for keyword, number in path:
        sequence = at.first[tag(keyword)]
        at = at.item(sequence, sequence.items[number - 1])
    return at


def ask(at: DataLevel, expression: str, this: str | None = None) -> Answer:
    """What an expression says at a level."""
    return at.answer(parse(expression), None if this is None else tag(this))


def said(found: Assessment) -> list[tuple[str, str, str]]:
    """Code, severity and Keyword of what is said of Attributes."""
    known = facts(EDITION)
    return [(one.code, one.severity, known.keyword(one.tag) or "") for one in found.attributes]

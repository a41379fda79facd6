"""The Attributes that the expression of each condition names are those that its wording names, but for told exceptions.

`condition_names.tsv` has the Keywords by the id of each wording (a digest of its sentence, which is not in the tree);
`make_condition_names.py` makes it where the wordings are at hand.
"""

from __future__ import annotations

import pathlib

from differential.conditioned import keywords
from validicom.reference.facts import conditions, read_rows, rows

TABLE = {row["id"]: row for row in read_rows(pathlib.Path(__file__).with_name("condition_names.tsv"))}
NOTES = {row["id"]: row["note"] for row in rows("common/conditions.tsv")}
#: The wording has a Tag that PS3.6 does not: (3010,0948) where Dosimetric Objective UID is meant.
MISPRINTED = {"c3675f63c7a"}


def words(cell: str) -> set[str]:
    """The Keywords of a cell."""
    return set(cell.split())


def test_each_wording_has_its_names() -> None:
    assert TABLE.keys() == (conditions() or {}).keys()


def test_expressions_name_what_their_wordings_name() -> None:
    wrong = []
    for name, condition in (conditions() or {}).items():
        row, asked = TABLE[name], keywords(condition)
        named = words(row["names"])
        if (asked - named, named - asked) != (words(row["beyond"]), words(row["short"])):
            wrong.append(f"{name}: beyond {sorted(asked - named)}, short {sorted(named - asked)}")
    assert not wrong, "\n".join(wrong[:20])


def test_each_exception_has_a_reason() -> None:
    odd = {name for name, row in TABLE.items() if row["beyond"] or row["short"]}
    print(
        f"{len(TABLE) - len(odd)} of {len(TABLE)} expressions name the same Attributes, {len(odd)} others with a reason"
    )
    assert {name for name in odd if not NOTES[name]} == MISPRINTED
    assert len(odd) <= 315

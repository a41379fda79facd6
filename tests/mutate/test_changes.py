"""Changes of the tables are changes: one cell of one row is another, and expressions stay of the language."""

from __future__ import annotations

import pathlib
from collections import Counter

from validicom.reference.conditions import parse, parse_otherwise
from validicom.reference.facts import folder

from .changes import Changer, read
from .run import changed_folder, used_tables


def test_changes_are_of_all_kinds_and_each_of_one_cell(tmp_path: pathlib.Path) -> None:
    changes = Changer(folder() / "2025e", used_tables(), 4).changes(120)
    assert len(Counter(change.kind for change in changes)) == 6
    assert all(change.before != change.after for change in changes)
    for change in changes:
        if change.kind == "expression":
            (parse if change.column == "required" else parse_otherwise)(change.after)
    for change in [
        next(one for one in changes if one.kind == kind) for kind in ("type", "value", "usage", "expression")
    ]:
        at = changed_folder(tmp_path, change)
        _, cells = read(at / change.table)
        assert sum(change.after in row for row in cells) >= 1
        assert sum(path.is_symlink() for path in at.iterdir()) >= 8

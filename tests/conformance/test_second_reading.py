"""The conditions of the tree are worth what a second, independent reader of the wordings made of them.

Both are evaluated on made data sets by `abstract`, which is neither core nor reference. Where the second reading was
settled otherwise, or a condition was mended since, the table says that they do not agree, and nothing is asked.
"""

from __future__ import annotations

from collections import Counter

from conformance.readings import condition, difference, second_readings, without_otherwise
from validicom.reference.facts import rows

LINES = {row["id"]: row for row in rows("common/conditions.tsv")}


def test_conditions_agree_with_their_second_reading() -> None:
    wrong, agreed = [], Counter[str]()
    for name, (agrees, second) in second_readings(LINES).items():
        agreed[agrees] += 1
        one = condition(LINES[name])
        if agrees == "R":
            one, second = without_otherwise(one), without_otherwise(second)
        found = difference(one, second) if agrees != "N" else ""
        wrong += [f"{name}: {found}"] if found else []
    print(f"{agreed['Y']} of {len(LINES)} conditions were read alike twice, {agreed['R']} in what they demand")
    assert not wrong, "\n".join(wrong[:10])
    assert agreed["Y"] >= 1_500
    assert agreed["Y"] + agreed["R"] >= 1_580


def test_a_condition_that_says_something_else_is_told() -> None:
    for one, other in (
        ("Modality in {CT}", "Modality in {MR}"),
        ("present(Modality)", "absent(Modality)"),
        ("Rows > 1", "Rows >= 1"),
        ("first_item", "not first_item"),
        ("Modality in {CT} and present(Rows)", "Modality in {CT} or present(Rows)"),
        ("any(ReferencedImageSequence, present(Rows))", "all(ReferencedImageSequence, present(Rows))"),
    ):
        texts = [{"id": "c", "required": text, "otherwise": "allowed"} for text in (one, other)]
        assert difference(*map(condition, texts)), one
    for otherwise in ("forbidden", "unstated", "allowed when present(Rows)"):
        row = {"id": "c", "required": "Modality in {CT}"}
        assert difference(condition({**row, "otherwise": "allowed"}), condition({**row, "otherwise": otherwise}))

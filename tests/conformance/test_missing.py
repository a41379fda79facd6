"""What nearly empty data sets lack, as dciodvfy's own tables have it: 1,700 places, and nothing else is said to be missing.

`missing.tsv` is made by `make_missing.py`. Where dciodvfy says nothing the table has our own word, which it cannot
witness; but a demand that is in neither column is new, and needs a reason.
"""

from __future__ import annotations

from conformance.missing import TABLE, Place, data_set, graded, told
from differential.engines import core, reference
from validicom.reference.facts import read_rows

ROWS = read_rows(TABLE)
#: Of IODs that not all shipped editions have.
MILDER: list[str] = []


def cells(row: object, kind: str) -> set[tuple[str, str]]:
    """(Type, Keyword) of the columns of a kind."""
    return {(type_, word) for type_ in "12" for word in row[f"{kind}_{type_}"].split()}  # type: ignore[index]


def test_what_is_missing_is_what_dciodvfy_says_too() -> None:
    wrong, both, ours = [], 0, 0
    for number, row in enumerate(ROWS):
        place = Place(row["iod"], tuple(int(tag, 16) for tag in row["path"].split("/") if tag))
        data = data_set(place)
        both += len(cells(row, "both"))
        ours += len(cells(row, "ours"))
        for engine in (core, reference) if number % 16 == 0 else (core,):
            found = told(data, place, engine)
            if found != cells(row, "both") | cells(row, "ours"):
                lost = sorted((cells(row, "both") | cells(row, "ours")) - found)
                new = sorted(found - cells(row, "both") - cells(row, "ours"))
                wrong.append(f"{place.iod} {row['path']} {engine.__name__}: lost {lost[:5]}, new {new[:5]}")
    print(f"{len(ROWS)} places: {both} demands said by both, {ours} by us alone")
    assert not wrong, "\n".join(wrong[:20]) + f"\n{len(wrong)} places"
    assert both >= 4_400


def test_what_both_say_of_the_root_is_an_error() -> None:
    # PS3.3 A.1.3: a mandatory Module is demanded. What is milder is not in all shipped editions.
    milder, errors = [], 0
    for row in ROWS:
        if not row["path"]:
            place = Place(row["iod"], ())
            for type_, keyword, severity in graded(data_set(place), place):
                if (type_, keyword) in cells(row, "both"):
                    errors += severity == "error"
                    milder += [] if severity == "error" else [f"{place.iod} {keyword}"]
    assert errors >= 3_000
    assert milder == MILDER

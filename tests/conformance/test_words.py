"""Words of Enumerated Values that dciodvfy takes, too, are in a list; nonsense, which it refuses, is in none.

`words.tsv` is made by `make_words.py`, of lists that are dciodvfy's own.
"""

from __future__ import annotations

from conformance.words import TABLE, data_set, is_told
from differential.engines import core, reference
from validicom.reference.facts import read_rows

ROWS = read_rows(TABLE)


def test_words_that_dciodvfy_takes_are_in_a_list_and_nonsense_is_not() -> None:
    wrong, words = [], 0
    for number, row in enumerate(ROWS):
        path = tuple(int(tag, 16) for tag in row["path"].split("/"))
        good = [word for word in row["words"].split("|") if word]
        words += len(good)
        for word, is_wrong in [*((one, False) for one in good), (row["nonsense"], True)]:
            data = data_set(row["iod"], path, row["index"], word)
            for engine in (core, reference) if number % 12 == 0 else (core,):
                if is_told(data, path, row["index"], engine) != is_wrong:
                    wrong.append(f"{row['iod']} {row['path']} {row['index']} {word}: {engine.__name__}")
    print(f"{len(ROWS)} lists with {words} words")
    assert not wrong, "\n".join(wrong[:20]) + f"\n{len(wrong)} in all"
    assert len(ROWS) >= 240

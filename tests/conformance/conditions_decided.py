"""How many evaluations of conditions the real files decide: `python tests/conformance/conditions_decided.py [edition ...]`.

The reference runs over the files at hand; each answer to the condition of a row, Module or macro counts once for each data
set that asks it. Prints, by edition, how many are true or false, and what the others lack.
"""

from __future__ import annotations

import pathlib
import sys
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import validicom.reference
from conformance import run_dciodvfy as conformance
from validicom.reference.assessment import DataLevel

EDITIONS = ("2023e", "2024e", "2025e")


def main() -> None:
    """Prints the shares."""
    counts: Counter[str] = Counter()

    answer = DataLevel.answer

    def counted(level, expression, this, *, is_second_step=False):  # type: ignore[no-untyped-def]
        known = (expression, this, is_second_step) in level._answers
        found = answer(level, expression, this, is_second_step=is_second_step)
        if not known and not is_second_step:
            counts["decided" if found.value is not None else (found.cause or ("unread", ""))[0]] += 1
        return found

    DataLevel.answer = counted  # type: ignore[method-assign]
    for edition in sys.argv[1:] or EDITIONS:
        counts.clear()
        for path in conformance.files().values():
            validicom.reference.validate(str(path), edition=edition)
        total = counts.total()
        others = ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items()) if name != "decided")
        print(f"{edition}: {counts['decided']:,} of {total:,} decided ({counts['decided'] / total:.3f}); {others}")


if __name__ == "__main__":
    main()

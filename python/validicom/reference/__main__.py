"""`python -m validicom.reference PATH...` prints a report as JSON, one line a file."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from validicom.reference import validate
from validicom.reference.facts import EDITIONS


def main() -> int:
    """Reads the arguments and prints; 1 if any file fails."""
    parser = argparse.ArgumentParser(prog="python -m validicom.reference", description=__doc__)
    parser.add_argument("path", nargs="+")
    parser.add_argument("--edition", help="a name, or a folder of tables")
    parser.add_argument("--read", choices=["header", "all"], default="all")
    parser.add_argument("--levels", default="error,warning,info,undetermined")
    parser.add_argument("--select", type=lambda text: text.split(","))
    parser.add_argument("--ignore", type=lambda text: text.split(","))
    parser.add_argument("--fact", action="append", default=[], help="NAME=yes or NAME=no")
    given = parser.parse_args()
    facts = {name: answer == "yes" for name, _, answer in (fact.partition("=") for fact in given.fact)}
    edition = given.edition if given.edition is None or given.edition in EDITIONS else Path(given.edition)
    failed = False
    for path in given.path:
        report = validate(
            path, edition=edition, read=given.read, levels=given.levels.split(","), select=given.select,
            ignore=given.ignore, facts=facts,
        )  # fmt: skip
        failed = failed or report.verdict in ("fail", "unreadable")
        print(json.dumps({"path": path, **dataclasses.asdict(report)}))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

"""Makes the objects of other writers: `python tests/conformance/make_objects.py FOLDER [WRITER ...]`.

Every writer has a folder in FOLDER, every object a file in it. What cannot be made is named with the reason, and the
rest goes on: which writers are there is a matter of the machine (see `NEEDS` of each module in `writers`).
"""

from __future__ import annotations

import argparse
import importlib
import pathlib
import shutil
import sys
import tempfile
import warnings

HERE = pathlib.Path(__file__).resolve().parent
PREFIX = "with_"


def writers() -> list[str]:
    """The names of the writers' modules."""
    return sorted(path.stem.removeprefix(PREFIX) for path in (HERE / "writers").glob(f"{PREFIX}*.py"))


def make(folder: pathlib.Path, name: str) -> tuple[int, list[str]]:
    """Makes the objects of one writer: how many, and what could not be made and why."""
    try:
        module = importlib.import_module(f"conformance.writers.{PREFIX}{name}")
    except ImportError as error:
        return 0, [f"{name}: not had: {error}"]
    target = folder / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    made, missing = 0, []
    with tempfile.TemporaryDirectory() as work:
        try:
            objects = module.objects(pathlib.Path(work))
        except Exception as error:
            return 0, [f"{name}: not had: {error}"]
        for kind, write in objects.items():
            path = target / f"{kind}.dcm"
            try:
                write(path)
            except Exception as error:
                missing.append(f"{name}/{kind}: not made: {type(error).__name__}: {str(error)[:400]}")
                path.unlink(missing_ok=True)
                continue
            if path.is_file():
                made += 1
            else:
                missing.append(f"{name}/{kind}: not made: it wrote nothing")
    return made, missing


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("writer", nargs="*", help=f"of {', '.join(writers())}; default: all")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    for name in options.writer or writers():
        made, missing = make(options.folder.resolve(), name)
        print(f"{name}: {made} objects", *(f"  {line}" for line in missing), sep="\n")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    main()

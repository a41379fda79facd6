"""The command `validicom`: arguments, exit codes, and what happens when the output or the user goes away.

Exit codes: 0 no finding at error level; 1 findings; 2 something could not be run or read; 3 with `--strict`: files that
are incomplete or unreadable (and no findings). Errors go to stderr in one line each, never as a traceback.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .errors import ValidicomError
from .escape import escape, path_text
from .findings import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .findings import Report
    from .output import Summary

__all__ = ["cli", "main"]

INTERRUPTED = 130
EMPTY = "''"
"""How an empty path is shown."""


def main() -> None:
    """Entry point of the command: runs it and ends the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # What the terminal's encoding lacks is shown escaped instead of ending the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.UsageError as error:
        name = error.ctx.command_path if error.ctx else "validicom"
        _say(f"{error.format_message()}\nTry '{name} --help' for help.")
        code = 2
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except click.ClickException as error:
        _say(error.format_message())
        code = 2
    except BrokenPipeError:
        # Whoever read the output has gone (`| head`): nothing to tell, and nobody to tell it to.
        _drop_output()
        code = 2
    except ValidicomError as error:
        _say(str(error))
        code = 2
    except OSError as error:
        _say(f"cannot write the output: {error.strerror or type(error).__name__}")
        _drop_output()
        code = 2
    raise SystemExit(code or 0)


def _drop_output() -> None:
    # What could not be written would raise once more when the interpreter flushes at its end.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(text: str) -> None:
    lines = text.splitlines() or [""]
    with contextlib.suppress(OSError):
        click.echo("\n".join([f"validicom: {escape(lines[0])}", *(escape(line) for line in lines[1:])]), err=True)


def _version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from . import _native

        newest = _native.editions()[-1]
        click.echo(f"validicom {_native.version()} (edition {newest}, rule set {_native.ruleset()})")
        context.exit()


class _Group(click.Group):
    """Tells a reader that went away from an error of its own; click alone would end with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _drop_output()
            return 2


class _Interrupts:
    """Ctrl-C ends a run between two records, so that what is written stays whole; a second one ends it at once."""

    def __init__(self) -> None:
        self.writing = False
        self.pending = False

    def __enter__(self) -> _Interrupts:
        self.before = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self.before)

    def _handle(self, _number: int, _frame: object) -> None:
        if not self.writing or self.pending:
            raise KeyboardInterrupt
        self.pending = True

    @contextlib.contextmanager
    def whole(self) -> Iterator[None]:
        """What runs in it is not interrupted (but by a second Ctrl-C)."""
        self.writing = True
        try:
            yield
        finally:
            self.writing = False
        if self.pending:
            raise KeyboardInterrupt


@click.group(cls=_Group, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show version and rule set."
)
def cli() -> None:
    """Check DICOM files and data sets against the DICOM Standard."""


class _Check(click.Command):
    """`--strict` may stand alone or have a value; click would take the path after it for the value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        args = ["--strict=incomplete" if a == "--strict" and i < end else a for i, a in enumerate(args)]
        return super().parse_args(ctx, args)


_EDITION = click.option(
    "--edition",
    metavar="NAME|PATH",
    help="Edition of the Standard (see `editions`), or the path of a pack or folder of tables; default: the newest.",
)


def _list_of(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for text in given for part in text.split(",") if part.strip())


def _facts_of(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, bool]:
    facts: dict[str, bool] = {}
    for text in given:
        name, _, word = text.partition("=")
        if word not in ("yes", "no"):
            raise click.BadParameter(f"{text!r} is not NAME=yes or NAME=no", context, parameter)
        if facts.setdefault(name, word == "yes") != (word == "yes"):
            raise click.BadParameter(f"{name} is said to be both yes and no", context, parameter)
    return facts


@cli.command(cls=_Check, short_help="Check files, and all files below directories.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True)
@_EDITION
@click.option(
    "--select", multiple=True, callback=_list_of, metavar="CODES", help="Only these codes or families (V,A1)."
)
@click.option("--ignore", multiple=True, callback=_list_of, metavar="CODES", help="All but these codes or families.")
@click.option(
    "--levels",
    multiple=True,
    callback=_list_of,
    metavar="LEVELS",
    help=f"Severities that are shown, of {', '.join(LEVELS)}, or all; default: error,warning.",
)
@click.option(
    "--fact",
    "facts",
    multiple=True,
    callback=_facts_of,
    metavar="NAME=yes|no",
    help="What you know and no data set tells; see `facts`. May be repeated.",
)
@click.option("--show-values", is_flag=True, help="Show values too. They are personal data.")
@click.option("--read", type=click.Choice(["header", "all"]), default="all", show_default=True)
@click.option(
    "--strict",
    type=click.Choice(["incomplete", "undetermined"]),
    metavar="[=undetermined]",
    help="Exit 3 for incomplete or unreadable files; =undetermined: also for what could not be determined.",
)
@click.option("--workers", type=click.IntRange(1, 1024), metavar="N", help="Threads; default: one a processor.")
@click.option("--engine", type=click.Choice(["native", "reference"]), default="native", show_default=True)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--quiet", "-q", is_flag=True, help="Only the summary (and errors).")
def check(paths: tuple[str, ...], form: str, **asked: Any) -> int:
    """Check files and all files below directories.

    PATH is a file or a directory; `-` is a file on standard input, `@LIST` a file with one path a line (or separated by
    NUL), `@-` such a list on standard input.

    Exit code: 0 no finding at error level, 1 findings at error level, 2 wrong usage, or a PATH could not be read, 3 see
    --strict.
    """
    from .api import validate_many
    from .output import FORMATS, Progress, Summary

    levels = asked["levels"] or ("error", "warning")
    summary = Summary()
    options: dict[str, Any] = {
        "edition": asked["edition"],
        "levels": LEVELS if "all" in levels else levels,
        "read": asked["read"],
        "select": asked["select"] or None,
        "ignore": asked["ignore"] or None,
        "facts": asked["facts"] or None,
        "redact": not asked["show_values"],
        "engine": asked["engine"],
    }
    color = {"always": True, "never": False}.get(asked["color"], _colorful())
    progress = Progress(summary, sys.stderr)
    reports = validate_many(_sources(paths, summary), workers=asked["workers"], **options)
    directories = tuple(path.rstrip("/") + "/" for path in paths if _is_directory(path))
    writer = FORMATS[form](sys.stdout, color=color, quiet=asked["quiet"])
    interrupted = False
    with _Interrupts() as interrupts:
        try:
            with interrupts.whole():
                writer.begin()
            for report in reports:
                with interrupts.whole():
                    summary.add(report, walked=_was_walked(report, directories))
                    progress.clear()
                    if report.error is not None:
                        _say(f"{'-' if report.path is None else path_text(report.path) or EMPTY}: {_why(report.error)}")
                    writer.report(report)
                    progress.show()
        except KeyboardInterrupt:
            interrupted = True
    progress.clear()
    reports.close()
    summary.interrupted = interrupted
    writer.end(summary)
    sys.stdout.flush()
    return INTERRUPTED if interrupted else exit_code(summary, asked["strict"])


def exit_code(summary: Summary, strict: str | None) -> int:
    """What the process says of a whole run; what could not be read comes before findings, as with grep."""
    if summary.unread:
        return 2
    if summary.severities.get("error", 0):
        return 1
    if strict and (summary.verdicts["incomplete"] or summary.verdicts["unreadable"] or summary.unread_in_trees):
        return 3
    if strict == "undetermined" and summary.severities.get("undetermined", 0):
        return 3
    return 0


def _was_walked(report: Report, directories: tuple[str, ...]) -> bool:
    # What a person has named must be there; what is found in a tree may be anything, and is told and counted.
    return report.path is not None and report.path.startswith(directories) and report.path not in directories


def _colorful() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


WORDS = {
    "no-such-file": "no such file or directory",
    "permission-denied": "permission denied",
    "is-a-directory": "is a directory",
    "link-loop": "too many symbolic links",
    "name-too-long": "the name is too long",
    "too-many-open-files": "too many open files",
    "input-output-error": "input/output error",
    "fifo": "is a FIFO, not a regular file",
    "socket": "is a socket, not a regular file",
    "device": "is a device, not a regular file",
    "not-a-regular-file": "is not a regular file",
}


def _why(error: str) -> str:
    return WORDS.get(error, error)


def _is_directory(path: str) -> bool:
    # `Path.is_dir` raises for a name that is too long; why a path cannot be read is told where it is read.
    return os.path.isdir(path)  # noqa: PTH112


def _sources(paths: Iterable[str], summary: Summary) -> Iterator[Any]:
    """What the arguments stand for, one file at a time: directories are walked, lists read."""
    from .api import walk

    for path in paths:
        if path == "-":
            yield sys.stdin.buffer.read()
        elif path.startswith("@") and len(path) > 1:
            yield from _sources_of_list(path[1:], summary)
        elif _is_directory(path):
            for name, skipped in walk(path):
                if skipped is None:
                    yield os.fsdecode(name)
                else:
                    summary.skip(skipped)
        else:
            yield path


def _sources_of_list(name: str, summary: Summary) -> Iterator[str]:
    """The paths of a list: one a line, or separated by NUL if the list has any; empty lines are nothing."""
    try:
        file = sys.stdin.buffer if name == "-" else Path(name).open("rb")  # noqa: SIM115
    except OSError as error:
        _say(f"{path_text(name)}: {error.strerror}")
        summary.lost += 1
        return
    with file:
        start = file.read(1 << 16)
        separator = b"\0" if b"\0" in start else b"\n"
        rest = start
        while start:
            *names, rest = rest.split(separator)
            yield from (os.fsdecode(name) for name in names if name)
            start = file.read(1 << 16)
            rest += start
        if rest:
            yield os.fsdecode(rest)


@cli.command(short_help="Explain a code, a keyword or a Tag.")
@click.argument("name", metavar="CODE|KEYWORD|TAG")
@_EDITION
def explain(name: str, edition: str | None) -> int:
    """Explain a rule by its code (A101) or name, or an Attribute by its keyword or Tag (PatientName, 0010,0010)."""
    from .facts import explain
    from .output import explanation

    click.echo(explanation(explain(name, edition=edition)))
    return 0


@cli.command(short_help="List all rules.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON document.")
def rules(as_json: bool) -> int:
    """List all rules: code, name, severity, what they need, paragraph."""
    from .messages import rules
    from .output import rules_as_json, rules_as_text

    click.echo((rules_as_json if as_json else rules_as_text)(rules().values()))
    return 0


@cli.command(short_help="List the facts of the world that conditions ask for.")
@_EDITION
@click.option("--json", "as_json", is_flag=True, help="As a JSON document.")
def facts(edition: str | None, as_json: bool) -> int:
    """List the facts that no data set tells and that conditions ask for.

    Each line: how many demands it bears on, its name, and when it holds. Say what you know of an archive by
    `check --fact NAME=yes`.
    """
    from .facts import outside_facts
    from .output import facts_as_json, facts_as_text

    click.echo((facts_as_json if as_json else facts_as_text)(outside_facts(edition)))
    return 0


@cli.command(short_help="List the editions of the Standard that are built in.")
def editions() -> int:
    """List the editions of the Standard that are built in; the last is the default."""
    from .facts import editions

    click.echo("\n".join(editions()))
    return 0


@cli.group("standard", short_help="Editions of the Standard: import one, compare two.")
def standard_group() -> None:
    """Work on editions of the Standard."""


@standard_group.command("import", short_help="Make an edition from the official documents.")
@click.option(
    "--docbook",
    required=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Folder of the official DocBook: part03.xml, part04.xml, part06.xml.",
)
@click.option(
    "--out",
    required=True,
    metavar="FILE|FOLDER/",
    type=click.Path(),
    help="The pack to write; a folder (ends with /, or is one): the folder of tables is made in it.",
)
@click.option("--name", metavar="NAME", help="Name of the edition; default: what the documents say, such as 2026a.")
def standard_import(docbook: str, out: str, name: str | None) -> int:
    """Make an edition from the official DocBook of PS3.3, PS3.4 and PS3.6.

    What was made is for --edition. Conditions are known by their wording; what is new and was not understood is listed
    in a table beside the result (review.tsv), and counts as "not checked".

    Exit code: 0, or 2 if the documents cannot be read or the result cannot be written.
    """
    from .docbook import import_docbook

    made = import_docbook(docbook, out, name=name)
    for line in made.summary():
        _say(line)
    click.echo(path_text(os.fspath(made.out)))
    return 0


@standard_group.command("diff", short_help="What changed between two editions.")
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--iod", metavar="ID", help="Only what bears on this IOD, such as ct-image.")
@click.option("--module", metavar="ID", help="Only this Module or macro, such as general-image.")
@click.option("--attribute", metavar="KEYWORD", help="Only this Attribute, such as PatientOrientation.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def standard_diff(
    before: str, after: str, iod: str | None, module: str | None, attribute: str | None, form: str
) -> int:
    """Tell what changed from one edition to another: IODs, Modules, Attributes, values, dictionary and UIDs.

    BEFORE and AFTER are the names of shipped editions, or folders of tables that `standard import` made.

    Exit code: 0, also where nothing differs; 2 for an edition that is none.
    """
    import json

    from .differences import compare

    found = compare(before, after).only(iod=iod, module=module, attribute=attribute)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        return 0
    for line in found.to_text():
        click.echo(path_text(line))
    return 0

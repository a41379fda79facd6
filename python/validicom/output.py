"""What people and programs get to read: text, JSON and JSON Lines, the summary, progress, explanations.

All text of unknown origin goes through `escape`; JSON is ASCII. Nothing here looks at a data set.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO

from .escape import escape, path_text
from .findings import LEVELS, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .facts import Attribute, Fact
    from .findings import Finding, Report
    from .messages import Rule

__all__ = [
    "FORMATS",
    "Progress",
    "Summary",
    "explanation",
    "facts_as_json",
    "facts_as_text",
    "rules_as_json",
    "rules_as_text",
]

VERDICTS = ("pass", "fail", "incomplete", "unreadable")
COLORS = {"error": "31", "warning": "33", "info": "36", "undetermined": "35", "pass": "32", "fail": "31"}


class Summary:
    """Counts over a run; constant in memory."""

    def __init__(self) -> None:
        self.files = 0
        self.lost = 0
        """Arguments that stood for files and could not be read, such as a list."""
        self.unread_sources = 0
        """Named files and directories that could not be opened or read."""
        self.unread_in_trees = 0
        """Files and directories found by walking that could not be opened or read."""
        self.verdicts: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.not_checked: Counter[str] = Counter()
        self.conditions_not_checked = 0
        self.undetermined: Counter[str] = Counter()
        """Facts that no data set tells, and how many demands each would have decided."""
        self.edition = ""
        self.version = ""
        self.ruleset = ""
        self.interrupted = False
        self.started = time.perf_counter()

    def add(self, report: Report, *, walked: bool = False) -> None:
        """Counts one Report; of a file found by walking a tree, if it could not be read, as such."""
        if report.error is not None:
            if walked:
                self.unread_in_trees += 1
            else:
                self.unread_sources += 1
            return
        self.files += 1
        self.verdicts[report.verdict] += 1
        self.severities.update(report.severities)
        self.not_checked.update(report.not_checked)
        self.conditions_not_checked += report.conditions_not_checked
        self.undetermined.update(report.undetermined)
        self.edition, self.version, self.ruleset = report.edition, report.version, report.ruleset

    def skip(self, kind: str) -> None:
        """Counts a thing in a walked tree that is no file."""
        self.skipped[kind] += 1

    @property
    def unread(self) -> int:
        """How many of the things named could not be opened or read."""
        return self.lost + self.unread_sources

    def to_dict(self) -> dict[str, Any]:
        """The summary as JSON holds it."""
        seconds = time.perf_counter() - self.started
        return {
            "files": self.files,
            "verdicts": {name: self.verdicts[name] for name in VERDICTS},
            "severities": {name: self.severities[name] for name in LEVELS},
            "not_checked": dict(sorted(self.not_checked.items())),
            "conditions_not_checked": self.conditions_not_checked,
            "undetermined": dict(sorted(self.undetermined.items(), key=lambda item: (-item[1], item[0]))),
            "could_not_be_read": self.unread + self.unread_in_trees,
            "skipped": dict(sorted(self.skipped.items())),
            "edition": self.edition,
            "version": self.version,
            "ruleset": self.ruleset,
            "interrupted": self.interrupted,
            "seconds": round(seconds, 3),
            "files_per_second": round(self.files / seconds) if seconds > 0 else 0,
        }

    def text(self) -> str:
        """The summary in one line."""
        data = self.to_dict()
        verdicts = ", ".join(f"{n} {name}" for name, n in data["verdicts"].items() if n) or "nothing checked"
        found = ", ".join(_number(n, name) for name, n in data["severities"].items() if n or name == "error")
        parts = [f"{_number(self.files, 'file')}: {verdicts}", found]
        unchecked = []
        if self.conditions_not_checked:
            unchecked.append(_number(self.conditions_not_checked, "condition"))
        if self.not_checked:
            times = sum(self.not_checked.values())
            unchecked.append(f"{_number(len(self.not_checked), 'rule')} ({_number(times, 'time')})")
        if unchecked:
            parts.append("not checked: " + ", ".join(unchecked))
        if self.undetermined:
            fact, times = next(iter(data["undetermined"].items()))
            total = sum(self.undetermined.values())
            parts.append(f"undetermined: {total}, of which {times} by --fact {fact}=yes|no")
        if data["could_not_be_read"]:
            parts.append(f"{data['could_not_be_read']} could not be read")
        if self.skipped:
            parts.append("skipped: " + ", ".join(_number(n, kind) for kind, n in sorted(self.skipped.items())))
        if self.interrupted:
            parts.append("interrupted")
        edition = f"edition {self.edition}, " if self.edition else ""
        parts.append(f"{edition}{data['seconds']:.2f} s, {data['files_per_second']} files/s")
        return "; ".join(parts)


def _number(n: int, noun: str) -> str:
    if noun in ("info", "undetermined"):
        return f"{n} {noun}"
    if n == 1:
        return f"{n} {noun}"
    return f"{n} {noun[:-1]}ies" if noun.endswith("y") else f"{n} {noun}s"


class _Writer:
    def __init__(self, stream: TextIO, *, color: bool, quiet: bool) -> None:
        self.stream, self.color, self.quiet = stream, color, quiet

    def begin(self) -> None:
        """Before the first Report."""

    def report(self, report: Report) -> None:
        """One Report."""

    def end(self, summary: Summary) -> None:
        """After the last Report, also when the run was interrupted."""


class TextWriter(_Writer):
    """Text for people: findings by file and Module; files that pass without findings are only counted."""

    def paint(self, text: str, name: str) -> str:
        """Text in the colour of a severity or verdict, if there are colours."""
        return f"\x1b[{COLORS[name]}m{text}\x1b[0m" if self.color and name in COLORS else text

    def report(self, report: Report) -> None:
        """The lines of one file."""
        if not self.quiet and report.error is None:
            for line in self.lines(report):
                self.stream.write(line + "\n")

    def lines(self, report: Report) -> list[str]:
        """At most three lines if the file has no error."""
        if not report.findings and not report.incomplete and report.verdict == "pass":
            return []
        head = f"{path_text(report.path or '-')}: {self.paint(report.verdict, report.verdict)}"
        about = [
            escape(text) for text in (report.iod or (report.kind if report.verdict == "unreadable" else None),) if text
        ]
        if report.incomplete:
            reasons = ", ".join(report.incomplete)
            about.append(reasons if report.verdict == "incomplete" else f"incomplete: {reasons}")
        counts = [_number(n, name) for name in LEVELS if (n := report.severities.get(name, 0))]
        lines = [head + (f" ({'; '.join(about)})" if about else "") + (f"  {', '.join(counts)}" if counts else "")]
        if not any(finding.severity == "error" for finding in report.findings):
            return lines + self.brief(report.findings)
        # A Module of which nothing is there: its finding stands for those of its rows.
        missing = {f.module for f in report.findings if f.code == "M003"}
        # What is no Module's demand comes first, then Module by Module as they are met.
        groups: dict[str | None, list[Finding]] = {None: []}
        for finding in report.findings:
            groups.setdefault(finding.module, []).append(finding)
        for module, findings in groups.items():
            indent = "  "
            if module is not None:
                lines.append(f"  {escape(module)}")
                indent = "    "
            rows = [f for f in findings if f.code != "M003"] if module in missing else []
            for finding in findings:
                if finding.code == "M003" and rows:
                    lines.append(f"{indent}{self.line(finding)}, and {_number(len(rows), 'finding')} on its Attributes")
                elif not rows:
                    lines.append(indent + self.line(finding))
        return lines

    def brief(self, findings: Iterable[Finding]) -> list[str]:
        """At most two lines for a file without errors: the first finding, and the codes of the rest."""
        rest = list(findings)
        lines = ["  " + self.line(rest.pop(0))] if rest else []
        if rest:
            codes = Counter(finding.code for finding in rest)
            listed = [code + (f" ({n} places)" if n > 1 else "") for code, n in sorted(codes.items())]
            more = f" and {len(listed) - 12} more codes" if len(listed) > 12 else ""
            lines.append(f"  and {', '.join(listed[:12])}{more}: shown in full by --format json")
        return lines

    def line(self, finding: Finding) -> str:
        """A finding: what, where, what the Standard says, its paragraph."""
        where = f" {finding.tag}" if finding.tag else ""
        where += f" {escape(finding.path)}" if finding.path and finding.path != finding.tag else ""
        times = f" [{finding.count} times]" if finding.count > 1 else ""
        value = f' = "{escape(finding.value)}"' if finding.value is not None else ""
        paragraph = f" ({finding.paragraph})" if finding.paragraph else ""
        severity = self.paint(finding.severity, finding.severity)
        return f"{severity} {finding.code}{where}{value}: {finding.message}{paragraph}{times}"

    def end(self, summary: Summary) -> None:
        """The summary line."""
        self.stream.write(summary.text() + "\n")


class JsonLinesWriter(_Writer):
    """One object a line: `type` is `file`, and in the last line `summary`."""

    def report(self, report: Report) -> None:
        """One line."""
        if not self.quiet:
            self.stream.write(_json({"type": "file", "schema_version": SCHEMA_VERSION, **report.to_dict()}) + "\n")

    def end(self, summary: Summary) -> None:
        """The last line."""
        self.stream.write(_json({"type": "summary", "schema_version": SCHEMA_VERSION, **summary.to_dict()}) + "\n")


class JsonWriter(_Writer):
    """One document, written as it grows: `schema_version`, `files`, `summary`."""

    def begin(self) -> None:
        """Opens the document."""
        self.stream.write(f'{{"schema_version": {SCHEMA_VERSION}, "files": [')
        self.separator = "\n"

    def report(self, report: Report) -> None:
        """One element of `files`."""
        if not self.quiet:
            self.stream.write(self.separator + _json(report.to_dict()))
            self.separator = ",\n"

    def end(self, summary: Summary) -> None:
        """Closes the document."""
        self.stream.write(f'\n], "summary": {_json(summary.to_dict())}}}\n')


FORMATS: dict[str, type[_Writer]] = {"text": TextWriter, "json": JsonWriter, "jsonl": JsonLinesWriter}


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=True, allow_nan=False)


class Progress:
    """A line on stderr that shows how far a run is; nothing if stderr is no terminal."""

    INTERVAL_S = 0.2

    def __init__(self, summary: Summary, stream: TextIO) -> None:
        self.summary, self.stream = summary, stream
        self.on = stream.isatty()
        self.shown = False
        self.last = time.perf_counter()

    def show(self) -> None:
        """Shows the line, at most five times a second."""
        if not self.on:
            return
        now = time.perf_counter()
        if now - self.last < self.INTERVAL_S:
            return
        self.last = now
        files = self.summary.files
        rate = files / max(now - self.summary.started, 1e-9)
        failed = self.summary.verdicts["fail"]
        self.stream.write(f"\r\x1b[K{_number(files, 'file')}, {failed} fail, {rate:.0f} files/s")
        self.stream.flush()
        self.shown = True

    def clear(self) -> None:
        """Takes the line away before something else is written."""
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
            self.shown = False


def rules_as_json(rules: Iterable[Rule]) -> str:
    """All rules as a JSON document."""
    listed = [asdict(rule) for rule in rules]
    return json.dumps({"schema_version": SCHEMA_VERSION, "rules": listed}, ensure_ascii=True, indent=1)


def rules_as_text(rules: Iterable[Rule]) -> str:
    """All rules, one a line."""
    return "\n".join(f"{r.code}  {r.severity:<12}  {r.need:<8}  {r.name:<36}  {r.paragraph}" for r in rules)


def facts_as_json(facts: Iterable[Fact]) -> str:
    """All facts of the world as a JSON document."""
    return json.dumps({"schema_version": SCHEMA_VERSION, "facts": [asdict(fact) for fact in facts]}, indent=1)


def facts_as_text(facts: Iterable[Fact]) -> str:
    """All facts of the world, one a line: how many demands each bears on, its name, and when it holds."""
    return "\n".join(f"{fact.demands:>5}  {fact.name:<44}  {escape(fact.sentence)}" for fact in facts)


def explanation(thing: Rule | Attribute) -> str:
    """The lines of `validicom explain`."""
    from .messages import Rule

    if isinstance(thing, Rule):
        lines = [
            f"{thing.code} {thing.name} ({'; '.join(filter(None, (thing.severity, thing.paragraph)))})",
            "",
            thing.summary,
            *(["", thing.explanation.rstrip()] if thing.explanation and thing.explanation != thing.summary else []),
            "",
            f"Needs: {thing.need}.{' Files only.' if thing.file_only else ''}",
        ]
    else:
        retired = ", retired" if thing.is_retired else ""
        lines = [
            f"{thing.tag} {thing.keyword}: {thing.name}",
            f"VR {thing.vr}, VM {thing.vm}{retired} ({thing.edition})",
        ]
    return "\n".join(escape(part) for line in lines for part in line.split("\n"))

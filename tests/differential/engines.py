"""The two engines behind one call each, and what is compared: the whole report, in its order.

A finding here is a plain tuple, so that a difference reads as two lines.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

ALL_LEVELS = ("error", "warning", "info", "undetermined")
FINDING = ("code", "severity", "path", "place", "module", "detail", "count", "value_number", "observed", "at", "value")
REPORT = (
    "kind", "severities", "version", "elements_seen", "verdict", "sop_class_uid", "iod", "transfer_syntax_uid", "edition",
    "incomplete", "not_checked", "conditions_not_checked", "undetermined",
)  # fmt: skip


def plain(value: Any) -> Any:
    """Tuples, mappings and enums as plain comparable values."""
    if isinstance(value, Mapping):
        return tuple(sorted((str(key), plain(one)) for key, one in value.items()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(plain(one) for one in value)
    return getattr(value, "value", value) if not isinstance(value, (str, int, bytes, type(None))) else value


def read(source: Any, name: str) -> Any:
    """An attribute of an object or the entry of a mapping; absent is None."""
    return source.get(name) if isinstance(source, Mapping) else getattr(source, name, None)


@dataclasses.dataclass(frozen=True)
class Answer:
    """A report as plain values."""

    report: tuple[tuple[str, Any], ...]
    findings: tuple[tuple[Any, ...], ...]
    counts: tuple[Any, ...]

    def at_level(self, *severities: str) -> list[tuple[Any, ...]]:
        """The findings of these severities."""
        return [f for f in self.findings if f[1] in severities]

    def codes(self, *severities: str) -> list[str]:
        """The codes of the findings of these severities, in order."""
        return [f[0] for f in self.at_level(*(severities or ALL_LEVELS))]

    def get(self, name: str) -> Any:
        """A field of the report."""
        return dict(self.report)[name]


def answer(report: Any) -> Answer:
    """A report of either engine as plain values."""
    findings = tuple(tuple(plain(read(one, name)) for name in FINDING) for one in read(report, "findings"))
    head = tuple((name, plain(read(report, name))) for name in REPORT)
    return Answer(head, findings, plain(read(report, "counts")))


def core(source: Any, **options: Any) -> Answer:
    """The answer of the Rust core."""
    import validicom

    return answer(validicom.validate(source, levels=options.pop("levels", ALL_LEVELS), **options))


def reference(source: Any, **options: Any) -> Answer:
    """The answer of the reference."""
    return core(source, engine="reference", **options)


def differences(source: Any, **options: Any) -> str:
    """Empty if both answer alike; else the lines in which they differ."""
    one, other = core(source, **options), reference(source, **options)
    if one == other:
        return ""
    lines = [
        f"{name}: core {a!r}, reference {b!r}"
        for (name, a), (_, b) in zip(one.report, other.report, strict=True)
        if a != b
    ]
    lines += [f"core only: {f}" for f in one.findings if f not in other.findings]
    lines += [f"reference only: {f}" for f in other.findings if f not in one.findings]
    if not lines and one.findings != other.findings:
        lines.append(f"order: core {one.findings}, reference {other.findings}")
    if one.counts != other.counts:
        here, there = dict(one.counts), dict(other.counts)
        lines += [
            f"counts {code}: core {here.get(code)}, reference {there.get(code)}"
            for code in sorted({*here, *there}) if here.get(code) != there.get(code)
        ]  # fmt: skip
    return "\n".join(lines)


def assert_equal(source: Any, **options: Any) -> None:
    """Fails with the lines in which the engines differ."""
    found = differences(source, **options)
    assert not found, f"{options}\n{found[:4000]}"

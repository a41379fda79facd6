"""What a check gives: `Report` and `Finding`, frozen and picklable, and the text that is made of them, late.

Neither holds a value of the data set unless it was asked for with `redact=False`; no repr ever shows one.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, fields, make_dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["LEVELS", "SCHEMA_VERSION", "Finding", "Place", "Report", "Severity", "Verdict", "maker"]

T = TypeVar("T")

Severity: TypeAlias = Literal["error", "warning", "info", "undetermined"]
Verdict: TypeAlias = Literal["pass", "fail", "incomplete", "unreadable"]
Place: TypeAlias = tuple[tuple[int, int, int], ...]
"""Where a finding stands: (tag, occurrence, Item) from the root; Item is 0 in the last step unless that is an Item."""

LEVELS: tuple[Severity, ...] = ("error", "warning", "info", "undetermined")

SCHEMA_VERSION = 1
"""Version of the JSON form (`to_dict`, `--format json`): raised when a key changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the Standard says otherwise; equal faults in many Items are one Finding with a count.

    `code` never changes its meaning: `validicom.explain(finding.code)` tells what it checks and why.
    `observed`, `value_number`, `at` and `value` are those of the first place.
    """

    code: str
    severity: Severity
    path: str
    """Keywords and Item numbers, as in `PerFrameFunctionalGroupsSequence[3].PixelMeasuresSequence[1].SliceThickness`;
    empty where the finding is about the whole file or its root data set."""
    place: Place = field(repr=False)
    module: str | None
    """Identifier of the Module (PS3.3) whose demand it is, if it is one's."""
    detail: Mapping[str, str | int] = field(hash=False)
    """What the Standard demands, or which kind of fault: names with words or numbers, never a value."""
    observed: int | None
    """A number that was measured, such as a length."""
    value_number: int | None
    """Which value of a multi-valued Attribute, from 1."""
    count: int
    at: int | None
    """Offset in the file (of a deflated one: in the inflated data set); None for data sets in memory and DICOM JSON."""
    edition: str
    value: str | None = field(default=None, repr=False)
    """The first failing value, cut and escaped; only with `redact=False`."""

    @property
    def tag(self) -> str | None:
        """The Tag concerned, as `(0010,0010)`; None for a finding about the whole file."""
        if not self.place:
            return None
        tag = self.place[-1][0]
        return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"

    @property
    def name(self) -> str:
        """The name of the rule, such as `type-1-missing`."""
        from .messages import rule

        return rule(self.code).name

    @property
    def paragraph(self) -> str:
        """The paragraph of the Standard that is not kept, such as `PS3.5 7.4.1`."""
        from .messages import rule

        return rule(self.code).paragraph

    @property
    def message(self) -> str:
        """What the Standard says and what was found, in one sentence without any value of the data set."""
        from .messages import message

        return message(self)

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON holds it; `value` only if it was asked for."""
        data: dict[str, Any] = {
            "code": self.code,
            "name": self.name,
            "severity": self.severity,
            "path": self.path,
            "tag": self.tag,
            "module": self.module,
            "detail": dict(self.detail),
            "observed": self.observed,
            "value_number": self.value_number,
            "count": self.count,
            "at": self.at,
            "message": self.message,
            "paragraph": self.paragraph,
        }
        if self.value is not None:
            data["value"] = self.value
        return data

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        times = f" ({self.count} times)" if self.count > 1 else ""
        return f"{self.code} {self.severity}: {where}{self.message}{times}"


@dataclass(repr=False, frozen=True, slots=True)
class Report:
    """What one source gave.

    `verdict` is `pass` (no error, and everything that applies was checked), `fail` (an error), `incomplete` (no error,
    but something could not be looked at: see `incomplete`), or `unreadable` (no data set could be read).
    """

    path: str | None
    """The path as it was given (None for other sources); bytes that are not UTF-8 as `os.fsdecode` keeps them."""
    kind: str
    """What the first bytes say: `part10`, `bare-data-set`, `png`, `data-set` ...; empty if it could not be opened."""
    verdict: Verdict
    findings: tuple[Finding, ...]
    """Those of the levels asked for, in document order."""
    counts: Mapping[str, int] = field(hash=False)
    """How often each code was found, of all levels, whether made into rows or not."""
    severities: Mapping[str, int] = field(hash=False)
    """How often each severity was found, of all levels."""
    sop_class_uid: str | None
    iod: str | None
    """Identifier of the IOD by which it was checked."""
    transfer_syntax_uid: str | None
    incomplete: tuple[str, ...]
    """Why the verdict is not `pass`: `sop-class-unknown`, `limit-depth`, `truncated` ..."""
    not_checked: tuple[str, ...]
    """Codes of the rules that could not be applied to this source."""
    conditions_not_checked: int
    """Conditions that would have mattered, but whose wording is not understood."""
    edition: str
    version: str
    ruleset: str
    """Digest of rules and facts: equal digests give equal findings."""
    elements_seen: int = 0
    """Data Elements and Items that were met, looked at or not."""
    undetermined: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Facts of the world that no data set tells, and how many demands each would decide, most first: see `facts=`."""
    error: str | None = None
    """Why the source could not be opened or read (`validate_many` only; `validate` raises)."""

    def __repr__(self) -> str:
        """In one line: what it is of, the verdict, and how much was found. The findings are in `findings`."""
        parts = [f"{number} {severity}" for severity, number in self.severities.items() if number]
        of = self.iod or self.kind or "not opened"
        where = "" if self.path is None else f" {self.path!r}"
        reasons = f" ({', '.join(self.incomplete)})" if self.incomplete else ""
        return f"<Report{where} {of}: {self.verdict}{reasons}; {', '.join(parts) or 'nothing found'}>"

    @property
    def ok(self) -> bool:
        """Whether there is no finding at error level and the source could be read."""
        return self.verdict in ("pass", "incomplete")

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON holds it: no lone surrogate; `path_bytes` (base64) if the path is not UTF-8."""
        data: dict[str, Any] = {}
        if self.path is not None:
            data["path"] = self.path
            try:
                self.path.encode()
            except UnicodeEncodeError:
                import base64

                raw = self.path.encode("utf-8", "surrogateescape")
                data["path"] = raw.decode("utf-8", "backslashreplace")
                data["path_bytes"] = base64.b64encode(raw).decode("ascii")
        data |= {
            "kind": self.kind,
            "verdict": self.verdict,
            "sop_class_uid": self.sop_class_uid,
            "iod": self.iod,
            "transfer_syntax_uid": self.transfer_syntax_uid,
            "findings": [finding.to_dict() for finding in self.findings],
            "counts": dict(self.counts),
            "severities": dict(self.severities),
            "incomplete": list(self.incomplete),
            "not_checked": list(self.not_checked),
            "conditions_not_checked": self.conditions_not_checked,
            "undetermined": dict(self.undetermined),
            "elements_seen": self.elements_seen,
            "edition": self.edition,
            "version": self.version,
            "ruleset": self.ruleset,
        }
        if self.error is not None:
            data["error"] = self.error
        return data


def maker(of: type[T]) -> Callable[..., T]:
    """A function that makes objects of a frozen dataclass with slots from the values of all fields, in their order.

    It takes a quarter of the time of the class itself, which sets each field through `object.__setattr__`: a twin with
    the same slots takes the values by plain assignments, then becomes what it stands for.
    """
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        # Where threads run without a common lock, all of them would be stopped for a change of class.
        return of
    twin: Any = make_dataclass(of.__name__, [one.name for one in fields(of)], slots=True, eq=False)  # type: ignore[arg-type]

    def make(*values: Any) -> T:
        made = twin(*values)
        made.__class__ = of
        return made  # type: ignore[no-any-return]

    return make

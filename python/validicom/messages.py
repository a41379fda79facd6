"""Rule metadata, and the sentence of a finding: made from the rule's template only when somebody reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .escape import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .findings import Finding, Severity

__all__ = ["Rule", "condition", "message", "rule", "rules"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is known of a rule; its code never changes its meaning."""

    code: str
    name: str
    """Reads as "allow <name>"."""
    severity: Severity
    """The severity it has unless a milder one is due."""
    need: str
    """What it needs of an Element: `raw` (the bytes of the file), `value` or `presence`."""
    paragraph: str
    summary: str
    explanation: str
    template: str
    file_only: bool
    """Whether it applies to files (and bytes) only, not to data sets in memory and DICOM JSON."""


@cache
def rules() -> dict[str, Rule]:
    """All rules by code, in the order of their codes."""
    from . import _native

    return {row[0]: Rule(*row) for row in sorted(_native.rules())}


def rule(code: str) -> Rule:
    """The rule of a code; an unknown one (made by another version) has an empty description."""
    known = rules().get(code)
    return known or Rule(code, "unknown-rule", "error", "presence", "", "", "", "", False)


def condition(edition: str, identifier: str) -> str:
    """A condition in words: where it demands, and what holds otherwise; of one that is not known, its identifier."""
    from . import _native
    from .outside import loaded

    names = _native.editions()
    words = _words(edition, identifier) if edition in names else None
    if words is None and (outside := loaded(edition)) is not None:
        words = _sentence(_native.condition(outside, identifier))
    if words is None and edition not in names:
        # An edition of another process. An identifier stands for a wording, so other editions know it as well.
        words = next((found for name in reversed(names) if (found := _words(name, identifier))), None)
    return words or identifier


@cache
def _words(edition: str, identifier: str) -> str | None:
    from . import _native

    return _sentence(_native.condition(edition, identifier))


def _sentence(known: tuple[str, str] | None) -> str | None:
    return f"required if {known[0]}; {known[1]}" if known and known[0] else None


def _cause(detail: Mapping[str, object]) -> str:
    if "fact" in detail:
        return f"no data set tells whether the fact {detail['fact']} holds"
    if detail.get("attribute") == "this":
        return "the Attribute itself or its place does not tell"
    return f"{detail['attribute']} does not tell" if "attribute" in detail else "its condition was not compiled"


class _Details(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


def message(finding: Finding) -> str:
    """The sentence of a finding (PS3.x paragraph not included)."""
    known = rule(finding.code)
    # A name of a field in a template is a name of the detail, or one of these five.
    fields = _Details(finding.detail)
    fields.setdefault("observed", "?" if finding.observed is None else finding.observed)
    fields.setdefault("value_number", "?" if finding.value_number is None else finding.value_number)
    fields.setdefault("count", finding.count)
    fields.setdefault("module", finding.module or "?")
    fields.setdefault("edition", finding.edition)
    if "condition" in fields:
        words = condition(finding.edition, str(fields["condition"]))
        fields["condition"], fields["required"] = words, words.partition("; ")[0]
    if "fact" in fields or "attribute" in fields or "unread" in fields:
        fields["cause"] = _cause(fields)
    return escape((known.template or known.summary).format_map(fields))

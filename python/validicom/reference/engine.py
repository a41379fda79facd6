"""The whole check: a front end makes nodes, every selected rule looks at them, the findings are folded and ordered.

Nothing here depends on the input's size on the stack, and no input raises.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from validicom.reference import checks
from validicom.reference.context import STRING_VRS, Context, Limits, Options
from validicom.reference.facts import NEWEST, Facts, outside_facts
from validicom.reference.facts import facts as facts_of
from validicom.reference.findings import LEVELS, Finding, Raw, fold, path_text, shown, sort_key
from validicom.reference.model import DICOM_KINDS, Element, Parsed
from validicom.reference.values import text_values

if TYPE_CHECKING:
    from pathlib import Path

    from pydicom.dataset import Dataset

DEFAULT_LEVELS: Final = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as its file declares it."""

    code: str
    #: Names of its family and of itself, as the folder and the file say.
    family: str
    name: str
    #: `raw`, `value` or `presence`: what it needs of an Element.
    need: str
    #: Whether all it says of an input is one finding about the whole.
    is_file_fold: bool
    check: Callable[[Context], Iterable[Raw]]


@dataclass(frozen=True, slots=True)
class ReferenceReport:
    """What one input gave; the fields are those of the package's Report."""

    kind: str
    verdict: str
    findings: tuple[Finding, ...]
    counts: Mapping[str, int] = field(hash=False)
    severities: Mapping[str, int] = field(hash=False)
    sop_class_uid: str | None
    iod: str | None
    transfer_syntax_uid: str | None
    incomplete: tuple[str, ...]
    not_checked: tuple[str, ...]
    conditions_not_checked: int
    #: How often each fact of the world was missing for an answer, the most missed first.
    undetermined: Mapping[str, int] = field(hash=False)
    #: Data Elements and Items met, kept or not.
    elements_seen: int
    edition: str
    version: str
    ruleset: str


@functools.cache
def rules() -> Mapping[str, Rule]:
    """All rules by code, in the order of the codes, found by listing the packages of `checks`."""
    found: dict[str, Rule] = {}
    for family in pkgutil.iter_modules(checks.__path__):
        package = importlib.import_module(f"{checks.__name__}.{family.name}")
        for entry in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{entry.name}")
            if not hasattr(module, "CODE"):
                continue
            if module.CODE in found:
                raise ValueError(f"{module.CODE} is the code of {found[module.CODE].name} and of {entry.name}")
            found[module.CODE] = Rule(
                module.CODE, family.name, entry.name, getattr(module, "NEED", "value"),
                getattr(module, "FILE_FOLD", False), module.check,
            )  # fmt: skip
    return {code: found[code] for code in sorted(found)}


def check_bytes(data: bytes | bytearray | memoryview, **options: Any) -> ReferenceReport:
    """Checks the bytes of a file. The options are those of `check_parsed`."""
    from validicom.reference.walker import parse

    read, limits = options.get("read", "all"), limits_of(options.get("limits"))
    return check_parsed(parse(bytes(data), read=read, limits=limits), **options)


def check_dataset(data_set: Dataset, **options: Any) -> ReferenceReport:
    """Checks a pydicom Dataset, which is left as it is. The options are those of `check_parsed`."""
    from validicom.reference.dataset import from_dataset

    return check_parsed(from_dataset(data_set, limits_of(options.get("limits"))), **options)


def check_json(data_set: Mapping[str, Any], **options: Any) -> ReferenceReport:
    """Checks a data set in the DICOM JSON Model (PS3.18 F). The options are those of `check_parsed`."""
    from validicom.reference.json_model import from_json

    return check_parsed(from_json(data_set, limits_of(options.get("limits"))), **options)


def check_parsed(
    parsed: Parsed,
    *,
    edition: str | Path | None = None,
    levels: Iterable[str] = DEFAULT_LEVELS,
    read: str = "all",
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
    redact: bool = True,
    limits: Any = None,
    facts: Mapping[str, bool] | None = None,
) -> ReferenceReport:
    """Checks what a front end made.

    ``edition`` is a name (none: the newest, and its own demands are milder), or the folder of tables of an edition from
    elsewhere; ``levels`` are the severities made into findings; ``select`` and ``ignore`` are codes or beginnings of
    codes; ``redact=False`` shows values; ``facts`` is what the caller knows of the world, by names of `facts.tsv`.

    Raises `ValueError` for an edition that is not shipped and for a fact that no condition asks for.
    """
    chosen = facts_of(edition or NEWEST)
    options = Options(chosen.edition, edition is not None, read, redact, limits_of(limits), _known(facts or {}, chosen))
    context = Context(parsed, chosen, options)
    selected = list(_selected(select, ignore))
    _resolve(context)
    raw: list[tuple[str, Raw]] = []
    for rule in selected:
        if parsed.is_file or rule.family != "file" or rule.code == "F091":
            raw.extend((rule.code, found) for found in _run(rule, context))
    counts: dict[str, int] = {}
    severities: dict[str, int] = {}
    for code, found in raw:
        counts[code] = counts.get(code, 0) + found.count
        severities[found.severity] = severities.get(found.severity, 0) + found.count
    reasons = _reasons(context)
    verdict = _verdict(context, severities, reasons)
    wanted = {levels} if isinstance(levels, str) else set(levels)
    rows = sorted(fold((code, found) for code, found in raw if found.severity in wanted), key=sort_key)
    return ReferenceReport(
        kind=parsed.kind,
        verdict=verdict,
        findings=tuple(_finding(code, found, context) for code, found in rows),
        counts=dict(sorted(counts.items())),
        severities={level: severities[level] for level in LEVELS if level in severities},
        sop_class_uid=_text(context.sop_class_uid) if _is_readable(context) else None,
        iod=context.iod,
        transfer_syntax_uid=_text(context.transfer_syntax_uid),
        incomplete=tuple(sorted(reasons)),
        not_checked=tuple(_not_checked(context, selected)),
        conditions_not_checked=context.conditions_not_checked,
        undetermined=dict(sorted(context.undetermined.items(), key=lambda entry: (-entry[1], entry[0]))),
        elements_seen=parsed.seen,
        edition=chosen.edition,
        version="reference",
        ruleset="reference",
    )


def limits_of(given: Any) -> Limits:
    """Limits of a mapping or of any object with the five names; what is not named is as by default."""
    if given is None:
        return Limits()
    names = Limits.__slots__
    source = (
        given if isinstance(given, Mapping) else {name: getattr(given, name) for name in names if hasattr(given, name)}
    )
    return Limits(**{name: source[name] for name in names if name in source})


def _known(given: Mapping[str, bool], of: Facts) -> Mapping[str, bool]:
    unknown = sorted(set(given) - outside_facts(of.commons))
    if unknown:
        raise ValueError(f"facts: no condition asks for {', '.join(unknown)}")
    return dict(given)


def _selected(select: Iterable[str] | None, ignore: Iterable[str] | None) -> Iterator[Rule]:
    wanted = _prefixes(select) or ("",)
    unwanted = _prefixes(ignore)
    for code, rule in rules().items():
        if code.startswith(wanted) and not (unwanted and code.startswith(unwanted)):
            yield rule


def _prefixes(given: Iterable[str] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _resolve(context: Context) -> None:
    """Finds the IOD, the modules in force and the reasons that they give, before any rule runs."""
    if not _is_readable(context):
        return
    from validicom.reference import iod

    resolve: Callable[[Context], None] | None = getattr(iod, "resolve", None)
    if resolve is not None:
        resolve(context)


def _run(rule: Rule, context: Context) -> Iterator[Raw]:
    for found in rule.check(context):
        if rule.is_file_fold:
            yield Raw(found.severity, (), found.at, found.detail, None, None, None, found.count)
        else:
            yield found


def _is_readable(context: Context) -> bool:
    return context.parsed.kind in DICOM_KINDS and bool(context.root.elements)


def _reasons(context: Context) -> set[str]:
    """Why something could not be looked at."""
    parsed = context.parsed
    reasons = set(context.reasons)
    if parsed.kind not in DICOM_KINDS:
        return reasons
    if not parsed.root.elements:
        reasons.add("no-data-set")
    for note in parsed.notes:
        if note.kind == "limit-reached":
            reasons.add(f"limit-{note.detail}")
        elif note.kind in ("cannot-go-on", "deflate-damaged"):
            reasons.add(note.kind)
        elif note.kind == "length-past-end" and note.detail == "file":
            reasons.add("truncated")
    if context.is_dicomdir and parsed.root.elements:
        reasons.add("dicomdir")
    return reasons


def _text(uid: str | None) -> str | None:
    """A UID as a report shows it: none that is longer than a UID, or has other characters than digits and periods."""
    return uid if uid is not None and len(uid) <= 64 and not set(uid) - set("0123456789.") else None


def _verdict(context: Context, severities: Mapping[str, int], reasons: set[str]) -> str:
    if not _is_readable(context):
        return "unreadable"
    if severities.get("error"):
        return "fail"
    return "incomplete" if reasons else "pass"


def _not_checked(context: Context, selected: Iterable[Rule]) -> Iterator[str]:
    """Codes of rules whose need was missing, or which were not reached."""
    parsed = context.parsed
    if parsed.kind not in DICOM_KINDS:
        return
    converted = not parsed.is_file and not all(node.raw for node in context.nodes if isinstance(node, Element))
    unreached: frozenset[str] = frozenset()
    if parsed.stopped == "pixel-data" and parsed.root.elements and parsed.root.elements[-1].has_undefined_length:
        unreached = frozenset({"X002", "X003", "X004", "X005", "X006", "X007", "X010", "X029"})
    for rule in selected:
        if rule.code in unreached or (converted and rule.need == "raw" and rule.family != "file"):
            yield rule.code


def _finding(code: str, raw: Raw, context: Context) -> Finding:
    return Finding(
        code=code,
        severity=raw.severity,
        path=path_text(raw.place, context.facts.keyword),
        place=raw.place,
        module=raw.module,
        detail=dict(sorted(raw.detail.items())),
        observed=raw.observed,
        value_number=raw.value_number,
        count=raw.count,
        at=raw.at,
        edition=context.facts.edition,
        value=None if context.options.redact else _value(raw, context),
    )


def _value(raw: Raw, context: Context) -> str | None:
    """The value that a finding is about: as its rule says, else by number, or all of it; at most 16 bytes."""
    element = raw.element
    if raw.value is not None:
        return shown(raw.value)
    if element is None or element.value is None:
        return None
    if element.read_vr not in STRING_VRS:
        return element.value[:16].hex(" ").upper()
    texts = text_values(context, element)
    if texts is None:
        return shown(element.value.decode("latin-1"))
    one = (raw.value_number or 0) - 1
    return shown(texts[one] if 0 <= one < len(texts) else "\\".join(texts))

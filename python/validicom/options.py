"""Options of a check, and their validation: one place for the API, the command line and both engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from .errors import OptionError
from .findings import LEVELS, Severity
from .outside import Outside, native, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .outside import EditionName

__all__ = ["Engine", "Limits", "Options", "Read", "options"]

Read: TypeAlias = Literal["header", "all"]
Engine: TypeAlias = Literal["native", "reference"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one check may use at most; reaching a limit makes the verdict `incomplete`, never an error."""

    depth: int = 1024
    """Levels of nesting whose Data Elements are looked at."""
    elements: int = 2_000_000
    """Data Elements and Items looked at."""
    inflated_bytes: int = 64 << 20
    """Bytes to which a deflated data set may inflate."""
    held_bytes: int = 64 << 20
    """Bytes of values held at once."""
    fragments: int = 1 << 20
    """Fragments of one encapsulated Pixel Data that are visited."""
    findings: int = 100_000
    """Places of findings kept of one file, before equal ones are folded; more are only counted."""

    def __post_init__(self) -> None:
        bounds = {"depth": 65_535, "elements": 20_000_000, "inflated_bytes": 2 << 30, "held_bytes": 2 << 30}
        for name in self.__slots__:
            value = getattr(self, name)
            most = bounds.get(name, 2**32 - 1)
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
                raise OptionError(f"limits.{name} must be a whole number from 0 to {most}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of a check, as `options` has validated them; hashable."""

    edition: str | Outside | None
    levels: tuple[Severity, ...]
    read: Read
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    facts: tuple[tuple[str, bool], ...]
    redact: bool
    limits: Limits


def _prefixes(name: str, given: Iterable[str] | None) -> tuple[str, ...]:
    from .messages import rules

    if given is None:
        return ()
    prefixes = (given,) if isinstance(given, str) else tuple(given)
    for prefix in prefixes:
        if not isinstance(prefix, str) or not prefix or not any(code.startswith(prefix) for code in rules()):
            raise OptionError(f"{name}: {prefix!r} is no code and no beginning of one; `validicom rules` lists them")
    return prefixes


def _facts(given: Mapping[str, bool], edition: str | Outside | None) -> tuple[tuple[str, bool], ...]:
    from . import _native

    known = {name for name, *_ in _native.facts(native(edition))}
    for name, value in given.items():
        if name not in known:
            raise OptionError(
                f"facts: no condition asks for {name!r}; `validicom facts` lists those that are asked for"
            )
        if not isinstance(value, bool):
            raise OptionError(f"facts: {name} must be True or False")
    return tuple(sorted(given.items()))


def options(
    *,
    edition: EditionName | Outside | None = None,
    levels: Iterable[str] = ("error", "warning"),
    read: str = "all",
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
    facts: Mapping[str, bool] | None = None,
    redact: bool = True,
    limits: Limits | None = None,
) -> Options:
    """Validated options.

    Raises
    ------
    OptionError
        If one of them has a value that is not allowed.

    """
    known = resolve(edition)
    chosen = {levels} if isinstance(levels, str) else set(levels)
    if not chosen <= set(LEVELS):
        unknown = ", ".join(sorted(repr(level) for level in chosen - set(LEVELS)))
        raise OptionError(f"levels: {unknown} not among {', '.join(LEVELS)}")
    if read not in ("header", "all"):
        raise OptionError(f"read: {read!r} is neither 'header' nor 'all'")
    if limits is not None and not isinstance(limits, Limits):
        raise OptionError("limits: must be a validicom.Limits")
    return Options(
        edition=known,
        levels=tuple(level for level in LEVELS if level in chosen),
        read=cast("Read", read),
        select=_prefixes("select", select),
        ignore=_prefixes("ignore", ignore),
        facts=_facts(facts or {}, known),
        redact=bool(redact),
        limits=limits or Limits(),
    )

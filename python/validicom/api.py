"""`validate` and `validate_many`: sources in, Reports out. What is heavy is in the native module or the reference."""

from __future__ import annotations

import errno
import os
import sys
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeAlias, Union

from .errors import EditionError, OptionError, ReadError
from .escape import escape
from .findings import Finding, Report, maker
from .options import Limits, Options, options
from .outside import Outside, native, resolve

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping

    from pydicom.dataset import Dataset

    from . import _native
    from .options import Engine, Read
    from .outside import EditionName

__all__ = ["Source", "validate", "validate_many"]

Source: TypeAlias = Union[
    str,
    "os.PathLike[str]",
    "os.PathLike[bytes]",
    bytes,
    bytearray,
    memoryview,
    BinaryIO,
    "Dataset",
    "Mapping[str, Any]",
]
"""A path; the bytes of a file; a file opened in binary mode; a pydicom Dataset; or a DICOM JSON object (PS3.18 F)."""

_CHUNK = 32
"""Most files handed to a worker at once: enough to make the hand-over cheap, few enough to share the work."""


def validate(
    source: Source,
    *,
    edition: EditionName | None = None,
    levels: Iterable[str] = ("error", "warning"),
    read: Read = "all",
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
    facts: Mapping[str, bool] | None = None,
    redact: bool = True,
    limits: Limits | None = None,
    engine: Engine = "native",
) -> Report:
    """Check one file or data set against the DICOM Standard.

    Parameters
    ----------
    source
        A path; the bytes of a file; a binary file object (read from its position to its end); a pydicom Dataset; or a
        DICOM JSON object as a dict (PS3.18 F.2).
    edition
        Name of an edition, such as `2025e`, or the path of one from elsewhere (a pack, or a folder of tables); by
        default the newest. An edition that is named makes errors of demands that not all editions have.
    levels
        Severities made into findings; all levels are counted.
    read
        `header` stops at Pixel Data; `all` goes on to the end, skipping pixels by seek.
    select, ignore
        Codes or beginnings of codes (`V`, `V02`, `V021`): only these rules, or all but these.
    facts
        What the caller knows and no data set tells, such as `{"patient-is-human": True}`; `outside_facts()` has them.
    redact
        False to keep the first failing value in each finding: values are personal data.
    limits
        What the check may use at most.
    engine
        `reference` runs the plain Python implementation, which is slow and must agree.

    Raises
    ------
    OSError
        If a file cannot be opened or read (`FileNotFoundError`, `PermissionError` ...; `ReadError` for what is none).
    OptionError
        If an option has a value that is not allowed (`EditionError` if there is no edition at a path).
    TypeError
        If the source is none of the above.

    """
    known = resolve(edition)
    checker = _prepared(
        engine, known, _fixed(levels), read, _fixed(select), _fixed(ignore), _pairs(facts), bool(redact), limits
    )
    return checker.check(source)


def validate_many(
    sources: Iterable[Source],
    *,
    workers: int | None = None,
    edition: EditionName | None = None,
    levels: Iterable[str] = ("error", "warning"),
    read: Read = "all",
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
    facts: Mapping[str, bool] | None = None,
    redact: bool = True,
    limits: Limits | None = None,
    engine: Engine = "native",
) -> Generator[Report]:
    """Check many sources in parallel: one Report each, in their order, in constant memory.

    Paths and bytes are checked by threads of this call (by default one a processor), which end with the iterator; data
    sets in memory and file objects are checked as they come. A source that cannot be opened or read raises nothing: its
    Report has the verdict `unreadable` and an `error`. If the iterable itself raises, what came before is told first.

    Raises
    ------
    OptionError
        If an option has a value that is not allowed, at once.
    TypeError
        If `sources` is one path or one file's bytes in place of an iterable of them, at once.

    """
    if isinstance(sources, (str, bytes, bytearray, memoryview, os.PathLike)):
        raise TypeError(f"sources: expected an iterable of sources, not one {type(sources).__name__}")
    known = resolve(edition)
    checker = _prepared(
        engine, known, _fixed(levels), read, _fixed(select), _fixed(ignore), _pairs(facts), bool(redact), limits
    )
    if workers is None:
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not isinstance(workers, int) or not 1 <= workers <= 1024:
        raise OptionError("workers: must be a whole number from 1 to 1024")
    if isinstance(checker, NativeEngine):
        return _in_parallel(sources, checker, workers)
    return (_never_raising(checker, source) for source in sources)


class _Engine(Protocol):
    def check(self, source: Source) -> Report: ...


def _fixed(given: Iterable[str] | None) -> str | tuple[str, ...] | None:
    return given if given is None or isinstance(given, str) else tuple(given)


def _pairs(given: Mapping[str, bool] | None) -> tuple[tuple[str, bool], ...]:
    return () if given is None else tuple(given.items())


@lru_cache(maxsize=32)
def _prepared(
    engine: str,
    edition: str | Outside | None,
    levels: Any,
    read: str,
    select: Any,
    ignore: Any,
    facts: tuple[tuple[str, bool], ...],
    redact: bool,
    limits: Limits | None,
) -> _Engine:
    """The engine for these options; validated once, not for each of a million files."""
    chosen = options(
        edition=edition,
        levels=levels,
        read=read,
        select=select,
        ignore=ignore,
        facts=dict(facts),
        redact=redact,
        limits=limits,
    )
    return _engine(engine, chosen)


def _engine(name: str, chosen: Options) -> _Engine:
    if name == "native":
        return _native_engine(chosen)
    if name == "reference":
        return ReferenceEngine(chosen)
    raise OptionError(f"engine: {name!r} is neither 'native' nor 'reference'")


class NativeEngine:
    """The Rust core, with the options of a check."""

    def __init__(self, chosen: Options) -> None:
        from . import _native

        limits = chosen.limits
        self.checker = _native.Checker(
            edition=native(chosen.edition),
            levels=chosen.levels,
            read=chosen.read,
            select=chosen.select,
            ignore=chosen.ignore,
            facts=chosen.facts,
            redact=chosen.redact,
            limits=(
                limits.depth,
                limits.elements,
                limits.inflated_bytes,
                limits.held_bytes,
                limits.fragments,
                limits.findings,
            ),
        )

    def check(self, source: Source) -> Report:
        """The Report of one source; raises as `validate` does."""
        if isinstance(source, (str, os.PathLike)):
            path = os.fsencode(source)
            try:
                return self.report(self.checker.check_path(path), path)
            except OSError as error:
                if error.errno == 0:
                    raise ReadError(errno.EINVAL, f"not a regular file: {error.strerror}", source) from None
                raise type(error)(error.errno, os.strerror(error.errno or 0), source) from None
        if isinstance(source, (bytes, bytearray, memoryview)):
            return self.report(self.checker.check_bytes(source))
        if _is_dataset(source):
            return self.report(self.checker.check_dataset(source))
        if isinstance(source, dict):
            return self.report(self.checker.check_json(source))
        return self.report(self.checker.check_bytes(_read(source)))

    def report(self, raw: _native._RawReport, path: bytes | None = None) -> Report:
        """A Report made of the tuple that the native module gives."""
        edition = raw[11]
        return _new_report(
            None if path is None else os.fsdecode(path),
            raw[0],
            raw[1],
            tuple([_finding(finding, edition) for finding in raw[2]]),
            *raw[3:],
            None,
        )


_new_report = maker(Report)
_new_finding = maker(Finding)


def _finding(raw: _native._RawFinding, edition: str) -> Finding:
    value = raw[10]
    return _new_finding(*raw[:10], edition, None if value is None else escape(value))


@lru_cache(maxsize=16)
def _native_engine(chosen: Options) -> NativeEngine:
    return NativeEngine(chosen)


class ReferenceEngine:
    """The plain Python twin of the core (`validicom.reference`)."""

    def __init__(self, chosen: Options) -> None:
        self.options = chosen
        edition = chosen.edition
        if isinstance(edition, Outside) and not edition.is_folder:
            message = f"edition: {edition.path}: the reference reads a folder of tables, not a pack"
            raise EditionError("not-a-folder", message)

    def check(self, source: Source) -> Report:
        """The Report of one source; raises as `validate` does."""
        from pathlib import Path

        from . import reference

        chosen = self.options
        edition = chosen.edition
        asked: dict[str, Any] = {
            "edition": Path(edition.path) if isinstance(edition, Outside) else edition,
            "levels": chosen.levels,
            "read": chosen.read,
            "select": chosen.select or None,
            "ignore": chosen.ignore,
            "facts": dict(chosen.facts),
            "redact": chosen.redact,
            "limits": chosen.limits,
        }
        path: str | None = None
        found: Any
        if isinstance(source, (str, os.PathLike)):
            path = os.fsdecode(source)
            found = reference.check_bytes(_read_regular(path), **asked)
        elif _is_dataset(source):
            found = reference.check_dataset(source, **asked)
        elif isinstance(source, dict):
            found = reference.check_json(source, **asked)
        elif isinstance(source, (bytes, bytearray, memoryview)):
            found = reference.check_bytes(bytes(source), **asked)
        else:
            found = reference.check_bytes(_read(source), **asked)
        return from_reference(found, path)


def from_reference(found: Any, path: str | None = None) -> Report:
    """A Report made of the reference's, which has the same fields."""
    from . import _native

    names = (
        "code",
        "severity",
        "path",
        "place",
        "module",
        "detail",
        "observed",
        "value_number",
        "count",
        "at",
        "edition",
        "value",
    )
    findings = tuple(Finding(**{name: getattr(one, name) for name in names}) for one in found.findings)
    return Report(
        path,
        found.kind,
        found.verdict,
        findings,
        found.counts,
        found.severities,
        found.sop_class_uid,
        found.iod,
        found.transfer_syntax_uid,
        tuple(found.incomplete),
        tuple(found.not_checked),
        found.conditions_not_checked,
        found.edition,
        _native.version(),
        found.ruleset,
        elements_seen=found.elements_seen,
        undetermined=found.undetermined,
    )


def _is_dataset(source: object) -> bool:
    # A Dataset can only be there if its owner has imported pydicom; it is never imported here.
    pydicom = sys.modules.get("pydicom.dataset")
    return pydicom is not None and isinstance(source, pydicom.Dataset)


def _read(source: object) -> bytes:
    read = getattr(source, "read", None)
    if read is None:
        kinds = "a path, bytes, a binary file, a pydicom Dataset or a DICOM JSON dict"
        raise TypeError(f"cannot check an object of type {type(source).__name__}: expected {kinds}")
    data = read()
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise ReadError(errno.EINVAL, "the file object is not open in binary mode")
    return bytes(data)


def _read_regular(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:  # noqa: PTH123
        import stat

        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if not stat.S_ISREG(mode):
            raise ReadError(errno.EINVAL, "not a regular file", path)
        return file.read()


ERRORS = {
    errno.ENOENT: "no-such-file",
    errno.ENOTDIR: "no-such-file",
    errno.EACCES: "permission-denied",
    errno.EPERM: "permission-denied",
    errno.EISDIR: "is-a-directory",
    errno.ELOOP: "link-loop",
    errno.ENAMETOOLONG: "name-too-long",
    errno.EMFILE: "too-many-open-files",
    errno.ENFILE: "too-many-open-files",
}
"""Words for why a source could not be opened or read; any other number is `input-output-error`."""


def unread(path: bytes | None, number: int, kind: str | None = None) -> Report:
    """The Report of a source that could not be opened or read: by error number, or what it is instead of a file."""
    from . import _native

    version = _native.version()
    why = kind or ERRORS.get(number, "input-output-error")
    name = None if path is None else os.fsdecode(path)
    return Report(name, "", "unreadable", (), {}, {}, None, None, None, (), (), 0, "", version, "", 0, error=why)


def _never_raising(checker: _Engine, source: Source) -> Report:
    try:
        return checker.check(source)
    except OSError as error:
        path = os.fsencode(source) if isinstance(source, (str, os.PathLike)) else None
        kind = "not-a-regular-file" if isinstance(error, ReadError) else None
        return unread(path, error.errno or 0, kind)


def _in_parallel(sources: Iterable[Source], engine: NativeEngine, workers: int) -> Generator[Report]:
    """Feeds the pool of threads and yields Reports in the order of the sources.

    At most a fixed number of chunks is in flight, so memory does not grow with the number of sources. Chunks grow from
    1 to `_CHUNK`, so that the first Reports come soon, and a chunk is given on early if its sources come slowly.
    """
    from . import _native

    window = 2 * workers + 2
    pending: deque[Report | list[bytes | None]] = deque()
    failure: BaseException | None = None
    source_iterator = iter(sources)
    size = 1
    pool = _native.Pool(engine.checker, workers)
    try:
        more = True
        while more or pending:
            while more and len(pending) < window and not (pending and _is_ready(pending[0], pool)):
                jobs: list[tuple[bool, bytes]] = []
                inline: Report | None = None
                try:
                    while len(jobs) < size:
                        source = next(source_iterator)
                        if isinstance(source, (str, os.PathLike)):
                            jobs.append((True, os.fsencode(source)))
                        elif isinstance(source, (bytes, bytearray, memoryview)):
                            jobs.append((False, bytes(source)))
                            break
                        else:
                            inline = _never_raising(engine, source)
                            break
                except StopIteration:
                    more = False
                except Exception as error:  # The iterable's own: told after what came before it.
                    failure, more = error, False
                if jobs:
                    pool.submit(jobs)
                    pending.append([data if is_path else None for is_path, data in jobs])
                    size = min(2 * size, _CHUNK)
                if inline is not None:
                    pending.append(inline)
            if not pending:
                break
            first = pending.popleft()
            if isinstance(first, Report):
                yield first
                continue
            for path, result in zip(first, pool.next(), strict=True):
                if len(result) == 2:
                    yield unread(path, *result)
                else:
                    yield engine.report(result, path)
        if failure is not None:
            raise failure
    finally:
        pool.close()


def _is_ready(entry: Report | list[bytes | None], pool: _native.Pool) -> bool:
    return isinstance(entry, Report) or pool.ready()


def walk(path: str | bytes | os.PathLike[str]) -> Iterator[tuple[bytes, str | None]]:
    """The files below a directory in sorted order: (path, None), or (path, what is not read).

    The latter is `fifo`, `socket`, `device`, `linked-directory`, `dangling-link` or `directory-loop`. A directory that
    cannot be listed is given as a path: opening it will tell why.
    """
    from . import _native

    return iter(_native.Walk(os.fsencode(path)))

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias, final

__all__ = [
    "Checker",
    "Edition",
    "Pool",
    "Walk",
    "attribute",
    "attributes",
    "condition",
    "editions",
    "facts",
    "iod_attributes",
    "iods",
    "pack",
    "rules",
    "ruleset",
    "version",
]

_RawFinding: TypeAlias = tuple[
    str,
    Any,
    str,
    tuple[tuple[int, int, int], ...],
    str | None,
    dict[str, str | int],
    int | None,
    int | None,
    int,
    int | None,
    str | None,
]
_RawReport: TypeAlias = tuple[
    str,
    Any,
    list[_RawFinding],
    dict[str, int],
    dict[str, int],
    str | None,
    str | None,
    str | None,
    tuple[str, ...],
    tuple[str, ...],
    int,
    str,
    str,
    str,
    int,
    dict[str, int],
]

@final
class Edition:
    def __new__(cls, pack: bytes) -> Edition: ...
    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...

@final
class Checker:
    def __new__(
        cls,
        *,
        edition: str | Edition | None,
        levels: Sequence[str],
        read: str,
        select: Sequence[str],
        ignore: Sequence[str],
        facts: Sequence[tuple[str, bool]],
        redact: bool,
        limits: tuple[int, int, int, int, int, int],
    ) -> Checker: ...
    def check_path(self, path: bytes) -> _RawReport: ...
    def check_bytes(self, data: bytes | bytearray | memoryview) -> _RawReport: ...
    def check_dataset(self, dataset: Any) -> _RawReport: ...
    def check_json(self, data: dict[str, Any]) -> _RawReport: ...

@final
class Pool:
    def __new__(cls, checker: Checker, workers: int) -> Pool: ...
    def submit(self, jobs: list[tuple[bool, bytes]]) -> None: ...
    def ready(self) -> bool: ...
    def next(self) -> list[_RawReport | tuple[int, str | None]]: ...
    def close(self) -> None: ...

@final
class Walk:
    def __new__(cls, path: bytes) -> Walk: ...
    def __iter__(self) -> Iterator[tuple[bytes, str | None]]: ...
    def __next__(self) -> tuple[bytes, str | None]: ...

def attribute(
    edition: str | Edition | None, *, keyword: str | None = None, tag: int | None = None
) -> tuple[int, str, str, str, str, bool] | None: ...
def attributes(edition: str | Edition | None) -> list[tuple[int, str, str, str, str, bool]]: ...
def editions() -> list[str]: ...
def facts(edition: str | Edition | None = ...) -> list[tuple[str, str, int]]: ...
def condition(edition: str | Edition | None, identifier: str) -> tuple[str, str] | None: ...
def iods(
    edition: str | Edition | None,
) -> list[tuple[str, str, list[str], list[tuple[str, str, str, str]], list[tuple[str, str, str, str]]]]: ...
def iod_attributes(edition: str | Edition | None, iod: str) -> list[tuple[int, str, str]]: ...
def pack(folder: bytes, common: bytes) -> bytes: ...
def rules() -> list[tuple[str, str, Any, str, str, str, str, str, bool]]: ...
def ruleset(edition: str | Edition | None = None) -> str: ...
def version() -> str: ...

"""Checks DICOM files and data sets against the DICOM Standard.

>>> import validicom
>>> report = validicom.validate("image.dcm")                                # doctest: +SKIP
>>> report.verdict                                                          # doctest: +SKIP
'pass'

Importing this package loads neither pydicom nor the native module, and starts no thread.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import Source, validate, validate_many
    from .errors import EditionError, OptionError, ReadError, UnknownNameError, ValidicomError
    from .facts import (
        Attribute,
        Fact,
        Iod,
        IodModule,
        Module,
        ModuleAttribute,
        Standard,
        editions,
        explain,
        outside_facts,
        standard,
    )
    from .findings import SCHEMA_VERSION, Finding, Report
    from .messages import Rule, rules
    from .options import Limits

    __version__: str

_WHERE = {
    "Attribute": "facts",
    "EditionError": "errors",
    "Fact": "facts",
    "Finding": "findings",
    "Iod": "facts",
    "IodModule": "facts",
    "Limits": "options",
    "Module": "facts",
    "ModuleAttribute": "facts",
    "OptionError": "errors",
    "ReadError": "errors",
    "Report": "findings",
    "Rule": "messages",
    "SCHEMA_VERSION": "findings",
    "Source": "api",
    "Standard": "facts",
    "UnknownNameError": "errors",
    "ValidicomError": "errors",
    "editions": "facts",
    "explain": "facts",
    "outside_facts": "facts",
    "rules": "messages",
    "standard": "facts",
    "validate": "api",
    "validate_many": "api",
}

__all__ = [
    "SCHEMA_VERSION",
    "Attribute",
    "EditionError",
    "Fact",
    "Finding",
    "Iod",
    "IodModule",
    "Limits",
    "Module",
    "ModuleAttribute",
    "OptionError",
    "ReadError",
    "Report",
    "Rule",
    "Source",
    "Standard",
    "UnknownNameError",
    "ValidicomError",
    "__version__",
    "editions",
    "explain",
    "outside_facts",
    "rules",
    "standard",
    "validate",
    "validate_many",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from ._native import version

        value: Any = version()
    elif name in _WHERE:
        value = getattr(import_module(f".{_WHERE[name]}", __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))

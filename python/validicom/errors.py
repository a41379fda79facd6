"""What can be raised: an exception means that we could not look; what is wrong with a file is a Finding.

Files that cannot be opened or read raise the fitting `OSError` (`FileNotFoundError`, `PermissionError` ...).
No message ever holds a value of a data set.
"""

__all__ = ["EditionError", "OptionError", "ReadError", "UnknownNameError", "ValidicomError"]


class ValidicomError(Exception):
    """The base of all exceptions of this package."""


class OptionError(ValidicomError, ValueError):
    """An option has a value that is not allowed: an unknown edition, level, code or engine."""


class EditionError(OptionError):
    """A pack, or a folder of tables, from which no edition of the Standard can be made."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(kind, message)
        self.kind = kind
        """`missing-file`, `dangling-reference`, `damaged-pack` ...: see `validicom.outside`."""

    def __str__(self) -> str:
        return str(self.args[1])


class ReadError(ValidicomError, OSError):
    """The source is no regular file (a FIFO, a device, a directory), or a file object gave no bytes."""


class UnknownNameError(ValidicomError, LookupError):
    """`explain` or `standard` was asked for a code, keyword, Tag or identifier that it does not know."""

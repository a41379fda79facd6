"""The one place where text of unknown origin (file names, values) is made safe to show.

Input is hostile. What comes out holds printable characters only: no control character, no bidirectional control, no
line separator, no lone surrogate.
"""

__all__ = ["escape", "path_text"]


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        # A byte of a file name that is not UTF-8, as os.fsdecode keeps it.
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def escape(text: str) -> str:
    r"""Text with every character that is not printable written as `\xNN`, `\uNNNN` or `\UNNNNNNNN`.

    >>> escape("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def path_text(path: str | bytes) -> str:
    """A file name as it is shown: bytes that are not UTF-8 and control characters are escaped."""
    if isinstance(path, bytes):
        path = path.decode("utf-8", "surrogateescape")
    return escape(path)

"""Specific Character Set (0008,0005): its terms, their faults, the decoding of text (PS3.5 6.1.2, PS3.3 C.12.1.1.2).

Input is not trusted: what does not decode gives ``None``, never an exception.
The decoder is a plain state machine over the code elements G0 and G1 of ISO/IEC 2022, with tables of Python codecs.
Text comes out in code points, so that a backslash that is half of a character is none in what comes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ESC: Final = 0x1B

#: Single-byte sets by ISO-IR number: the codec of G1 (80H to FFH), the last byte of the escape ``ESC - F``.
_SINGLE: Final[dict[int, tuple[str, bytes]]] = {
    100: ("iso8859_1", b"A"),
    101: ("iso8859_2", b"B"),
    109: ("iso8859_3", b"C"),
    110: ("iso8859_4", b"D"),
    144: ("iso8859_5", b"L"),
    127: ("iso8859_6", b"G"),
    126: ("iso8859_7", b"F"),
    138: ("iso8859_8", b"H"),
    148: ("iso8859_9", b"M"),
    203: ("iso8859_15", b"b"),
    166: ("iso8859_11", b"T"),
}

#: JIS X 0201: G0 is ISO-IR 14 (romaji), G1 is ISO-IR 13 (katakana). The only single-byte set with two escapes.
_JIS_X_0201: Final = 13

#: Multi-byte sets, which exist with code extensions only.
_MULTI: Final = (87, 159, 149, 58)

_SINGLE_TERMS: Final = {f"ISO_IR {n}": n for n in (*_SINGLE, _JIS_X_0201)}
_EXTENSION_TERMS: Final = {f"ISO 2022 IR {n}": n for n in (6, *_SINGLE, _JIS_X_0201, *_MULTI)}
_WHOLE_TERMS: Final = {"ISO_IR 192": "utf-8", "GB18030": "gb18030", "GBK": "gb18030"}

#: The default repertoire said aloud: no Defined Term of the tables, yet widely written and harmless.
_DEFAULT_TERM: Final = "ISO_IR 6"

DEFINED_TERMS: Final = frozenset({_DEFAULT_TERM, *_SINGLE_TERMS, *_EXTENSION_TERMS, *_WHOLE_TERMS})

#: Terms that exclude code extensions, and so any second value (PS3.3 C.12.1.1.2).
_WITHOUT_EXTENSIONS: Final = frozenset({_DEFAULT_TERM, *_SINGLE_TERMS, *_WHOLE_TERMS})


@dataclass(frozen=True)
class CharacterSet:
    """The terms of one (0008,0005), stripped; no terms is the default repertoire."""

    terms: tuple[str, ...]

    @property
    def is_default(self) -> bool:
        """Whether only the default repertoire is declared: no value, blank values, or ISO_IR 6 alone (6.1.2.2)."""
        return not any(self.terms) or self.terms == (_DEFAULT_TERM,)

    @property
    def unknown_value(self) -> int | None:
        """Number of the first value that is no Defined Term (V040); an empty value is none of them."""
        for number, term in enumerate(self.terms, 1):
            if term and term not in DEFINED_TERMS:
                return number
        return None

    @property
    def misplaced_value(self) -> int | None:
        """Number of the first value that may not stand where it stands (V043)."""
        for number, term in enumerate(self.terms, 1):
            if len(self.terms) > 1 and term in _WITHOUT_EXTENSIONS:
                return number
            if number == 1 and _EXTENSION_TERMS.get(term) in _MULTI:
                return number
        return None

    @property
    def is_faulty(self) -> bool:
        """Whether V040 or V043 reports it: nothing can then be said of text beyond the default repertoire."""
        return self.unknown_value is not None or self.misplaced_value is not None


DEFAULT: Final = CharacterSet(())


def parse(value: bytes | None) -> CharacterSet:
    """The character set that a value of (0008,0005) declares; ``None`` (not held, absent) is the default repertoire."""
    text = (value or b"").decode("latin-1").rstrip("\0")
    if not text.strip(" "):
        return DEFAULT
    return CharacterSet(tuple(term.strip(" ") for term in text.split("\\")))


def is_beyond_default(value: bytes) -> bool:
    """Whether a value needs a character set to be read: a byte of 80H or above, or an escape."""
    return any(byte >= 0x80 or byte == ESC for byte in value)


def decode(charset: CharacterSet, value: bytes, delimiters: bytes) -> str | None:
    """The text of a value, or ``None`` where bytes or escapes are not what the character set declares (6.1.2).

    ``delimiters`` are the bytes besides control characters at which the set of value 1 is in force again (6.1.2.5.3).
    """
    if not is_beyond_default(value):
        return value.decode("ascii")
    if charset.is_default or charset.is_faulty:
        return None
    terms = charset.terms
    if len(terms) == 1 and terms[0] in _WHOLE_TERMS:
        # 6.1.2.5.4: these are used without code extensions, an escape has no meaning in them.
        return None if ESC in value else _decode_strictly(value, _WHOLE_TERMS[terms[0]])
    first = _EXTENSION_TERMS.get(terms[0]) if terms[0] else 6
    if first is None:
        first = _SINGLE_TERMS[terms[0]]
        escapes: dict[bytes, tuple[str, int | None]] = {}
    else:
        escapes = _escapes(terms)
    return _decode_2022(value, delimiters, first, escapes)


def decode_utf8(value: bytes) -> str | None:
    """The text of a value that is UTF-8 whatever (0008,0005) says (data sets in memory, DICOM JSON)."""
    return _decode_strictly(value, "utf-8")


def _escapes(terms: tuple[str, ...]) -> dict[bytes, tuple[str, int | None]]:
    """What may follow ESC: the bytes, which code element they set ("G0", "G1"), and to which ISO-IR number."""
    found: dict[bytes, tuple[str, int | None]] = {b"(B": ("G0", 6)}
    for term in terms:
        number = _EXTENSION_TERMS.get(term)
        if number in _SINGLE:
            found[b"-" + _SINGLE[number][1]] = ("G1", number)
        elif number == _JIS_X_0201:
            found[b"(J"] = ("G0", 14)
            found[b")I"] = ("G1", 13)
        elif number == 87:
            found[b"$B"] = ("G0", 87)
        elif number == 159:
            found[b"$(D"] = ("G0", 159)
        elif number == 149:
            found[b"$)C"] = ("G1", 149)
        elif number == 58:
            found[b"$)A"] = ("G1", 58)
    return found


def _decode_2022(
    value: bytes, delimiters: bytes, first: int, escapes: dict[bytes, tuple[str, int | None]]
) -> str | None:
    """Decodes with the code elements of ISO/IEC 2022; ``first`` is the ISO-IR number of value 1."""
    initial_g0: int | None = 14 if first == _JIS_X_0201 else 6
    initial_g1: int | None = None if first == 6 else first
    g0, g1 = initial_g0, initial_g1
    out: list[str] = []
    at = 0
    # Each turn takes at least one byte, so this ends.
    while at < len(value):
        byte = value[at]
        if byte == ESC:
            for sequence, (element, number) in escapes.items():
                if value.startswith(sequence, at + 1):
                    if element == "G0":
                        g0 = number
                    else:
                        g1 = number
                    at += 1 + len(sequence)
                    break
            else:
                return None
            continue
        if byte < 0x20:
            # 6.1.2.5.3: before control characters the set of value 1 is in force.
            g0, g1 = initial_g0, initial_g1
            out.append(chr(byte))
            at += 1
            continue
        if byte >= 0x80:
            character = _g1_character(value, at, g1)
            width = 2 if g1 in _MULTI else 1
        elif g0 in _MULTI and 0x21 <= byte <= 0x7E:
            character = _g0_pair(value[at : at + 2], g0)
            width = 2
        else:
            character = chr(byte)
            width = 1
            if byte in delimiters:
                g0, g1 = initial_g0, initial_g1
        if character is None:
            return None
        out.append(character)
        at += width
    return "".join(out)


def _g1_character(value: bytes, at: int, number: int | None) -> str | None:
    """The character at ``at`` by the set in G1; ``None`` where none is there."""
    if number in _SINGLE:
        return _decode_strictly(value[at : at + 1], _SINGLE[number][0])
    if number == _JIS_X_0201:
        byte = value[at]
        return chr(0xFF61 + byte - 0xA1) if 0xA1 <= byte <= 0xDF else None
    pair = value[at : at + 2]
    if len(pair) < 2 or not all(0xA1 <= byte <= 0xFE for byte in pair):
        return None
    if number == 149:
        return _decode_strictly(pair, "cp949")
    if number == 58:
        return _decode_strictly(pair, "gb18030")
    return None


def _g0_pair(pair: bytes, number: int | None) -> str | None:
    """The character of two bytes of 21H to 7EH in JIS X 0208 (87) or JIS X 0212 (159)."""
    if len(pair) < 2 or not all(0x21 <= byte <= 0x7E for byte in pair):
        return None
    if number == 159:
        return _decode_strictly(b"\x8f" + bytes(byte | 0x80 for byte in pair), "euc_jp")
    # By way of Shift JIS, whose code page holds the rows that vendors added (13 and 89 to 92) as well.
    row, cell = pair[0] - 0x21, pair[1] - 0x21
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)
    return _decode_strictly(bytes((lead, trail)), "cp932")


def _decode_strictly(value: bytes, codec: str) -> str | None:
    try:
        return value.decode(codec)
    except UnicodeDecodeError:
        return None

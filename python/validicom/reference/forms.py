"""Forms of single values, as PS3.5 6.2 describes each VR: what a value looks like, apart from where it stands.

Every function takes one value as text (of VRs that are bytes: Latin-1) and raises nothing.
"""

from __future__ import annotations

import re
from typing import Final

_DATE: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME: Final = re.compile(r"([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:\.[0-9]{1,6})?)?)?")
_DATE_TIME: Final = re.compile(
    r"([0-9]{4})(?:([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:\.[0-9]{1,6})?)?)?)?)?)?"
    r"(?:([+-])([0-9]{2})([0-9]{2}))?"
)
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_AGE: Final = re.compile(r"[0-9]{3}[DWMY]")
_CODE: Final = re.compile(r"[A-Z0-9 _]*")
_UID: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")
#: RFC 3986 2.1 to 2.3: percent, gen-delims, sub-delims, unreserved.
_URI: Final = re.compile(r"[%:/?#\[\]@!$&'()*+,;=A-Za-z0-9._~-]*")

_OLD_DATE: Final = re.compile(r"[0-9]{4}\.[0-9]{2}\.[0-9]{2}")
_OLD_TIME: Final = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?")

_DATE_RANGE: Final = re.compile(r"[0-9]{8}-(?:[0-9]{8})?|-[0-9]{8}")
_TIME_RANGE_SIDE: Final = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?)?")
_DATE_TIME_RANGE_SIDE: Final = re.compile(r"(?:[0-9]{4,14}(?:\.[0-9]{1,6})?(?:[+-][0-9]{4})?)?")

_DAYS_OF_MONTH: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_blank(value: str) -> bool:
    """Whether a value holds nothing but spaces, or nothing."""
    return value.strip(" ") == ""


def is_calendar_day(year: int, month: int, day: int) -> bool:
    """Whether the Gregorian calendar has this day (year 0 counts as a leap year)."""
    if not 1 <= month <= 12:
        return False
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = 29 if month == 2 and is_leap else _DAYS_OF_MONTH[month - 1]
    return 1 <= day <= last


def is_date(value: str) -> bool:
    """DA: YYYYMMDD."""
    match = _DATE.fullmatch(value.rstrip(" "))
    return match is not None and is_calendar_day(*(int(part) for part in match.groups()))


def is_time(value: str) -> bool:
    """TM: HH, HHMM, HHMMSS or HHMMSS.F to .FFFFFF; 60 is a leap second."""
    match = _TIME.fullmatch(value.rstrip(" "))
    return match is not None and _is_time_of_day(*match.groups())


def is_date_time(value: str) -> bool:
    """DT: YYYY to YYYYMMDDHHMMSS.FFFFFF, with or without an offset from UTC of -1200 to +1400."""
    match = _DATE_TIME.fullmatch(value.rstrip(" "))
    if match is None:
        return False
    year, month, day, hour, minute, second, sign, offset_hours, offset_minutes = match.groups()
    # A month or a day that is left out cannot be wrong: the first of it stands in.
    if not is_calendar_day(int(year), int(month or 1), int(day or 1)):
        return False
    if not _is_time_of_day(hour, minute, second):
        return False
    if sign is None:
        return True
    if int(offset_minutes) > 59:
        return False
    offset = int(offset_hours) * 60 + int(offset_minutes)
    return 0 < offset <= 12 * 60 if sign == "-" else offset <= 14 * 60


def _is_time_of_day(hour: str | None, minute: str | None, second: str | None) -> bool:
    return int(hour or 0) <= 23 and int(minute or 0) <= 59 and int(second or 0) <= 60


def is_old_date(value: str) -> bool:
    """DA of ACR-NEMA: YYYY.MM.DD, by form only."""
    return _OLD_DATE.fullmatch(value.rstrip(" ")) is not None


def is_old_time(value: str) -> bool:
    """TM of ACR-NEMA: HH:MM, HH:MM:SS or HH:MM:SS.frac, by form only."""
    return _OLD_TIME.fullmatch(value.rstrip(" ")) is not None


def is_date_range(value: str) -> bool:
    """DA with a hyphen, as keys of queries may have it (PS3.4 C.2.2.2.5)."""
    return _DATE_RANGE.fullmatch(value.rstrip(" ")) is not None


def is_time_range(value: str) -> bool:
    """TM with one hyphen, digits on at least one side of it."""
    sides = value.rstrip(" ").split("-")
    return len(sides) == 2 and any(sides) and all(_TIME_RANGE_SIDE.fullmatch(side) for side in sides)


def is_date_time_range(value: str) -> bool:
    """DT that is no date-time, but two of them around a hyphen (which may be the sign of an offset as well)."""
    text = value.rstrip(" ")
    if is_date_time(text):
        return False
    for at, character in enumerate(text):
        sides = (text[:at], text[at + 1 :])
        if character == "-" and any(sides) and all(_DATE_TIME_RANGE_SIDE.fullmatch(side) for side in sides):
            return True
    return False


def is_age(value: str) -> bool:
    """AS: three digits and D, W, M or Y."""
    return _AGE.fullmatch(value.rstrip(" ")) is not None


def is_code(value: str) -> bool:
    """CS: upper case letters, digits, space and underscore."""
    return _CODE.fullmatch(value) is not None


def is_decimal(value: str) -> bool:
    """DS: a fixed or floating point number."""
    return _DECIMAL.fullmatch(value.strip(" ")) is not None


def is_integer(value: str) -> bool:
    """IS: a whole number, with or without sign."""
    return _INTEGER.fullmatch(value.strip(" ")) is not None


def is_integer_in_range(value: str) -> bool:
    """IS: from -2^31 to 2^31 - 1. Of a number with more digits than any limit only the digits that count are read."""
    text = value.strip(" ")
    digits = text.lstrip("+-").lstrip("0")
    if len(digits) > 10:
        return False
    number = -int(digits or "0") if text.startswith("-") else int(digits or "0")
    return -(2**31) <= number <= 2**31 - 1


def is_application_entity_repertoire(value: str) -> bool:
    """AE: the default repertoire without control characters."""
    return all(" " <= character <= "~" for character in value)


def is_uid(value: str) -> bool:
    """UI: components of digits, with a period between them (9.1)."""
    return _UID.fullmatch(value) is not None


def has_leading_zero(value: str) -> bool:
    """Whether a component of a UID starts with a zero that is not all of it (9.1)."""
    return any(len(component) > 1 and component.startswith("0") for component in value.split("."))


def has_root(value: str) -> bool:
    """Whether a UID starts as ISO/IEC 8824 lets it: arcs 0.0-5, 0.9, 1.0-3 or 2.

    Below 0.0 are the letters of the series of ITU-T Recommendations, 1 to 26.
    """
    arcs = [component.lstrip("0") or "0" for component in value.split(".")]
    if len(arcs) < 2:
        return False
    first, second = arcs[0], arcs[1]
    if first == second == "0" and len(arcs) > 2:
        return len(arcs[2]) < 3 and 1 <= int(arcs[2]) <= 26
    if first == "0":
        return second in {"0", "1", "2", "3", "4", "5", "9"}
    if first == "1":
        return second in {"0", "1", "2", "3"}
    return first == "2"


def is_uri(value: str) -> bool:
    """UR: characters of RFC 3986, no leading space; trailing spaces are padding."""
    return _URI.fullmatch(value.rstrip(" ")) is not None


def is_control(byte: int) -> bool:
    """Whether a byte is a control character other than ESC (6.1.3)."""
    return (byte < 0x20 and byte != 0x1B) or byte == 0x7F


def fits_multiplicity(number: int, multiplicity: str) -> bool:
    """Whether a number of values (at least one) is what a VM of PS3.6 allows: 3, 1-2, 1-n, 2-2n, 1-n or 1."""
    return any(_fits_range(number, part) for part in multiplicity.split(" or "))


def _fits_range(number: int, text: str) -> bool:
    low, dash, high = text.partition("-")
    if not low.isdecimal():
        return True
    if not dash:
        return number == int(low)
    if high.endswith("n"):
        step = int(high[:-1]) if high[:-1].isdecimal() else 1
        return number >= int(low) and number % step == 0
    return int(low) <= number <= int(high) if high.isdecimal() else number >= int(low)

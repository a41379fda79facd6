"""Values by VR and VM: right ones by PS3.5 6.2, and such as are nearly right."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable

from .encode import CODES, SIZES, padded

TEXT_VRS = frozenset(["SH", "LO", "ST", "LT", "UC", "UT", "PN"])
NOT_SPLIT = frozenset(["ST", "LT", "UT", "UR", "OB", "OW", "OD", "OF", "OL", "OV", "UN", "SQ"])
CHARACTER_SETS: dict[str, tuple[str, str]] = {
    "": ("ascii", ""),
    "ISO_IR 100": ("latin-1", "äÖéñ"),
    "ISO_IR 101": ("iso8859-2", "Łźř"),
    "ISO_IR 109": ("iso8859-3", "Ħĉ"),
    "ISO_IR 110": ("iso8859-4", "ģņ"),
    "ISO_IR 144": ("iso8859-5", "Люк"),
    "ISO_IR 127": ("iso8859-6", "قبا"),
    "ISO_IR 126": ("iso8859-7", "Διο"),
    "ISO_IR 138": ("iso8859-8", "שרו"),
    "ISO_IR 148": ("iso8859-9", "Çğ"),
    "ISO_IR 166": ("iso8859-11", "นาม"),
    "ISO_IR 192": ("utf-8", "äЛ王汉𝄞"),
    "GB18030": ("gb18030", "王小东"),
    "GBK": ("gbk", "王小东"),
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,-+()/"


def digits(rnd: random.Random, least: int, most: int) -> str:
    """So many digits."""
    return "".join(rnd.choice("0123456789") for _ in range(rnd.randint(least, most)))


def text(rnd: random.Random, most: int, extra: str) -> str:
    """A text that does not begin or end with a space."""
    letters = LETTERS + extra * 4
    body = "".join(rnd.choice(letters) for _ in range(rnd.randint(1, most)))
    return ("x" + body.strip())[:most].rstrip() or "x"


def date(rnd: random.Random) -> str:
    """A DA."""
    edges = ["20231231", "20230430", "20231130", "20240229", "20000229", "00000101", "20230131"]
    if rnd.random() < 0.2:
        return rnd.choice(edges)
    return f"{rnd.randint(1900, 2030):04}{rnd.randint(1, 12):02}{rnd.randint(1, 28):02}"


def time(rnd: random.Random) -> str:
    """A TM."""
    full = f"{rnd.randint(0, 23):02}{rnd.randint(0, 59):02}{rnd.choice([rnd.randint(0, 59), 60]):02}"
    form = rnd.randint(0, 3)
    return full + "." + digits(rnd, 1, 6) if form == 3 else full[: 2 + 2 * form]


def date_time(rnd: random.Random) -> str:
    """A DT."""
    form = rnd.randint(0, 3)
    stem = [date(rnd)[:4], date(rnd)[:6], date(rnd), date(rnd) + f"{rnd.randint(0, 23):02}3059.5"][form]
    return stem + rnd.choice(["", "+0100", "-0330", "+1400", "-1200", "+0000"])


def uid(rnd: random.Random) -> str:
    """A UID of a root that is sure."""
    return "1.2.826.0.1.3680043." + ".".join(str(rnd.randint(0, 99999)) for _ in range(rnd.randint(1, 5)))


def decimal(rnd: random.Random) -> str:
    """A DS."""
    forms = [
        "0",
        "1.5",
        "-2.25E-3",
        "+.5",
        "1e10",
        f"{rnd.uniform(-1e5, 1e5):.4f}",
        str(rnd.randint(-9999, 9999)),
        "7.",
    ]
    return rnd.choice(forms)


def person_name(rnd: random.Random, extra: str) -> str:
    """A PN with a caret, so that it is not the retired form."""
    group = f"{text(rnd, 20, extra)}^{text(rnd, 12, extra)}"
    return group + rnd.choice(["", "^^Dr", f"={text(rnd, 8, extra)}^x", "==x^y"])


_STRINGS: dict[str, Callable[[random.Random, str], str]] = {
    "AE": lambda rnd, extra: text(rnd, 16, "#*"),
    "AS": lambda rnd, extra: f"{rnd.randint(0, 999):03}{rnd.choice('DWMY')}",
    "CS": lambda rnd, extra: rnd.choice(["A", "OTHER", "A_B 1", "ABCDEFGHIJKLMNOP", "0"]),
    "DA": lambda rnd, extra: date(rnd),
    "DS": lambda rnd, extra: decimal(rnd),
    "DT": lambda rnd, extra: date_time(rnd),
    "IS": lambda rnd, extra: rnd.choice(["0", "-2147483648", "2147483647", "+5", str(rnd.randint(0, 500))]),
    "LO": lambda rnd, extra: text(rnd, rnd.choice([5, 20, 64]), extra),
    "LT": lambda rnd, extra: text(rnd, 200, extra + "\r\n\t"),
    "PN": person_name,
    "SH": lambda rnd, extra: text(rnd, 16, extra),
    "ST": lambda rnd, extra: text(rnd, 200, extra + "\r\n"),
    "TM": lambda rnd, extra: time(rnd),
    "UC": lambda rnd, extra: text(rnd, 100, extra),
    "UI": lambda rnd, extra: uid(rnd),
    "UR": lambda rnd, extra: "https://example.org/" + digits(rnd, 1, 9) + "?a=%20b&c",
    "UT": lambda rnd, extra: text(rnd, 300, extra + "\r\n"),
}


def count_for(rnd: random.Random, vm: str) -> int:
    """How many values a VM allows: the least, or a few more."""
    vm = vm.split(" or ")[0]
    low, dash, high = vm.partition("-")
    least = int(low.rstrip("n") or 1)
    if not dash:
        return least
    if high.endswith("n"):
        step = int(high[:-1] or 1)
        return least + step * rnd.choice([0, 0, 1, 2]) if least % step == 0 else least
    return rnd.randint(least, min(int(high), least + 3))


def choose_vr(rnd: random.Random, vr: str, pixel_representation: int | None) -> str:
    """One VR of a dictionary text such as `US or SS or OW`."""
    options = vr.split(" or ")
    if "US" in options and "SS" in options:
        if pixel_representation is not None:
            return "SS" if pixel_representation else "US"
        return rnd.choice(["US", "SS"])
    return "OW" if "OW" in options else options[0]


def valid_value(rnd: random.Random, vr: str, vm: str, extra: str = "", codec: str = "ascii") -> bytes:
    """A value that breaks nothing of PS3.5 6.2 and the VM."""
    count = 1 if vr in NOT_SPLIT else count_for(rnd, vm)
    if vr in CODES:
        code = CODES[vr]
        return b"".join(
            struct.pack("<" + code, rnd.uniform(-1e3, 1e3) if vr in ("FD", "FL") else rnd.randint(0, 100))
            for _ in range(count)
        )
    if vr == "AT":
        return b"".join(struct.pack("<HH", 0x0010, rnd.choice([0x10, 0x20, 0x30])) for _ in range(count))
    if vr in _STRINGS:
        allowed = extra if vr in TEXT_VRS else ""
        values = [_STRINGS[vr](rnd, allowed) for _ in range(count)]
        encoded = "\\".join(values).encode(codec if vr in TEXT_VRS else "ascii", "replace")
        return padded(encoded, b"\0" if vr == "UI" else b" ")
    return bytes(rnd.randrange(256) for _ in range(rnd.choice([1, 2, 4]) * max(SIZES.get(vr, 2), 2)))


Lists = list[tuple[str, str, list[str]]]


def listed_value(rnd: random.Random, vr: str, value: bytes, rows: list[Lists]) -> bytes:
    """A value that stands in the lists of all rows, in place of one that fits the VR alone."""
    if vr in ("CS", "SH", "LO", "UI", "IS", "DS"):
        parts = value.rstrip(b" \0").split(b"\\")
    elif vr in CODES or vr == "AT":
        size = SIZES[vr]
        parts = [value[at : at + size] for at in range(0, len(value), size)]
    else:
        return value
    changed = False
    for order in range(len(parts)):
        word = listed_word(rnd, [lists_for(lists, order + 1) for lists in rows])
        if word is not None:
            written = write_word(vr, word)
            changed = changed or written is not None
            parts[order] = parts[order] if written is None else written
    if not changed:
        return value
    return b"".join(parts) if vr in CODES or vr == "AT" else padded(b"\\".join(parts), b"\0" if vr == "UI" else b" ")


def lists_for(lists: Lists, order: int) -> Lists:
    """The lists of a row that hold for a value: those of its number, else those of each."""
    return [one for one in lists if one[0] == str(order)] or [one for one in lists if not one[0]]


def listed_word(rnd: random.Random, rows: list[Lists]) -> str | None:
    """A word that all rows with a sound list let be; of the shortest, where none is."""
    allowed = [{word for _, _, words in lists for word in words} for lists in rows if any(one[1] for one in lists)]
    if not allowed:
        return None
    common = set.intersection(*allowed) or min(allowed, key=len)
    return rnd.choice(sorted(common))


def write_word(vr: str, word: str) -> bytes | None:
    """A word of a list as a value of a VR; `None` where it is none."""
    if vr not in CODES and vr != "AT":
        return word.encode()
    digits_of = word.removesuffix("H")
    is_hexadecimal = word.endswith("H") or vr == "AT"
    try:
        number = int(digits_of, 16 if is_hexadecimal else 10)
        return struct.pack("<HH", number >> 16, number & 0xFFFF) if vr == "AT" else struct.pack("<" + CODES[vr], number)
    except (ValueError, struct.error):
        return None

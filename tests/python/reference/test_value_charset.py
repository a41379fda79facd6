"""Specific Character Set: terms, their faults, and decoding, with the examples of PS3.5 annexes H, I, J and K."""

from __future__ import annotations

import pytest

from validicom.reference import charset
from validicom.reference.values import read_field


@pytest.mark.parametrize(
    ("value", "unknown", "misplaced"),
    [
        (b"", None, None),
        (b"ISO_IR 100", None, None),
        (b" ISO_IR 192 ", None, None),
        (b"ISO_IR 6", None, None),
        (b"GB18030 ", None, None),
        (b"ISO_IR 203", None, None),
        (b"ISO 2022 IR 6\\ISO 2022 IR 100", None, None),
        (b"\\ISO 2022 IR 87", None, None),
        (b"ISO-IR 100", 1, None),
        (b"iso_ir 100", 1, None),
        (b"\\ISO_2022_IR_87", 2, None),
        (b"ISO_IR 100\\ISO 2022 IR 87", None, 1),
        (b"\\ISO_IR 192", None, 2),
        (b"ISO 2022 IR 87", None, 1),
        (b"ISO 2022 IR 149\\ISO 2022 IR 6", None, 1),
        (b"ISO_IR 13\\X", 2, 1),
    ],
)
def test_faults_of_terms(value: bytes, unknown: int | None, misplaced: int | None) -> None:
    characters = charset.parse(value)
    assert (characters.unknown_value, characters.misplaced_value) == (unknown, misplaced)


@pytest.mark.parametrize(
    ("terms", "raw", "groups"),
    [
        # PS3.5 H.3.1 and H.3.2: Japanese with JIS X 0208, then with JIS X 0201 as value 1.
        (
            b"\\ISO 2022 IR 87",
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
        ),
        (
            b"ISO 2022 IR 13\\ISO 2022 IR 87",
            b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
        ),
        # PS3.5 I.2: Korean.
        (
            b"\\ISO 2022 IR 149",
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
            "Hong^Gildong=洪^吉洞=홍^길동",
        ),
        # PS3.5 J.1: Chinese in UTF-8; J.3: in GB18030; K.2: GB 2312 with code extensions.
        (b"ISO_IR 192", "Wang^XiaoDong=王^小东=".encode(), "Wang^XiaoDong=王^小东="),
        (b"GB18030", b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=", "Wang^XiaoDong=王^小东="),
        (
            b"\\ISO 2022 IR 58",
            b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=",
            "Zhang^XiaoDong=张^小东=",
        ),
        (b"ISO_IR 100", b"Buc^J\xe9r\xf4me", "Buc^Jérôme"),
        (
            b"ISO_IR 144",
            b"\xbb\xee\xda\x63\x65\xdc\xd1\xe3\xe0\xd3",
            "\u041b\u044e\u043ace\u043c\u0431\u0443\u0440\u0433",
        ),
        (b"ISO_IR 203", b"\xa4", "€"),
        (b"ISO 2022 IR 100\\ISO 2022 IR 126", b"\xe9\x1b-F\xc4", "éΔ"),
    ],
)
def test_text_is_decoded(terms: bytes, raw: bytes, groups: str) -> None:
    assert charset.decode(charset.parse(terms), raw, b"\\^=") == groups


@pytest.mark.parametrize(
    ("terms", "raw"),
    [
        # Escapes are no longer in force after a delimiter (PS3.5 6.1.2.5.3).
        (b"\\ISO 2022 IR 149", b"\x1b$)C\xfb\xf3^\xd1\xce"),
        (b"\\ISO 2022 IR 149", b"\x1b$)C\xfb\xf3\\\xd1\xce"),
        (b"\\ISO 2022 IR 149", b"\x1b$)C\xfb\xf3\r\n\xd1\xce"),
        # Not declared.
        (b"\\ISO 2022 IR 87", b"\x1b$)C\xfb\xf3"),
        (b"\\ISO 2022 IR 87", b"\x1b$@;3"),
        (b"ISO_IR 100", b"\x1b-F\xc4"),
        (b"ISO_IR 192", b"\x1b(Babc"),
        (b"GB18030", b"a\x1bb"),
        # No such characters.
        (b"ISO_IR 192", b"\xe9t\xe9"),
        (b"ISO_IR 13", b"\x83\x41"),
        (b"ISO_IR 126", b"\xff"),
        (b"GBK", b"\x80"),
        (b"ISO 2022 IR 6", b"\xe9"),
        (b"\\ISO 2022 IR 87", b"\x1b$B;3E"),
        (b"\\ISO 2022 IR 100", b"\xe9"),
    ],
)
def test_what_is_not_declared_does_not_decode(terms: bytes, raw: bytes) -> None:
    assert charset.decode(charset.parse(terms), raw, b"\\^=") is None


def test_a_trail_byte_5c_is_no_backslash() -> None:
    field = read_field("LO", b"\x81\x5c\\b", charset.parse(b"GB18030"))
    assert field.values is not None
    assert len(field.values) == 2
    japanese = read_field("SH", b"\x1b$B\x30\x5c\x1b(B", charset.parse(b"\\ISO 2022 IR 87"))
    assert japanese.values is not None
    assert len(japanese.values) == 1


def test_a_full_width_backslash_is_no_delimiter() -> None:
    field = read_field("LO", b"\x1b$B\x21\x40\x1b(B", charset.parse(b"\\ISO 2022 IR 87"))
    assert field.values == ("\uff3c",)


def test_lengths_are_in_characters() -> None:
    from validicom.reference.checks.value import value_too_long

    sixteen = read_field("SH", "é".encode() * 16, charset.parse(b"ISO_IR 192"))
    assert value_too_long.find(sixteen) is None
    seventeen = read_field("SH", "é".encode() * 17, charset.parse(b"ISO_IR 192"))
    fault = value_too_long.find(seventeen)
    assert fault is not None
    assert fault.observed == 17


def test_pure_ascii_is_measured_whatever_the_character_set() -> None:
    assert read_field("LO", b"abc", charset.parse(b"NONSENSE")).values == ("abc",)


def test_nothing_is_known_of_text_under_a_faulty_character_set() -> None:
    assert read_field("LO", b"\xe9", charset.parse(b"NONSENSE")).values is None
    assert read_field("LO", b"\xe9", charset.DEFAULT).values is None
    assert read_field("LO", b"\xc3\xa9", charset.DEFAULT, is_utf8=True).values == ("é",)

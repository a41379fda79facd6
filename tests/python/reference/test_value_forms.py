"""Value rules on single fields: for each rule a case that fires and one that is silent, from PS3.5 6.2, 6.2.1 and 9.1."""

from __future__ import annotations

import importlib

import pytest

from validicom.reference.charset import DEFAULT
from validicom.reference.values import Fault, read_field

# Rule file, VR, field, what is expected: number of the value at fault, or None.
CASES: list[tuple[str, str, bytes, int | None]] = [
    ("application_entity_characters", "AE", b"STORE\x07SCP", 1),
    ("application_entity_characters", "AE", b"OK\\caf\xe9", 2),
    ("application_entity_characters", "AE", b"ARCHIVE", None),
    ("age_string_format", "AS", b"018M", None),
    ("age_string_format", "AS", b"18M ", 1),
    ("age_string_format", "AS", b"018m", 1),
    ("age_string_format", "AS", b"    ", None),
    ("code_string_characters", "CS", b"ORIGINAL\\Primary", 2),
    ("code_string_characters", "CS", b"ORIGINAL\\PRIMARY", None),
    ("code_string_characters", "CS", b"A-B ", 1),
    ("code_string_characters", "CS", b"CHEST_2 ", None),
    ("date_format", "DA", b"19930822", None),
    ("date_format", "DA", b"00000101", None),
    ("date_format", "DA", b"20000229", None),
    ("date_format", "DA", b"19000229", 1),
    ("date_format", "DA", b"19931301", 1),
    ("date_format", "DA", b"19930431", 1),
    ("date_format", "DA", b"199308", 1),
    ("date_format", "DA", b"19930822\\ 1993082", 2),
    ("date_format", "DA", b"        ", None),
    ("date_format", "DA", b"1993.08.22", None),
    ("date_format", "DA", b"19930822-19930823", None),
    ("date_format", "DA", b"\xef\xbc\x919930822", 1),
    ("acr_nema_date_time", "DA", b"1993.08.22", 1),
    ("acr_nema_date_time", "DA", b"19930822", None),
    ("acr_nema_date_time", "TM", b"10:09:08.07", 1),
    ("acr_nema_date_time", "TM", b"10:09 ", 1),
    ("acr_nema_date_time", "TM", b"100908", None),
    ("acr_nema_date_time", "DT", b"10:09 ", None),
    ("range_in_data_set", "DA", b"19930822-", 1),
    ("range_in_data_set", "DA", b"-19930822", 1),
    ("range_in_data_set", "DA", b"19930822-19930823", 1),
    ("range_in_data_set", "DA", b"1993-08-22", None),
    ("range_in_data_set", "DA", b"-", None),
    ("range_in_data_set", "TM", b"1000-1200 ", 1),
    ("range_in_data_set", "TM", b"-120000.5 ", 1),
    ("range_in_data_set", "TM", b"1000-", 1),
    ("range_in_data_set", "TM", b"-", None),
    ("range_in_data_set", "TM", b"10-11-12", None),
    ("range_in_data_set", "DT", b"20250101-20250201", 1),
    ("range_in_data_set", "DT", b"20250101000000-0500-20250201", 1),
    ("range_in_data_set", "DT", b"20250101000000-0500", None),
    ("range_in_data_set", "DT", b"202501-", 1),
    ("range_in_data_set", "DT", b"-202501 ", 1),
    ("range_in_data_set", "DT", b"-", None),
    ("time_format", "TM", b"070907.0705 ", None),
    ("time_format", "TM", b"1010", None),
    ("time_format", "TM", b"10", None),
    ("time_format", "TM", b"235960", None),
    ("time_format", "TM", b"021 ", 1),
    ("time_format", "TM", b"240000", 1),
    ("time_format", "TM", b"126000", 1),
    ("time_format", "TM", b"125961", 1),
    ("time_format", "TM", b"125959.", 1),
    ("time_format", "TM", b"125959.1234567", 1),
    ("time_format", "TM", b"1259.5", 1),
    ("time_format", "TM", b"12:59:59", None),
    ("time_format", "TM", b"1000-1200", None),
    ("date_time_format", "DT", b"1993", None),
    ("date_time_format", "DT", b"199308", None),
    ("date_time_format", "DT", b"1953082713570000", 1),
    ("date_time_format", "DT", b"20250827135700.123456+0100", None),
    ("date_time_format", "DT", b"2025+1400", None),
    ("date_time_format", "DT", b"2025+1401", 1),
    ("date_time_format", "DT", b"2025-1200", None),
    # Read by form alone, an offset out of range after a hyphen is the year of a second date: V015 tells it.
    ("date_time_format", "DT", b"20250101120000-1201", None),
    ("range_in_data_set", "DT", b"20250101120000-1201", 1),
    ("date_time_format", "DT", b"20250101-0000", None),
    ("range_in_data_set", "DT", b"20250101-0000", 1),
    ("date_time_format", "DT", b"20250101-060", 1),
    ("date_time_format", "DT", b"20250101+0000", None),
    ("date_time_format", "DT", b"20250101+0060", 1),
    ("date_time_format", "DT", b"20250230", 1),
    ("date_time_format", "DT", b"2025010125", 1),
    ("decimal_string_format", "DS", b"-1.5e-3\\ +.5 \\7.", None),
    ("decimal_string_format", "DS", b"1\\1,5", 2),
    ("decimal_string_format", "DS", b".", 1),
    ("decimal_string_format", "DS", b"NaN ", 1),
    ("decimal_string_format", "DS", b"1e", 1),
    ("decimal_string_format", "DS", b"\\", None),
    ("integer_string_format", "IS", b" +12\\-7 ", None),
    ("integer_string_format", "IS", b"1.0 ", 1),
    ("integer_string_format", "IS", b"1\\+", 2),
    ("integer_string_range", "IS", b"2147483647", None),
    ("integer_string_range", "IS", b"2147483648", 1),
    ("integer_string_range", "IS", b"-2147483648 ", None),
    ("integer_string_range", "IS", b"-2147483649 ", 1),
    ("integer_string_range", "IS", b"00000000000000000001", None),
    ("integer_string_range", "IS", b"x", None),
    ("uid_format", "UI", b"1.2.840.10008.1.2\0", None),
    ("uid_format", "UI", b"1.2.840.10008.1.2", None),
    ("uid_format", "UI", b"1.2.\0\0", 1),
    ("uid_format", "UI", b"1..2", 1),
    ("uid_format", "UI", b"1.2.a\0", 1),
    ("uid_format", "UI", b"1.2\\1.2.3 \0", 2),
    ("uid_format", "UI", b"", None),
    ("uid_leading_zero", "UI", b"1.2.03\0", 1),
    ("uid_leading_zero", "UI", b"1.2.0.3\0", None),
    ("uid_leading_zero", "UI", b"1..03\0", None),
    ("uid_root", "UI", b"3.1\0", 1),
    ("uid_root", "UI", b"2\0", 1),
    ("uid_root", "UI", b"1.4.5\0", 1),
    ("uid_root", "UI", b"0.6\0", 1),
    ("uid_root", "UI", b"0.9.2342\0", None),
    ("uid_root", "UI", b"1.3.6.1\0", None),
    ("uid_root", "UI", b"2.25.1\0", None),
    ("uid_root", "UI", b"2.999\0", None),
    ("uri_characters", "UR", b"https://example.org/a?b=c#d%20 ", None),
    ("uri_characters", "UR", b" https://example.org", 1),
    ("uri_characters", "UR", b"https://example.org/a b", 1),
    ("uri_characters", "UR", b"urn:a\\b", 1),
    ("uri_characters", "UR", "https://example.org/é".encode(), 1),
    ("person_name_groups", "PN", b"A^B=C^D=E^F", None),
    ("person_name_groups", "PN", b"A^B\\A=B=C=", 2),
    ("person_name_components", "PN", b"Adams^John Robert Quincy^^Rev.^B.A. M.Div.", None),
    ("person_name_components", "PN", b"A^B=A^B^C^D^E^F", 1),
    ("person_name_retired_form", "PN", b"Smith", 1),
    ("person_name_retired_form", "PN", b"Smith^", None),
    ("person_name_retired_form", "PN", b"=Smith", None),
    ("person_name_retired_form", "PN", b"   ", None),
    ("control_character", "LO", b"a\tb", 1),
    ("control_character", "LO", b"a\\b\x7f", 2),
    ("control_character", "LT", b"a\tb\r\n\f", None),
    ("control_character", "LT", b"a\x0b", 1),
    ("control_character", "ST", b"a\\b\x00c", 1),
    ("control_character", "CS", b"A\tB", None),
    ("application_entity_blank", "AE", b"  ", 1),
    ("application_entity_blank", "AE", b" ", 1),
    ("application_entity_blank", "AE", b"AB\\ ", None),
    ("application_entity_blank", "AE", b"ABC\\  ", 2),
    ("application_entity_blank", "AE", b"A ", None),
]


@pytest.mark.parametrize(("rule", "vr", "raw", "expected"), CASES)
def test_the_first_value_at_fault_is_found(rule: str, vr: str, raw: bytes, expected: int | None) -> None:
    find = importlib.import_module(f"validicom.reference.checks.value.{rule}").find
    fault = find(read_field(vr, raw, DEFAULT))
    assert (fault.value_number if fault else None) == expected


@pytest.mark.parametrize(
    ("rule", "vr", "raw", "fires"),
    [
        ("padded_with_nul", "LO", b"abc\0", True),
        ("padded_with_nul", "LO", b"abc ", False),
        ("padded_with_nul", "UI", b"1.2\0", False),
        ("padded_with_nul", "OB", b"a\0", False),
        ("uid_padded_with_space", "UI", b"1.2 ", True),
        ("uid_padded_with_space", "UI", b"1.2\0", False),
        ("uid_padded_with_space", "LO", b"1.2 ", False),
    ],
)
def test_wrong_padding_is_found(rule: str, vr: str, raw: bytes, fires: bool) -> None:
    find = importlib.import_module(f"validicom.reference.checks.value.{rule}").find
    assert (find(read_field(vr, raw, DEFAULT)) is not None) == fires


@pytest.mark.parametrize(
    ("vr", "raw", "expected"),
    [
        ("AE", b"A" * 16, None),
        ("AE", b"A" * 17, Fault(1, 17, {"limit": 16})),
        ("CS", b"OK\\" + b"A" * 17, Fault(2, 17, {"limit": 16})),
        ("DS", b"1" * 16, None),
        # One pad to even length is no excess (PS3.5 6.2: padding).
        ("DS", b"1\\" + b"2" * 16 + b"  ", Fault(2, 17, {"limit": 16})),
        ("IS", b"123456789012", None),
        ("IS", b"0123456789012 ", Fault(1, 13, {"limit": 12})),
        ("TM", b"100000.123456 ", None),
        ("TM", b"100000.12345678", Fault(1, 15, {"limit": 14})),
        ("TM", b"100000.000000-110000", None),
        ("TM", b"10:00:00.000000", None),
        ("DT", b"20250827135700.123456+0100", None),
        ("DT", b"20250827135700.1234567+0100", Fault(1, 27, {"limit": 26})),
        ("DT", b"20250101000000.0-20250201000000.0", None),
        ("DA", b"19930822-19930823", None),
        ("UI", b"1." + b"2" * 62, None),
        ("UI", b"1." + b"2" * 63 + b"\0", Fault(1, 65, {"limit": 64})),
        ("SH", b"A" * 16 + b"  ", Fault(1, 17, {"limit": 16})),
        ("LO", b"A" * 64, None),
        ("LO", b"A" * 65 + b" ", Fault(1, 65, {"limit": 64})),
        ("ST", b"A" * 1025, Fault(1, 1025, {"limit": 1024})),
        ("LT", b"A" * 10241, Fault(1, 10241, {"limit": 10240})),
        ("UT", b"A" * 20000, None),
        ("PN", b"A" * 64 + b"=" + b"B" * 64, None),
        ("PN", b"A" * 64 + b"=" + b"B" * 65, Fault(1, 65, {"limit": 64})),
    ],
)
def test_lengths_are_measured_without_one_pad(vr: str, raw: bytes, expected: Fault | None) -> None:
    from validicom.reference.checks.value import value_too_long

    assert value_too_long.find(read_field(vr, raw, DEFAULT)) == expected


@pytest.mark.parametrize(
    ("vr", "raw", "vm", "observed"),
    [
        ("CS", b"A\\B", "1", 2),
        ("CS", b"A", "1", None),
        ("CS", b"", "2", None),
        ("CS", b"\\", "1-n", None),
        ("DS", b"1\\2\\3", "2-2n", 3),
        ("DS", b"1\\2\\3\\4", "2-2n", None),
        ("DS", b"1\\2\\3", "1-2", 3),
        ("DS", b"1\\2\\3", "6-n", 3),
        ("LO", b"1\\2\\3", "1-n or 1", None),
        ("LT", b"1\\2\\3", "1", None),
        ("US", b"\0\1\0\2", "1", 2),
        ("US", b"\0\1\0", "1", None),
        ("AT", b"\0" * 8, "1-n", None),
        ("OW", b"\0" * 8, "1", None),
    ],
)
def test_values_are_counted(vr: str, raw: bytes, vm: str, observed: int | None) -> None:
    from validicom.reference.checks.value import vm_wrong

    expected = None if observed is None else Fault(None, observed, {"vm": vm})
    assert vm_wrong.find(read_field(vr, raw, DEFAULT), vm) == expected


@pytest.mark.parametrize(
    ("vr", "length", "unit"), [("US", 3, 2), ("FD", 12, 8), ("OW", 1, 2), ("SV", 4, 8), ("AT", 2, 4)]
)
def test_a_length_that_is_no_multiple_is_told(vr: str, length: int, unit: int) -> None:
    from validicom.reference.checks.value import binary_length

    assert binary_length.find(vr, length) == Fault(None, length, {"multiple": unit})
    assert binary_length.find(vr, length * unit) is None


def test_other_bytes_have_no_unit() -> None:
    from validicom.reference.checks.value import binary_length

    assert binary_length.find("OB", 3) is None

//! The forms of values (PS3.5 6.2), as predicates on bytes: no allocation, one pass, used by the rules and by the screen.

/// Spaces at the end removed.
#[inline]
pub(crate) fn trim_end(value: &[u8]) -> &[u8] {
    let mut value = value;
    while let [rest @ .., b' '] = value {
        value = rest;
    }
    value
}

/// Spaces at both ends removed.
#[inline]
pub(crate) fn trim(value: &[u8]) -> &[u8] {
    let mut value = trim_end(value);
    while let [b' ', rest @ ..] = value {
        value = rest;
    }
    value
}

/// Without trailing NULs.
pub(crate) fn without_nuls(value: &[u8]) -> &[u8] {
    let end = value.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
    value.get(..end).unwrap_or(&[])
}

/// Whether there are only spaces, or nothing.
#[inline]
pub(crate) fn is_blank(value: &[u8]) -> bool {
    value.iter().all(|&b| b == b' ')
}

/// The number that two digits are.
#[inline]
fn two(tens: u8, ones: u8) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| tens * 10 + ones)
}

fn all_digits(value: &[u8]) -> bool {
    value.iter().all(u8::is_ascii_digit)
}

/// Digits, at least one, and perhaps a full stop and digits, at least one.
fn is_digits_and_fraction(value: &[u8]) -> bool {
    let mut parts = value.splitn(2, |&b| b == b'.');
    let is_some_digits = |part: Option<&[u8]>| part.is_some_and(|p| !p.is_empty() && all_digits(p));
    is_some_digits(parts.next()) && parts.next().is_none_or(|p| is_some_digits(Some(p)))
}

/// What a DA value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateForm {
    /// A date that exists.
    Date,
    /// YYYY.MM.DD
    AcrNema,
    /// A range, for queries.
    Range,
    /// Anything else.
    Other,
}

/// Whether year, month and day exist in the Gregorian calendar.
#[inline]
fn is_day(century: u8, year: u8, month: u8, day: u8) -> bool {
    let is_leap = if year == 0 { century.is_multiple_of(4) } else { year.is_multiple_of(4) };
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    day >= 1 && day <= last
}

/// The form of a DA value.
#[inline]
pub(crate) fn date_form(value: &[u8]) -> DateForm {
    let value = trim_end(value);
    if let [a, b, c, d, e, f, g, h] = value
        && let (Some(century), Some(year), Some(month), Some(day)) =
            (two(*a, *b), two(*c, *d), two(*e, *f), two(*g, *h))
    {
        return if is_day(century, year, month, day) { DateForm::Date } else { DateForm::Other };
    }
    let is_eight = |part: &[u8]| part.len() == 8 && all_digits(part);
    match value {
        [year @ .., b'.', m1, m2, b'.', d1, d2]
            if year.len() == 4 && all_digits(year) && all_digits(&[*m1, *m2, *d1, *d2]) =>
        {
            DateForm::AcrNema
        }
        [b'-', rest @ ..] if is_eight(rest) => DateForm::Range,
        [rest @ .., b'-'] if is_eight(rest) => DateForm::Range,
        _ if value.len() == 17
            && value.get(8) == Some(&b'-')
            && value.get(..8).is_some_and(is_eight)
            && value.get(9..).is_some_and(is_eight) =>
        {
            DateForm::Range
        }
        _ => DateForm::Other,
    }
}

/// What a TM value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeForm {
    /// A time of the day.
    Time,
    /// HH:MM[:SS[.F]]
    AcrNema,
    /// A range, for queries.
    Range,
    /// Anything else.
    Other,
}

/// Whether hours, minutes, seconds and fraction are within their ranges: HH[MM[SS[.F-FFFFFF]]].
#[inline]
fn is_time(value: &[u8]) -> bool {
    let (clock, fraction) = match value.iter().position(|&b| b == b'.') {
        Some(at) => (value.get(..at).unwrap_or(&[]), value.get(at + 1..)),
        None => (value, None),
    };
    if let Some(fraction) = fraction
        && !(clock.len() == 6 && (1..=6).contains(&fraction.len()) && all_digits(fraction))
    {
        return false;
    }
    let in_range = |pair: [u8; 2], most: u8| two(pair[0], pair[1]).is_some_and(|n| n <= most);
    match clock {
        [a, b] => in_range([*a, *b], 23),
        [a, b, c, d] => in_range([*a, *b], 23) && in_range([*c, *d], 59),
        [a, b, c, d, e, f] => in_range([*a, *b], 23) && in_range([*c, *d], 59) && in_range([*e, *f], 60),
        _ => false,
    }
}

/// The form of a TM value.
#[inline]
pub(crate) fn time_form(value: &[u8]) -> TimeForm {
    let value = trim_end(value);
    if is_time(value) {
        return TimeForm::Time;
    }
    if let [h1, h2, b':', m1, m2, rest @ ..] = value
        && all_digits(&[*h1, *h2, *m1, *m2])
    {
        let is_acr_nema = match rest {
            [] => true,
            [b':', s1, s2] => all_digits(&[*s1, *s2]),
            [b':', s1, s2, b'.', fraction @ ..] => {
                all_digits(&[*s1, *s2]) && !fraction.is_empty() && all_digits(fraction)
            }
            _ => false,
        };
        if is_acr_nema {
            return TimeForm::AcrNema;
        }
    }
    let mut sides = value.split(|&b| b == b'-');
    if let (Some(from), Some(to), None) = (sides.next(), sides.next(), sides.next()) {
        let is_side = |side: &[u8]| side.is_empty() || is_digits_and_fraction(side);
        if is_side(from) && is_side(to) && !(from.is_empty() && to.is_empty()) {
            return TimeForm::Range;
        }
    }
    TimeForm::Other
}

/// What a DT value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateTimeForm {
    /// A date time.
    DateTime,
    /// A range, for queries.
    Range,
    /// Anything else.
    Other,
}

/// Whether it is YYYY[MM[DD[HH[MM[SS[.F-FFFFFF]]]]]][&ZZXX], each part within its range.
fn is_date_time(value: &[u8]) -> bool {
    let (local, offset) = match value.iter().position(|&b| matches!(b, b'+' | b'-')) {
        Some(at) => value.split_at_checked(at).unwrap_or((value, &[])),
        None => (value, &[][..]),
    };
    if !offset.is_empty() && !is_offset(offset) {
        return false;
    }
    let (date, time) = local.split_at_checked(8).unwrap_or((local, &[]));
    let is_date = match date {
        [a, b, c, d] => all_digits(&[*a, *b, *c, *d]),
        [a, b, c, d, e, f] => {
            all_digits(&[*a, *b, *c, *d]) && two(*e, *f).is_some_and(|month| (1..=12).contains(&month))
        }
        [_, _, _, _, _, _, _, _] => date_form(date) == DateForm::Date,
        _ => false,
    };
    is_date && (time.is_empty() || is_time(time))
}

/// Whether it is an offset from UTC: -1200 to +1400, minutes up to 59, not -0000.
fn is_offset(offset: &[u8]) -> bool {
    let [sign, a, b, c, d] = offset else { return false };
    let (Some(hours), Some(minutes)) = (two(*a, *b), two(*c, *d)) else { return false };
    let total = u32::from(hours) * 60 + u32::from(minutes);
    minutes <= 59
        && match sign {
            b'+' => total <= 14 * 60,
            _ => total <= 12 * 60 && total > 0,
        }
}

/// The form of a DT value.
#[inline]
pub(crate) fn date_time_form(value: &[u8]) -> DateTimeForm {
    let value = trim_end(value);
    if is_date_time(value) {
        return DateTimeForm::DateTime;
    }
    let is_side = |side: &[u8]| side.is_empty() || is_range_end(side);
    let is_range = value.iter().enumerate().filter(|(_, b)| **b == b'-').any(|(at, _)| {
        let (from, to) = (value.get(..at).unwrap_or(&[]), value.get(at + 1..).unwrap_or(&[]));
        is_side(from) && is_side(to) && !(from.is_empty() && to.is_empty())
    });
    if is_range { DateTimeForm::Range } else { DateTimeForm::Other }
}

/// One end of a range of date times: 4 to 14 digits, a fraction of 1 to 6, an offset of 4.
fn is_range_end(side: &[u8]) -> bool {
    let local = match side {
        [rest @ .., b'+' | b'-', a, b, c, d] if all_digits(&[*a, *b, *c, *d]) => rest,
        _ => side,
    };
    let (digits, fraction) = match local.iter().position(|&b| b == b'.') {
        Some(at) => (local.get(..at).unwrap_or(&[]), local.get(at + 1..)),
        None => (local, None),
    };
    (4..=14).contains(&digits.len())
        && all_digits(digits)
        && fraction.is_none_or(|f| (1..=6).contains(&f.len()) && all_digits(f))
}

/// Whether it is a fixed or floating point number: sign, digits with at most one decimal point, exponent.
#[inline]
pub(crate) fn is_decimal(value: &[u8]) -> bool {
    let mut rest = value;
    if let [b'+' | b'-', after @ ..] = rest {
        rest = after;
    }
    let mut digits = 0usize;
    let mut has_point = false;
    loop {
        match rest {
            [b'0'..=b'9', after @ ..] => {
                digits += 1;
                rest = after;
            }
            [b'.', after @ ..] if !has_point => {
                has_point = true;
                rest = after;
            }
            _ => break,
        }
    }
    if digits == 0 {
        return false;
    }
    match rest {
        [] => true,
        [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..] => {
            !exponent.is_empty() && all_digits(exponent)
        }
        _ => false,
    }
}

/// Whether it is digits with at most one sign.
#[inline]
pub(crate) fn is_integer(value: &[u8]) -> bool {
    let digits = match value {
        [b'+' | b'-', digits @ ..] => digits,
        digits => digits,
    };
    !digits.is_empty() && all_digits(digits)
}

/// Whether an integer is between -2^31 and 2^31 - 1.
#[inline]
pub(crate) fn fits_32_bits(value: &[u8]) -> bool {
    let (is_negative, digits) = match value {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    let limit: u64 = if is_negative { 1 << 31 } else { (1 << 31) - 1 };
    let mut number = 0u64;
    for &digit in digits {
        number = number.saturating_mul(10).saturating_add(u64::from(digit.wrapping_sub(b'0')));
    }
    number <= limit
}

/// The number of a fixed or floating point number, spaces around it aside; `None` where it has not the form of one.
pub(crate) fn decimal(value: &[u8]) -> Option<f64> {
    let value = trim(value);
    is_decimal(value).then(|| std::str::from_utf8(value).ok()?.parse().ok()).flatten()
}

/// Whether all characters are those of a Code String.
#[inline]
pub(crate) fn is_code_string(value: &[u8]) -> bool {
    value.iter().all(|b| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b' ' | b'_'))
}

/// Whether it is components of digits between full stops.
#[inline]
pub(crate) fn is_uid(value: &[u8]) -> bool {
    let mut was_point = true;
    for &byte in value {
        match byte {
            b'0'..=b'9' => was_point = false,
            b'.' if !was_point => was_point = true,
            _ => return false,
        }
    }
    !was_point
}

/// Whether the first arcs of a UID are ones that were given out: 0.0 with a letter of Recommendations (1 to 26) behind it,
/// 0.1-0.5, 0.9, 1.0-1.3, 2.x.
#[inline]
pub(crate) fn has_known_root(uid: &[u8]) -> bool {
    let mut parts = uid.split(|&b| b == b'.');
    let (Some(first), Some(second)) = (parts.next(), parts.next()) else { return false };
    match (arc(first), arc(second)) {
        (0, 0) => parts.next().is_none_or(|letter| matches!(arc(letter), 1..=26)),
        (0, arc) => arc <= 5 || arc == 9,
        (1, arc) => arc <= 3,
        (2, _) => true,
        _ => false,
    }
}

/// The number of an arc, saturating.
fn arc(component: &[u8]) -> u32 {
    component.iter().fold(0u32, |n, &digit| n.saturating_mul(10).saturating_add(u32::from(digit.wrapping_sub(b'0'))))
}

/// Whether RFC 3986 knows the character: unreserved, reserved, or the percent sign.
#[inline]
pub(crate) fn is_uri_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for good in ["20240229", "20000229", "19991231", "00000101", "20240101 "] {
            assert_eq!(date_form(good.as_bytes()), DateForm::Date, "{good}");
        }
        for bad in ["20230229", "19000229", "20231301", "20230001", "20230100", "2023", "202301011", "2023010a"] {
            assert_eq!(date_form(bad.as_bytes()), DateForm::Other, "{bad}");
        }
        assert_eq!(date_form(b"1997.04.24"), DateForm::AcrNema);
        for range in ["20230101-", "-20230101", "20230101-20230201"] {
            assert_eq!(date_form(range.as_bytes()), DateForm::Range, "{range}");
        }
    }

    #[test]
    fn times() {
        for good in ["10", "1059", "105959", "235960", "105959.1", "105959.123456 "] {
            assert_eq!(time_form(good.as_bytes()), TimeForm::Time, "{good}");
        }
        for bad in ["24", "1060", "105961", "105959.", "105959.1234567", "1", "101", "1059.1", "10:5", "-", "1-2-3"] {
            assert_eq!(time_form(bad.as_bytes()), TimeForm::Other, "{bad}");
        }
        assert_eq!(time_form(b"14:04:38"), TimeForm::AcrNema);
        assert_eq!(time_form(b"14:04:38.12"), TimeForm::AcrNema);
        assert_eq!(time_form(b"1000-1200"), TimeForm::Range);
    }

    #[test]
    fn bytes_far_above_the_digits_are_no_date() {
        // Found by the real file slicethickness_empty_string.dcm: two bytes above `9` overflowed when taken as a number.
        for bad in ["\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}", "abcdefgh", "zzzzzz"] {
            assert_eq!(date_form(bad.as_bytes()), DateForm::Other, "{bad}");
            assert_eq!(date_time_form(bad.as_bytes()), DateTimeForm::Other, "{bad}");
        }
    }

    #[test]
    fn date_times() {
        for good in ["2023", "202312", "20231231", "2023123123", "20231231235960.123456+1400", "2023-1000", "2020-1200"]
        {
            assert_eq!(date_time_form(good.as_bytes()), DateTimeForm::DateTime, "{good}");
        }
        for bad in ["202313", "20230230", "2023010124", "2023+1401", "2023-0000x", "202"] {
            assert_eq!(date_time_form(bad.as_bytes()), DateTimeForm::Other, "{bad}");
        }
        for range in ["20200101-20210101", "20200101-", "-2020"] {
            assert_eq!(date_time_form(range.as_bytes()), DateTimeForm::Range, "{range}");
        }
    }

    #[test]
    fn numbers() {
        for good in ["1", "-1.5", "+.5", "5.", "1e5", "1.5E-10"] {
            assert!(is_decimal(good.as_bytes()), "{good}");
        }
        for bad in ["", ".", "1,5", "NaN", "1e", "1.2.3", "--1", "1 2"] {
            assert!(!is_decimal(bad.as_bytes()), "{bad}");
        }
        assert!(fits_32_bits(b"-2147483648") && fits_32_bits(b"2147483647"));
        assert!(!fits_32_bits(b"2147483648") && !fits_32_bits(b"-2147483649"));
        assert!(is_integer(b"-5") && !is_integer(b"5.0") && !is_integer(b"+"));
    }

    #[test]
    fn uids() {
        assert!(is_uid(b"1.2.840.10008.1.2") && is_uid(b"999"));
        for bad in ["", ".", "1.", ".1", "1..2", "1.a", "1.2 "] {
            assert!(!is_uid(bad.as_bytes()), "{bad}");
        }
        assert!(has_known_root(b"1.2.840") && has_known_root(b"2.25.1") && has_known_root(b"0.9.1"));
        assert!(
            !has_known_root(b"999") && !has_known_root(b"1.9.1") && !has_known_root(b"9.8") && !has_known_root(b"1.22")
        );
    }
}

//! ## What it checks
//! A DS value is a number with digits, at most one sign, one decimal point and one exponent, with spaces around
//! it at most.
//!
//! ## Why
//! It is parsed as a number by every reader.
//!
//! ## Standard
//! PS3.5 6.2, DS.
//!
//! ## Example
//! `1,5` or `NaN`.
//!
//! ## Exceptions
//! Blank values are left to the rules on empty values.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{first_bad, is_blank, trim};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::is_decimal;

/// See the page.
pub const META: Meta = Meta {
    code: "V018",
    name: "decimal-string-format",
    paragraph: "PS3.5 6.2",
    summary: "A decimal string is not a number.",
    message: "value {value_number} is not a fixed or floating point number",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::DS]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::DECIMAL_STRING_FORMAT, META.severity, field, sink, |value| {
        !is_blank(value) && !is_decimal(trim(value))
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"1,5 ".as_slice(), b"NaN ", b"1e", b"1.2.3 ", b". ", b"--1 ", b"1 2 "] {
            assert_eq!(count("V018", &one(0x0018_0050, b"DS", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"1 ".as_slice(), b" 1.5", b"-.5 ", b"1e5 ", b"1.E-10", b"  ", b"+5"] {
            assert_eq!(count("V018", &one(0x0018_0050, b"DS", value)), 0, "{}", value.escape_ascii());
        }
        assert_eq!(count("V018", &one(0x0028_0030, b"DS", "0.5\\ 0.5 ")), 0);
    }
}

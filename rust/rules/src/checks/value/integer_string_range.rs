//! ## What it checks
//! An IS value is between -2^31 and 2^31 - 1.
//!
//! ## Why
//! Readers hold it in 32 bits.
//!
//! ## Standard
//! PS3.5 6.2, IS.
//!
//! ## Example
//! `9999999999`.
//!
//! ## Exceptions
//! What is no integer at all has V019.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{first_bad, trim};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::{fits_32_bits, is_integer};

/// See the page.
pub const META: Meta = Meta {
    code: "V020",
    name: "integer-string-range",
    paragraph: "PS3.5 6.2",
    summary: "An integer string is out of range.",
    message: "value {value_number} is outside -2147483648 to 2147483647",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::IS]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::INTEGER_STRING_RANGE, META.severity, field, sink, |value| {
        is_integer(trim(value)) && !fits_32_bits(trim(value))
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"2147483648".as_slice(), b"-2147483649 ", b"99999999999 "] {
            assert_eq!(count("V020", &one(0x0020_0013, b"IS", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"2147483647".as_slice(), b"-2147483648 ", b"0 ", b"1.5 "] {
            assert_eq!(count("V020", &one(0x0020_0013, b"IS", value)), 0, "{}", value.escape_ascii());
        }
    }
}

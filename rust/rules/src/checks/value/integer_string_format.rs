//! ## What it checks
//! An IS value is digits with at most one sign, and spaces around them at most.
//!
//! ## Why
//! It is parsed as a number by every reader.
//!
//! ## Standard
//! PS3.5 6.2, IS.
//!
//! ## Example
//! `1.0`.
//!
//! ## Exceptions
//! Blank values are left to the rules on empty values.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{first_bad, is_blank, trim};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::is_integer;

/// See the page.
pub const META: Meta = Meta {
    code: "V019",
    name: "integer-string-format",
    paragraph: "PS3.5 6.2",
    summary: "An integer string is not an integer.",
    message: "value {value_number} is not an integer",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::IS]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::INTEGER_STRING_FORMAT, META.severity, field, sink, |value| {
        !is_blank(value) && !is_integer(trim(value))
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"1.0 ".as_slice(), b"+ ", b"1e", b"a ", b"1 2 "] {
            assert_eq!(count("V019", &one(0x0020_0013, b"IS", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"1 ".as_slice(), b" 12 ", b"-5", b"+5", b"  "] {
            assert_eq!(count("V019", &one(0x0020_0013, b"IS", value)), 0, "{}", value.escape_ascii());
        }
    }
}

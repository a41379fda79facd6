//! ## What it checks
//! A UI value is components of digits between full stops.
//!
//! ## Why
//! UIDs are compared byte by byte.
//!
//! ## Standard
//! PS3.5 9.1.
//!
//! ## Example
//! `1.2..3`, `1.2.abc`.
//!
//! ## Exceptions
//! Blank values are left to the rules on empty values.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{first_bad, is_blank};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::is_uid;

/// See the page.
pub const META: Meta = Meta {
    code: "V021",
    name: "uid-format",
    paragraph: "PS3.5 9.1",
    summary: "A UID has a character other than digits and full stops, or an empty component.",
    message: "value {value_number} is not a UID: digits in components between full stops",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::UI]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::UID_FORMAT, META.severity, field, sink, |value| !is_blank(value) && !is_uid(value));
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"1.2.a\0".as_slice(), b"1..2", b"1.2.", b".1", b"1.2\0\0"] {
            assert_eq!(count("V021", &one(0x0008_0018, b"UI", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"1.2.3\0".as_slice(), b"1.2 ", b"", b"1.02"] {
            assert_eq!(count("V021", &one(0x0008_0018, b"UI", value)), 0, "{}", value.escape_ascii());
        }
    }
}

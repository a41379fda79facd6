//! ## What it checks
//! No component of a UID but 0 itself begins with 0.
//!
//! ## Why
//! Two spellings of one UID are two UIDs.
//!
//! ## Standard
//! PS3.5 9.1.
//!
//! ## Example
//! `1.2.03`.
//!
//! ## Exceptions
//! What is no UID at all has V021.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::first_bad;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::is_uid;

/// See the page.
pub const META: Meta = Meta {
    code: "V022",
    name: "uid-leading-zero",
    paragraph: "PS3.5 9.1",
    summary: "A component of a UID has a leading zero.",
    message: "value {value_number} has a component with a leading zero",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::UI]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::UID_LEADING_ZERO, META.severity, field, sink, |value| {
        is_uid(value) && value.split(|&b| b == b'.').any(|part| part.len() > 1 && part.starts_with(b"0"))
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"1.2.03".as_slice(), b"1.00", b"01.2"] {
            assert_eq!(count("V022", &one(0x0008_0018, b"UI", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"1.2.0\0".as_slice(), b"0.2\0", b"1.10", b"1..02\0"] {
            assert_eq!(count("V022", &one(0x0008_0018, b"UI", value)), 0, "{}", value.escape_ascii());
        }
    }
}

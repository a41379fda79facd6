//! ## What it checks
//! An AE value has only printable characters of the default repertoire.
//!
//! ## Why
//! Titles are compared byte by byte on networks.
//!
//! ## Standard
//! PS3.5 6.2, AE.
//!
//! ## Example
//! A title with a tab.
//!
//! ## Exceptions
//! Blank values are left to the rules on empty values.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::first_bad;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "V010",
    name: "application-entity-characters",
    paragraph: "PS3.5 6.2",
    summary: "An application entity title has a character that it may not have.",
    message: "value {value_number} has a character outside the default repertoire, or a control character",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::AE]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::APPLICATION_ENTITY_CHARACTERS, META.severity, field, sink, |value| {
        value.iter().any(|b| !matches!(b, 0x20..=0x7E))
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"AC\tME".as_slice(), b"AC\x7f", b"\xe9A"] {
            assert_eq!(count("V010", &one(0x0008_0054, b"AE", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"ACME".as_slice(), b"a b~ ", b""] {
            assert_eq!(count("V010", &one(0x0008_0054, b"AE", value)), 0, "{}", value.escape_ascii());
        }
    }
}

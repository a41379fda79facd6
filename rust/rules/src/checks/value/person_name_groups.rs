//! ## What it checks
//! A PN value has at most three component groups: alphabetic, ideographic, phonetic.
//!
//! ## Why
//! What stands in a fourth is lost.
//!
//! ## Standard
//! PS3.5 6.2.1.
//!
//! ## Example
//! `A=B=C=D`.
//!
//! ## Exceptions
//! None.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::first_bad;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "V026",
    name: "person-name-groups",
    paragraph: "PS3.5 6.2.1",
    summary: "A person name has more than three component groups.",
    message: "value {value_number} has more than three component groups",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::PN]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::PERSON_NAME_GROUPS, META.severity, field, sink, |value| {
        value.iter().filter(|&&b| b == b'=').count() > 2
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"A=B=C=D ".as_slice(), b"==== ", b"A^B=C=D=E "] {
            assert_eq!(count("V026", &one(0x0010_0010, b"PN", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"A^B=C=D ".as_slice(), b"A^B ", b"=="] {
            assert_eq!(count("V026", &one(0x0010_0010, b"PN", value)), 0, "{}", value.escape_ascii());
        }
    }
}

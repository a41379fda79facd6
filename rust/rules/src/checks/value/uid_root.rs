//! ## What it checks
//! The first arc is 0, 1 or 2, the second one that exists below it, and there are two at least.
//! Below 0.0 the third is the letter of a series of ITU-T Recommendations, 1 to 26.
//!
//! ## Why
//! A UID under no registered root is not unique; de-identification tools make such UIDs.
//!
//! ## Standard
//! PS3.5 9 and annex B.
//!
//! ## Example
//! `999.1.2`, `1.9.3`, `0.0.0.0.1`.
//!
//! ## Exceptions
//! What is no UID at all has V021.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::first_bad;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::{has_known_root, is_uid};

/// See the page.
pub const META: Meta = Meta {
    code: "V023",
    name: "uid-root",
    severity: Severity::Warning,
    paragraph: "PS3.5 9",
    summary: "The root of a UID is not one that ISO and ITU give out.",
    message: "value {value_number} begins with arcs that nobody has given out",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::UI]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::UID_ROOT, META.severity, field, sink, |value| is_uid(value) && !has_known_root(value));
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"999\0".as_slice(), b"3.1\0", b"1.4\0", b"0.6\0", b"99.1", b"0.0.0.0\0", b"0.0.27"] {
            assert_eq!(count("V023", &one(0x0008_0018, b"UI", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"2.25.1".as_slice(), b"1.2\0", b"1.3\0", b"0.9\0", b"0.5\0", b"2.999\0", b"0.0\0", b"0.0.1\0", b"0.0.26.5"] {
            assert_eq!(count("V023", &one(0x0008_0018, b"UI", value)), 0, "{}", value.escape_ascii());
        }
    }
}

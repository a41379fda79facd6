//! ## What it checks
//! A UID of odd length is padded with one NUL.
//!
//! ## Why
//! A reader that compares UIDs with their padding finds two that are not equal.
//!
//! ## Standard
//! PS3.5 9.1.
//!
//! ## Example
//! `1.2.840 ` in place of `1.2.840` and NUL.
//!
//! ## Exceptions
//! Told once a file, with a count.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::put;
use crate::registry::id;
use crate::rule::{Check, Meta, Need, VrSet};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "V024",
    name: "uid-padded-with-space",
    need: Need::Raw,
    paragraph: "PS3.5 9.1",
    summary: "UIDs are padded with spaces.",
    message: "UIDs are padded with a space in place of NUL",
    file_fold: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::UI]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    if field.is_raw() && field.original.ends_with(b" ") {
        put(id::UID_PADDED_WITH_SPACE, META.severity, field, sink);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"1.2 ".as_slice(), b"1.2.4  "] {
            assert_eq!(count("V024", &one(0x0008_0018, b"UI", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"1.2\0".as_slice(), b"1.22"] {
            assert_eq!(count("V024", &one(0x0008_0018, b"UI", value)), 0, "{}", value.escape_ascii());
        }
    }
}

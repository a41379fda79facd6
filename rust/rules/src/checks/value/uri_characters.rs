//! ## What it checks
//! A UR value has only the reserved and unreserved characters of RFC 3986 and percent signs, and no leading
//! space.
//!
//! ## Why
//! It is handed to programs that fetch it.
//!
//! ## Standard
//! PS3.5 6.2, UR.
//!
//! ## Example
//! A URI with a backslash.
//!
//! ## Exceptions
//! Blank values are left to the rules on empty values.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{first_bad, is_blank, trim_end};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::is_uri_character;

/// See the page.
pub const META: Meta = Meta {
    code: "V025",
    name: "uri-characters",
    paragraph: "PS3.5 6.2",
    summary: "A URI has a character that it may not have.",
    message: "the URI has a leading space, or a character that RFC 3986 does not allow",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::UR]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::URI_CHARACTERS, META.severity, field, sink, |value| {
        !is_blank(value) && !trim_end(value).iter().all(|b| is_uri_character(*b))
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b" http://a".as_slice(), b"http://a/<b>", b"http://\xe9"] {
            assert_eq!(count("V025", &one(0x0008_1190, b"UR", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"http://a/b?c=d#e  ".as_slice(), b"urn:oid:1.2%20", b"  "] {
            assert_eq!(count("V025", &one(0x0008_1190, b"UR", value)), 0, "{}", value.escape_ascii());
        }
    }
}

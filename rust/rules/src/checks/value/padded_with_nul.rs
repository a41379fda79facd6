//! ## What it checks
//! Strings of a VR other than UI do not end in NUL.
//!
//! ## Why
//! NULs show up in databases and file names.
//!
//! ## Standard
//! PS3.5 6.2: strings are padded with a space.
//!
//! ## Example
//! `CT` and two NULs.
//!
//! ## Exceptions
//! UIDs.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::put;
use crate::registry::id;
use crate::rule::{Check, Meta, Need, VrSet};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "V030",
    name: "padded-with-nul",
    need: Need::Raw,
    paragraph: "PS3.5 6.2",
    summary: "A string is padded with NUL.",
    message: "the string ends in NUL; only UIDs are padded so",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet(VrSet::STRING.0 & !VrSet::of(&[Vr::UI]).0), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    if field.is_raw() && field.original.ends_with(&[0]) {
        put(id::PADDED_WITH_NUL, META.severity, field, sink);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"abc\0".as_slice(), b"ab\0\0", b"\0\0"] {
            assert_eq!(count("V030", &one(0x0010_0020, b"LO", value)), 1, "{}", value.escape_ascii());
        }
        assert_eq!(
            count("V030", &file(&[el(0x0008_0005, b"CS", "ISO_IR 999"), el(0x0010_0020, b"LO", b"\xe9bc\0")])),
            1
        );
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"abc ".as_slice(), b"abcd", b""] {
            assert_eq!(count("V030", &one(0x0010_0020, b"LO", value)), 0, "{}", value.escape_ascii());
        }
        assert_eq!(count("V030", &one(0x0008_0018, b"UI", b"1.2\0")), 0, "UIDs are padded so");
    }
}

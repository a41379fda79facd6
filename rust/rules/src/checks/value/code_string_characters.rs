//! ## What it checks
//! A CS value has only upper-case letters, digits, spaces and underscores.
//!
//! ## Why
//! Codes are compared with the lists of the Standard, which have no others.
//!
//! ## Standard
//! PS3.5 6.2, CS.
//!
//! ## Example
//! `abdomen` or `ABDOM/RAD`.
//!
//! ## Exceptions
//! None.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::first_bad;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::is_code_string;

/// See the page.
pub const META: Meta = Meta {
    code: "V012",
    name: "code-string-characters",
    paragraph: "PS3.5 6.2",
    summary: "A code string has a character that it may not have.",
    message: "value {value_number} has a character outside A-Z, 0-9, space and underscore",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::CS]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::CODE_STRING_CHARACTERS, META.severity, field, sink, |value| {
        !is_code_string(value)
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"ct".as_slice(), b"C-T ", b"C/T", b"CT\x01 ", b"\xc4X"] {
            assert_eq!(count("V012", &one(0x0008_0060, b"CS", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"CT".as_slice(), b"A_1 ", b"  ", b"A 1 "] {
            assert_eq!(count("V012", &one(0x0008_0060, b"CS", value)), 0, "{}", value.escape_ascii());
        }
        assert_eq!(measured("V012", &one(0x0008_0008, b"CS", "ORIGINAL\\primary ")).0, 2);
    }
}

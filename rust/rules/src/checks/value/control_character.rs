//! ## What it checks
//! SH, LO, UC and PN have no control characters but ESC; ST, LT and UT may also have tab, line feed, form feed
//! and carriage return.
//!
//! ## Why
//! Control characters garble displays and reports.
//!
//! ## Standard
//! PS3.5 6.1.3 and 6.2.
//!
//! ## Example
//! A line feed in a Patient ID.
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
    code: "V029",
    name: "control-character",
    paragraph: "PS3.5 6.1.3",
    summary: "A text has a control character that it may not have.",
    message: "value {value_number} has a control character that its VR does not allow",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::TEXT, check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    let is_long = matches!(field.element.read_vr, Vr::ST | Vr::LT | Vr::UT);
    let is_bad = |b: &u8| match b {
        0x1B => false,
        b'\t' | b'\n' | 0x0C | b'\r' => !is_long,
        _ => b.is_ascii_control(),
    };
    first_bad(id::CONTROL_CHARACTER, META.severity, field, sink, |value| value.iter().any(is_bad));
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"a\x01".as_slice(), b"a\tb ", b"a\x7f", b"a\r\n "] {
            assert_eq!(count("V029", &one(0x0010_0020, b"LO", value)), 1, "{}", value.escape_ascii());
        }
        assert_eq!(count("V029", &one(0x0020_4000, b"LT", "a\x00b ")), 1);
        assert_eq!(measured("V029", &one(0x0010_1000, b"LO", "a\\b\x02")).0, 2);
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"ab".as_slice(), b"a\x1b"] {
            assert_eq!(count("V029", &one(0x0010_0020, b"LO", value)), 0, "{}", value.escape_ascii());
        }
        assert_eq!(count("V029", &one(0x0020_4000, b"LT", "a\tb\r\n\x0c")), 0);
    }
}

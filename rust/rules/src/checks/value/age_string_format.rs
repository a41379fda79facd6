//! ## What it checks
//! An AS value is three digits and one of D, W, M, Y.
//!
//! ## Why
//! Programs compute with ages, and read `22Y` or `022` each in their own way.
//!
//! ## Standard
//! PS3.5 6.2, AS.
//!
//! ## Example
//! `22Y` in place of `022Y`.
//!
//! ## Exceptions
//! Blank values are left to the rules on empty values.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::trim_end;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "V011",
    name: "age-string-format",
    paragraph: "PS3.5 6.2",
    summary: "An age is not three digits and one of D, W, M, Y.",
    message: "value {value_number} is not three digits followed by D, W, M or Y",
    ..Meta::BASE
};

/// Values of VR AS.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::AS]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    if let Some(at) = field.values.iter().position(|value| !is_blank_or_age(value)) {
        sink.put(id::AGE_STRING_FORMAT, META.severity, Place::Element(field.index), |raw| {
            raw.value_number = at as u32 + 1;
        });
    }
}

fn is_blank_or_age(value: &[u8]) -> bool {
    let value = trim_end(value);
    matches!(value, [] | [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'D' | b'W' | b'M' | b'Y'])
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"22Y ".as_slice(), b"022y", b"0022", b"22YY", b"0 Y ", b"022Y\\22"] {
            assert_eq!(count("V011", &one(0x0010_1010, b"AS", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"022Y".as_slice(), b"000D", b"012M", b"003W", b"    ", b""] {
            assert_eq!(count("V011", &one(0x0010_1010, b"AS", value)), 0, "{}", value.escape_ascii());
        }
    }
}

//! ## What it checks
//! The length of a binary value is a multiple of the bytes of one value of its VR.
//!
//! ## Why
//! The last value is cut.
//!
//! ## Standard
//! PS3.5 6.2.
//!
//! ## Example
//! Rows (US) of length 3.
//!
//! ## Exceptions
//! None.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::value_bytes;
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta, Need, VrSet};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "V032",
    name: "binary-length",
    need: Need::Raw,
    paragraph: "PS3.5 6.2",
    summary: "The length of a binary value is not a multiple of its VR's.",
    message: "Value Length {observed} is not a multiple of {multiple}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(
    VrSet::of(&[
        Vr::AT,
        Vr::FD,
        Vr::FL,
        Vr::OD,
        Vr::OF,
        Vr::OL,
        Vr::OV,
        Vr::OW,
        Vr::SL,
        Vr::SS,
        Vr::SV,
        Vr::UL,
        Vr::US,
        Vr::UV,
    ]),
    check,
);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    let Some(size) = value_bytes(field.element.read_vr) else { return };
    if field.is_raw() && !field.element.length.is_multiple_of(size) {
        sink.put(id::BINARY_LENGTH, META.severity, Place::Element(field.index), |raw| {
            raw.observed = Some(u64::from(field.element.length));
            raw.detail = vec![("multiple", DetailValue::Number(u64::from(size)))];
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_length_of_three_is_told() {
        assert_eq!(measured("V032", &one(0x0028_0010, b"US", [1, 2, 3])), (0, Some(3)));
        assert_eq!(detail("V032", &one(0x0018_9087, b"FD", [0; 12]), "multiple"), "8");
        let large = one(0x7FE0_0010, b"OW", vec![0; 70_001]);
        assert_eq!(measured("V032", &large).1, Some(70_001), "values that are not held are measured, too");
    }

    #[test]
    fn multiples_bytes_and_cut_values_are_silent() {
        assert_eq!(count("V032", &one(0x0028_0009, b"AT", [0; 8])), 0);
        assert_eq!(count("V032", &one(0x0042_0011, b"OB", [0; 3])), 0);
        assert_eq!(count("V032", &file(&[el_length(0x0028_0010, b"US", 5, [0; 3])])), 0, "E001 tells it");
    }
}

//! ## What it checks
//! The VR of a public Element is the dictionary's.
//!
//! ## Why
//! Readers that trust the dictionary read another value than those that trust the file.
//!
//! ## Standard
//! PS3.6 6.
//!
//! ## Example
//! Rows of VR UL.
//!
//! ## Exceptions
//! A VR that was once the Element's gives a warning; so does US or SS where Pixel Representation asks for the other.
//! UN has E020.

use validicom_header::{Element, Flags, Vr};
use validicom_standard::Entry;

use crate::context::Context;
use crate::finding::{DetailValue, Severity};
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "V001",
    name: "vr-differs",
    need: Need::Raw,
    paragraph: "PS3.6 6",
    summary: "The VR is not that of the dictionary.",
    message: "the VR should be {expected}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Dictionary(check);

fn check(context: &Context, index: u32, element: &Element, entry: Option<Entry>, sink: &mut Sink) {
    let Some(entry) = entry else { return };
    let is_explicit = element.flags.has(Flags::RAW) && !element.flags.has(Flags::IMPLICIT);
    if !is_explicit || matches!(element.vr, Vr::UN | Vr::Unknown | Vr::None) || entry.vr() == 0 {
        return;
    }
    let mut put = |severity: Severity, expected: &str| {
        sink.put(id::VR_DIFFERS, severity, Place::Element(index), |raw| {
            raw.detail = vec![("expected", DetailValue::Text(expected.to_owned()))];
        });
    };
    if !entry.has_vr(element.vr) {
        let was = context.edition.vr_history(entry.tag(), element.vr);
        put(if was { Severity::Warning } else { META.severity }, entry.vr_text());
    } else if matches!(element.vr, Vr::US | Vr::SS) && entry.has_vr(Vr::US) && entry.has_vr(Vr::SS) {
        let right = match context.pixel_representation(element.parent) {
            Some(0) => Vr::US,
            Some(1) => Vr::SS,
            _ => return,
        };
        if element.vr != right {
            put(Severity::Warning, right.name());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn curve_data_once_had_the_vr_of_its_points() {
        assert_eq!(of("V001", &one(0x5002_3000, b"SS", [0; 4]))[0].severity, crate::Severity::Warning);
        assert_eq!(of("V001", &one(0x5002_3000, b"LO", "1 "))[0].severity, crate::Severity::Error);
        assert_eq!(count("V001", &one(0x5002_3000, b"OB", [0; 4])), 0);
    }

    #[test]
    fn another_vr_is_told() {
        assert_eq!(detail("V001", &one(0x0010_0020, b"SH", "1 "), "expected"), "LO");
        assert_eq!(detail("V001", &one(0x0028_0106, b"UL", [0; 4]), "expected"), "US or SS");
        let signed = file(&[el(0x0028_0103, b"US", [1, 0]), el(0x0028_0106, b"US", [0; 2])]);
        assert_eq!(detail("V001", &signed, "expected"), "SS");
        assert_eq!(of("V001", &signed)[0].severity, crate::Severity::Warning);
        assert_eq!(count("V001", &one(0x0008_1140, b"LO", "1 ")), 1);
    }

    #[test]
    fn right_and_undecided_ones_are_silent() {
        assert_eq!(count("V001", &one(0x0028_0106, b"SS", [0; 2])), 0, "without Pixel Representation");
        assert_eq!(count("V001", &file(&[el(0x0028_0103, b"US", [0, 0]), el(0x0028_0106, b"US", [0; 2])])), 0);
        assert_eq!(count("V001", &one(0x0010_0020, b"UN", "1 ")), 0, "E020 tells it");
        assert_eq!(count("V001", &file_in(IMPLICIT, &[implicit(0x0010_0020, 2, "1 ")])), 0);
        assert_eq!(count("V001", &one(0x0028_3006, b"OW", [0; 4])), 0, "US or OW");
        // The nearest data set decides.
        let inside = sequence(0x0028_3000, &[item(&[el(0x0028_0103, b"US", [1, 0]), el(0x0028_0106, b"SS", [0; 2])])]);
        assert_eq!(count("V001", &file(&[el(0x0028_0103, b"US", [0, 0]), inside])), 0);
    }
}

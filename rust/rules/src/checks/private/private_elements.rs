//! ## What it checks
//! Whether the data set has private Elements.
//!
//! ## Why
//! They are legal; what they mean is the vendor's, and they may identify the patient.
//!
//! ## Standard
//! PS3.5 7.8.
//!
//! ## Example
//! (0009,1001).
//!
//! ## Exceptions
//! Private Creators, and what E018 and E019 tell. Told once a file, with a count.

use validicom_header::Element;

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "P003",
    name: "private-elements",
    severity: Severity::Info,
    need: Need::Presence,
    paragraph: "PS3.5 7.8",
    summary: "There are private Elements.",
    message: "there are private Elements",
    file_fold: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(_: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.is_item()
        && element.tag.is_private()
        && (element.tag.is_group_length() || element.tag.element() >= 0x1000)
        && !matches!(element.tag.group(), 1 | 3 | 5 | 7 | 0xFFFF)
    {
        sink.put(id::PRIVATE_ELEMENTS, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn they_are_told_once() {
        let bytes = file(&[el(0x0009_0010, b"LO", "ACME"), el(0x0009_1001, b"LO", "1 "), el(0x0009_1002, b"LO", "2 ")]);
        let findings = of("P003", &bytes);
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].count, findings[0].path.len()), (2, 0));
    }

    #[test]
    fn creators_and_numbers_of_no_block_are_silent() {
        assert_eq!(count("P003", &file(&[el(0x0009_0001, b"LO", "1 "), el(0x0009_0010, b"LO", "ACME")])), 0);
        assert_eq!(count("P003", &one(0x0010_0020, b"LO", "1 ")), 0);
    }
}

//! ## What it checks
//! Whether public Elements of the dictionary have VR UN.
//!
//! ## Why
//! It is legal where a program did not know them; readers must know that the value is Implicit VR Little Endian.
//!
//! ## Standard
//! PS3.5 6.2.2.
//!
//! ## Example
//! A Sequence of VR UN.
//!
//! ## Exceptions
//! Told once a file, with a count.

use validicom_header::{Element, Flags, Vr};

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E020",
    name: "un-on-known-element",
    severity: Severity::Info,
    need: Need::Raw,
    paragraph: "PS3.5 6.2.2",
    summary: "Known Elements have VR UN.",
    message: "known Elements are encoded with VR UN; they were read by the dictionary",
    file_fold: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) {
        return;
    }
    if element.vr == Vr::UN
        && !element.tag.is_private()
        && element.tag.group() != 2
        && context.edition.entry(element.tag).is_some()
    {
        sink.put(id::UN_ON_KNOWN_ELEMENT, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn known_elements_are_told_once() {
        let findings = of("E020", &file(&[el(0x0008_0060, b"UN", "CT"), el(0x0010_0020, b"UN", "1 ")]));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].count, 2);
    }

    #[test]
    fn private_and_unknown_ones_are_silent() {
        assert_eq!(count("E020", &file(&[el(0x0009_1001, b"UN", "1 "), el(0x0010_9999, b"UN", "1 ")])), 0);
    }
}

//! ## What it checks
//! Private Creators and File Meta Information have their own VR, not UN.
//!
//! ## Why
//! Every program knows their VR.
//!
//! ## Standard
//! PS3.5 6.2.2.
//!
//! ## Example
//! (0009,0010) of VR UN.
//!
//! ## Exceptions
//! None.

use validicom_header::{Element, Flags, Vr};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E021",
    name: "un-not-allowed",
    need: Need::Raw,
    paragraph: "PS3.5 6.2.2",
    summary: "An Element has VR UN that cannot be unknown.",
    message: "VR UN is not allowed here",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(_: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) {
        return;
    }
    if element.vr == Vr::UN && (element.tag.is_private_creator() || element.tag.group() == 2) {
        sink.put(id::UN_NOT_ALLOWED, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn creators_and_file_meta_information_are_told() {
        assert_eq!(count("E021", &one(0x0009_0010, b"UN", "ACME")), 1);
        let mut meta = meta_elements(EXPLICIT);
        meta.push(el(0x0002_0013, b"UN", "V1"));
        assert_eq!(count("E021", &file_of(&meta, &[])), 1);
    }

    #[test]
    fn other_elements_are_silent() {
        assert_eq!(count("E021", &file(&[el(0x0009_0010, b"LO", "ACME"), el(0x0009_1001, b"UN", "1 ")])), 0);
        assert_eq!(count("E021", &one(0x0010_0020, b"UN", "1 ")), 0, "E020 tells it");
    }
}

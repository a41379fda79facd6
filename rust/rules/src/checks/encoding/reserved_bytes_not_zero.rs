//! ## What it checks
//! The two bytes between a VR and a 32-bit length are zero.
//!
//! ## Why
//! A reader that takes the VR to be short reads them as length.
//!
//! ## Standard
//! PS3.5 7.1.2.
//!
//! ## Example
//! OB, then 01 00.
//!
//! ## Exceptions
//! None.

use validicom_header::{Element, Flags};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E022",
    name: "reserved-bytes-not-zero",
    need: Need::Raw,
    paragraph: "PS3.5 7.1.2",
    summary: "The two reserved bytes after a VR are not zero.",
    message: "the two reserved bytes after the VR are not zero",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(_: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) {
        return;
    }
    if element.flags.has(Flags::RESERVED_NOT_ZERO) {
        sink.put(id::RESERVED_BYTES_NOT_ZERO, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn other_bytes_are_told() {
        let mut element = el(0x0040_A160, b"UT", "text");
        element[6] = 1;
        assert_eq!(count("E022", &file(&[element])), 1);
    }

    #[test]
    fn zeros_are_silent() {
        assert_eq!(count("E022", &one(0x0040_A160, b"UT", "text")), 0);
    }
}

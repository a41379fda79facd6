//! ## What it checks
//! Each Element of an explicit encoding has a VR.
//!
//! ## Why
//! Readers that expect one read part of the length as VR.
//!
//! ## Standard
//! PS3.5 7.1.2.
//!
//! ## Example
//! An Element copied from an Implicit VR file.
//!
//! ## Exceptions
//! Items and delimiters have none.

use validicom_header::{Element, Flags};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E013",
    name: "missing-vr",
    need: Need::Raw,
    paragraph: "PS3.5 7.1.2",
    summary: "An Element in Explicit VR has no VR.",
    message: "there is no VR: read as Implicit VR",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(_: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) {
        return;
    }
    if element.flags.has(Flags::MISSING_VR) {
        sink.put(id::MISSING_VR, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn an_element_without_vr_is_told() {
        let bytes = file(&[el(0x0008_0060, b"CS", "CT"), implicit(0x0010_0020, 2, "1 ")]);
        assert_eq!(count("E013", &bytes), 1);
    }

    #[test]
    fn implicit_vr_is_silent() {
        assert_eq!(count("E013", &file_in(IMPLICIT, &[implicit(0x0010_0020, 2, "1 ")])), 0);
    }
}

//! ## What it checks
//! Encapsulated Pixel Data has VR OB.
//!
//! ## Why
//! Readers swap bytes of OW.
//!
//! ## Standard
//! PS3.5 A.4.
//!
//! ## Example
//! Encapsulated Pixel Data of VR OW.
//!
//! ## Exceptions
//! None.

use validicom_header::{Element, Flags, Tag, Vr};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "X001",
    name: "encapsulated-vr",
    need: Need::Raw,
    paragraph: "PS3.5 A.4",
    summary: "Encapsulated Pixel Data is not OB.",
    message: "encapsulated Pixel Data has a VR other than OB",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if element.tag != Tag::PIXEL_DATA || !element.flags.has(Flags::RAW) || context.is_in_open_item(element) {
        return;
    }
    if element.flags.has(Flags::ENCAPSULATED) && !element.flags.has(Flags::IMPLICIT) && element.vr != Vr::OB {
        sink.put(id::ENCAPSULATED_VR, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn ow_is_told() {
        assert_eq!(count("X001", &file_in(JPEG, &[encapsulated(b"OW", &[b"", b"12"])])), 1);
    }

    #[test]
    fn ob_and_native_ow_are_silent() {
        assert_eq!(count("X001", &file_in(JPEG, &[encapsulated(b"OB", &[b"", b"12"])])), 0);
        assert_eq!(count("X001", &one(0x7FE0_0010, b"OW", [0; 4])), 0);
    }
}

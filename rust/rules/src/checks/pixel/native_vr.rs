//! ## What it checks
//! Native Pixel Data has VR OW, or OB where Bits Allocated is at most 8.
//!
//! ## Why
//! Readers swap bytes by the VR.
//!
//! ## Standard
//! PS3.5 8.2.
//!
//! ## Example
//! Sixteen bits allocated, and VR OB.
//!
//! ## Exceptions
//! Pixel Data in Sequences.

use validicom_header::{Element, Flags, Tag, Vr};

use crate::context::{Context, ROOT};
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "X012",
    name: "native-vr",
    need: Need::Raw,
    paragraph: "PS3.5 8.2",
    summary: "Native Pixel Data has a VR that it may not have.",
    message: "native Pixel Data has a VR other than OW (or OB, where Bits Allocated is at most 8)",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if element.tag != Tag::PIXEL_DATA || !element.flags.has(Flags::RAW) || context.is_in_open_item(element) {
        return;
    }
    if element.depth != 0
        || element.flags.has(Flags::ENCAPSULATED)
        || element.flags.has(Flags::IMPLICIT)
        || matches!(element.vr, Vr::UN | Vr::Unknown)
    {
        return;
    }
    let is_wide =
        || context.first(ROOT, Tag(0x0028_0100)).and_then(|(_, e)| context.unsigned(e)).is_some_and(|n| n > 8);
    if !matches!(element.vr, Vr::OB | Vr::OW) || (element.vr == Vr::OB && is_wide()) {
        sink.put(id::NATIVE_VR, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn other_vrs_are_told() {
        assert_eq!(count("X012", &one(0x7FE0_0010, b"OL", [0; 4])), 1);
        let wide = file(&[el(0x0028_0100, b"US", [16, 0]), el(0x7FE0_0010, b"OB", [0; 4])]);
        assert_eq!(count("X012", &wide), 1, "OB of 16 bits");
    }

    #[test]
    fn ow_and_narrow_ob_are_silent() {
        assert_eq!(count("X012", &one(0x7FE0_0010, b"OW", [0; 4])), 0);
        assert_eq!(count("X012", &file(&[el(0x0028_0100, b"US", [8, 0]), el(0x7FE0_0010, b"OB", [0; 4])])), 0);
        assert_eq!(count("X012", &file_in(IMPLICIT, &[implicit(0x7FE0_0010, 4, [0; 4])])), 0);
    }
}

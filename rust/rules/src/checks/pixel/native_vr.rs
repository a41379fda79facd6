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
    let is_wide = context.first(ROOT, Tag(0x0028_0100)).and_then(|(_, e)| context.unsigned(e)).is_some_and(|n| n > 8);
    if !matches!(element.vr, Vr::OB | Vr::OW) || (element.vr == Vr::OB && is_wide) {
        sink.put(id::NATIVE_VR, META.severity, Place::Element(index), |_| {});
    }
}

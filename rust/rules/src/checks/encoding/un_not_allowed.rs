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

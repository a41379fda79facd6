//! ## What it checks
//! The two letters after the Tag are a VR.
//!
//! ## Why
//! Readers guess the form of the length, and may lose step.
//!
//! ## Standard
//! PS3.5 6.2.
//!
//! ## Example
//! `ZZ`.
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
    code: "E012",
    name: "unknown-vr",
    need: Need::Raw,
    paragraph: "PS3.5 6.2",
    summary: "The VR is none of the Standard.",
    message: "the VR is none of PS3.5 6.2",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(_: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) {
        return;
    }
    if !element.is_item() && element.vr == Vr::Unknown {
        sink.put(id::UNKNOWN_VR, META.severity, Place::Element(index), |_| {});
    }
}

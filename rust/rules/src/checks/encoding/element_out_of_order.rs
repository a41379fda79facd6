//! ## What it checks
//! The Tags of each data set ascend.
//!
//! ## Why
//! Readers that stop at a Tag miss what comes late.
//!
//! ## Standard
//! PS3.5 7.1.
//!
//! ## Example
//! Patient ID before SOP Class UID.
//!
//! ## Exceptions
//! Duplicates have E015.

use validicom_header::{Element, Flags};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E014",
    name: "element-out-of-order",
    need: Need::Raw,
    paragraph: "PS3.5 7.1",
    summary: "Elements are not in ascending order of their Tags.",
    message: "the Tag is lower than one before it",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) {
        return;
    }
    if !element.is_item() && element.tag.0 < context.highest_before.get() && context.highest_before.get() != u32::MAX {
        sink.put(id::ELEMENT_OUT_OF_ORDER, META.severity, Place::Element(index), |_| {});
    }
}

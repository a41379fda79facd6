//! ## What it checks
//! Each fragment of encapsulated Pixel Data has an even length.
//!
//! ## Why
//! Readers lose step.
//!
//! ## Standard
//! PS3.5 A.4.
//!
//! ## Example
//! A JPEG stream of odd length that was not padded.
//!
//! ## Exceptions
//! None.

use validicom_header::{Element, Flags, Tag};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "X006",
    name: "fragment-odd-length",
    need: Need::Raw,
    paragraph: "PS3.5 A.4",
    summary: "A fragment has an odd length.",
    message: "the fragment has an odd length",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    let is_odd = !element.flags.has(Flags::UNDEFINED_LENGTH) && element.length & 1 != 0;
    let is_fragment = element.tag == Tag::ITEM
        && element.flags.has(Flags::RAW)
        && context
            .element(element.parent)
            .is_some_and(|e| e.tag == Tag::PIXEL_DATA && e.flags.has(Flags::ENCAPSULATED))
        && !context.is_in_open_item(element);
    if is_odd && is_fragment {
        sink.element(id::FRAGMENT_ODD_LENGTH, index);
    }
}

//! ## What it checks
//! Pixel Data of an encapsulated Transfer Syntax has undefined length.
//!
//! ## Why
//! Readers look for fragments.
//!
//! ## Standard
//! PS3.5 A.4.
//!
//! ## Example
//! A decompressed image whose Transfer Syntax still says JPEG.
//!
//! ## Exceptions
//! Pixel Data in Sequences, such as icons, and unknown Transfer Syntaxes.

use validicom_header::{Element, Flags, Tag};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "X008",
    name: "native-in-encapsulated-syntax",
    need: Need::Raw,
    paragraph: "PS3.5 A.4",
    summary: "Pixel Data is native, and the Transfer Syntax is encapsulated.",
    message: "Pixel Data has a defined length, which the Transfer Syntax does not allow",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if element.tag != Tag::PIXEL_DATA || !element.flags.has(Flags::RAW) || context.is_in_open_item(element) {
        return;
    }
    let is_encapsulated = context.transfer_syntax().is_some_and(|syntax| syntax.encapsulated);
    if element.depth == 0 && !element.flags.has(Flags::UNDEFINED_LENGTH) && is_encapsulated {
        sink.put(id::NATIVE_IN_ENCAPSULATED_SYNTAX, META.severity, Place::Element(index), |_| {});
    }
}

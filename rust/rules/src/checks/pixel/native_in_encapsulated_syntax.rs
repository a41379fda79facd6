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

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn defined_length_is_told() {
        assert_eq!(count("X008", &file_in(JPEG, &[el(0x7FE0_0010, b"OB", [0; 4])])), 1);
    }

    #[test]
    fn native_syntaxes_and_icons_are_silent() {
        assert_eq!(count("X008", &one(0x7FE0_0010, b"OB", [0; 4])), 0);
        let icon = sequence(0x0088_0200, &[item(&[el(0x7FE0_0010, b"OB", [0; 4])])]);
        assert_eq!(count("X008", &file_in(JPEG, &[icon])), 0, "only the root is bound to the Transfer Syntax");
        assert_eq!(count("X008", &file_in(b"1.2.840.10008.1.2.4.94", &[el(0x7FE0_0010, b"OB", [0; 4])])), 0, "JPIP");
    }
}

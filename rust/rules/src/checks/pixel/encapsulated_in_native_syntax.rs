//! ## What it checks
//! Pixel Data of undefined length occurs only with an encapsulated Transfer Syntax.
//!
//! ## Why
//! Readers take the fragments for pixels, or do not know the compression.
//!
//! ## Standard
//! PS3.5 A.4.
//!
//! ## Example
//! JPEG fragments under Explicit VR Little Endian.
//!
//! ## Exceptions
//! Unknown Transfer Syntaxes.

use validicom_header::{Element, Flags, Tag};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "X007",
    name: "encapsulated-in-native-syntax",
    need: Need::Raw,
    paragraph: "PS3.5 A.4",
    summary: "Pixel Data is encapsulated, and the Transfer Syntax is not.",
    message: "Pixel Data is encapsulated, which the Transfer Syntax does not allow",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if element.tag != Tag::PIXEL_DATA || !element.flags.has(Flags::RAW) || context.is_in_open_item(element) {
        return;
    }
    let is_native = context.transfer_syntax().is_some_and(|syntax| !syntax.encapsulated);
    if element.depth == 0 && element.flags.has(Flags::ENCAPSULATED) && is_native {
        sink.put(id::ENCAPSULATED_IN_NATIVE_SYNTAX, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_native_syntax_is_told() {
        assert_eq!(count("X007", &file(&[encapsulated(b"OB", &[b"", b"12"])])), 1);
    }

    #[test]
    fn encapsulated_and_unknown_syntaxes_are_silent() {
        assert_eq!(count("X007", &file_in(JPEG, &[encapsulated(b"OB", &[b"", b"12"])])), 0);
        assert_eq!(count("X007", &file_in(b"1.2.3.4\0", &[encapsulated(b"OB", &[b"", b"12"])])), 0);
    }
}

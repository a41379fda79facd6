//! ## What it checks
//! Every Data Element and Item of defined length has an even Value Length.
//!
//! ## Why
//! Values are padded to an even length; an odd one makes readers that trust the padding lose step.
//!
//! ## Standard
//! PS3.5 7.1.1: a Value Length counts bytes, and is even.
//!
//! ## Example
//! A Patient ID of 5 bytes with Value Length 5 in place of 6.
//!
//! ## Exceptions
//! Fragments of encapsulated Pixel Data have a rule of their own (X006).

use validicom_header::{Element, Flags, Tag};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "E002",
    name: "odd-length",
    need: Need::Raw,
    paragraph: "PS3.5 7.1.1",
    summary: "The Value Length is odd.",
    message: "the Value Length is odd",
    ..Meta::BASE
};

/// Each Element and Item.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if element.length & 1 == 0 || element.flags.has(Flags::UNDEFINED_LENGTH) || !element.flags.has(Flags::RAW) {
        return;
    }
    let is_fragment = element.tag == Tag::ITEM
        && context.element(element.parent).is_some_and(|parent| parent.flags.has(Flags::ENCAPSULATED));
    if !is_fragment {
        sink.element(id::ODD_LENGTH, index);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn elements_and_items_are_told() {
        assert_eq!(count("E002", &one(0x0010_0020, b"LO", "123")), 1);
        let odd = item(&[el(0x0008_1150, b"UI", "1.2")]);
        assert_eq!(count("E002", &file(&[sequence(0x0008_1140, &[odd])])), 2, "the Element and its Item");
        assert_eq!(count("E002", &file(&[el_length(0x0010_0020, b"LO", 21, "1 ")])), 1, "cut short as well");
    }

    #[test]
    fn even_and_undefined_lengths_and_fragments_are_silent() {
        assert_eq!(count("E002", &file(&[sequence(0x0008_1140, &[item(&[])]), el(0x0010_0020, b"LO", "12")])), 0);
        assert_eq!(count("E002", &file_in(JPEG, &[encapsulated(b"OB", &[b"", b"123"])])), 0, "X006 tells it");
    }
}

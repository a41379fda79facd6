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

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn odd_fragments_are_told_once() {
        let findings = of("X006", &file_in(JPEG, &[encapsulated(b"OB", &[b"", b"123", b"12", b"1"])]));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].count, 2);
        assert_eq!(findings[0].path[0].item, 2, "the table is Item 1");
    }

    #[test]
    fn even_fragments_and_other_items_are_silent() {
        assert_eq!(count("X006", &file_in(JPEG, &[encapsulated(b"OB", &[b"", b"12"])])), 0);
        assert_eq!(
            count("X006", &file(&[sequence(0x0008_1140, &[item(&[el(0x0008_1150, b"UI", "1.2")])])])),
            0,
            "E002"
        );
    }
}

//! ## What it checks
//! Private Elements have the numbers 1000-FFFF, in the blocks of their creators.
//!
//! ## Why
//! No creator can own it.
//!
//! ## Standard
//! PS3.5 7.8.1.
//!
//! ## Example
//! (0009,0001).
//!
//! ## Exceptions
//! Groups that may not occur at all have E018.

use validicom_header::{Element, Flags};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E019",
    name: "private-element-number",
    need: Need::Raw,
    paragraph: "PS3.5 7.8.1",
    summary: "A private Element has a number that no block has.",
    message: "the element number belongs to no private block",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) || element.is_item() || index < context.arena.meta_len {
        return;
    }
    if element.tag.is_private()
        && !matches!(element.tag.group(), 1 | 3 | 5 | 7 | 0xFFFF)
        && matches!(element.tag.element(), 1..=0xF | 0x100..=0xFFF)
    {
        sink.put(id::PRIVATE_ELEMENT_NUMBER, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn numbers_of_no_block_are_told() {
        for number in [1u32, 0xF, 0x100, 0xFFF] {
            assert_eq!(count("E019", &one(0x0009_0000 | number, b"LO", "1 ")), 1, "{number:04X}");
        }
    }

    #[test]
    fn blocks_creators_and_other_groups_are_silent() {
        for tag in [0x0009_0010, 0x0009_00FF, 0x0009_1000, 0x0009_FFFF, 0x0009_0000, 0x0007_0001, 0x0010_0020] {
            assert_eq!(count("E019", &file(&[el(0x0006_0000, b"UL", [0; 4]), el(tag, b"LO", "1 ")])), 0, "{tag:08X}");
        }
    }
}

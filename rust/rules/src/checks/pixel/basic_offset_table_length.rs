//! ## What it checks
//! The length of the Basic Offset Table is a multiple of 4.
//!
//! ## Why
//! Its entries are 32 bits each.
//!
//! ## Standard
//! PS3.5 A.4.
//!
//! ## Example
//! A first Item of 6 bytes.
//!
//! ## Exceptions
//! None.

use validicom_header::{Element, Flags, Tag};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "X003",
    name: "basic-offset-table-length",
    need: Need::Raw,
    paragraph: "PS3.5 A.4",
    summary: "The Basic Offset Table has an impossible length.",
    message: "the Basic Offset Table has a length of {observed}, no multiple of 4",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if element.tag != Tag::PIXEL_DATA || !element.flags.has(Flags::RAW) || context.is_in_open_item(element) {
        return;
    }
    if !element.flags.has(Flags::ENCAPSULATED) {
        return;
    }
    if let Some((_, table)) = context.items(index).next()
        && !table.flags.has(Flags::UNDEFINED_LENGTH)
        && !table.length.is_multiple_of(4)
    {
        sink.put(id::BASIC_OFFSET_TABLE_LENGTH, META.severity, Place::Element(index), |raw| {
            raw.observed = Some(u64::from(table.length))
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_length_of_six_is_told() {
        assert_eq!(measured("X003", &file_in(JPEG, &[encapsulated(b"OB", &[&[0; 6], b"12"])])), (0, Some(6)));
    }

    #[test]
    fn empty_and_whole_tables_are_silent() {
        assert_eq!(count("X003", &file_in(JPEG, &[encapsulated(b"OB", &[b"", b"12"])])), 0);
        assert_eq!(count("X003", &file_in(JPEG, &[encapsulated(b"OB", &[&[0; 4], b"123456"])])), 0);
    }
}

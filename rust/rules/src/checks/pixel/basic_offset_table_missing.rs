//! ## What it checks
//! Encapsulated Pixel Data begins with an Item for the Basic Offset Table, which may be empty.
//!
//! ## Why
//! Readers take the first fragment for the table.
//!
//! ## Standard
//! PS3.5 A.4.
//!
//! ## Example
//! Encapsulated Pixel Data with only a delimiter.
//!
//! ## Exceptions
//! With `read="header"` it is not checked.

use validicom_header::{Element, Flags, Tag};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "X002",
    name: "basic-offset-table-missing",
    need: Need::Raw,
    paragraph: "PS3.5 A.4",
    summary: "Encapsulated Pixel Data has no Items.",
    message: "there is no Item for the Basic Offset Table",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if element.tag != Tag::PIXEL_DATA || !element.flags.has(Flags::RAW) || context.is_in_open_item(element) {
        return;
    }
    if element.flags.has(Flags::ENCAPSULATED)
        && context.has_all_fragments(element)
        && context.items(index).next().is_none()
    {
        sink.put(id::BASIC_OFFSET_TABLE_MISSING, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn no_item_is_told() {
        assert_eq!(count("X002", &file_in(JPEG, &[encapsulated(b"OB", &[])])), 1);
    }

    #[test]
    fn an_empty_table_is_silent() {
        assert_eq!(count("X002", &file_in(JPEG, &[encapsulated(b"OB", &[b""])])), 0);
        assert_eq!(count("X002", &one(0x7FE0_0010, b"OW", [0; 4])), 0, "native");
    }
}

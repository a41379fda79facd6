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
    if !element.is_item() && element.tag.0 < context.highest_before.get() {
        sink.put(id::ELEMENT_OUT_OF_ORDER, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_lower_tag_is_told() {
        let bytes = file(&[el(0x0010_0020, b"LO", "1 "), el(0x0008_0060, b"CS", "CT"), el(0x0008_0070, b"LO", "A ")]);
        assert_eq!(count("E014", &bytes), 2, "both are lower than (0010,0020)");
        let inside = [item(&[el(0x0008_1155, b"UI", b"1.2.3.4\0"), el(0x0008_1150, b"UI", CT)])];
        assert_eq!(count("E014", &file(&[sequence(0x0008_1140, &inside)])), 1);
    }

    #[test]
    fn each_data_set_has_its_own_order() {
        let inside = [item(&[el(0x0040_A170, b"CS", "A ")]), item(&[el(0x0008_1150, b"UI", CT)])];
        let bytes = file(&[sequence(0x0008_1140, &inside), el(0x0010_0020, b"LO", "1 "), el(0x0010_0020, b"LO", "1 ")]);
        assert_eq!(count("E014", &bytes), 0, "a duplicate is not lower");
    }
}

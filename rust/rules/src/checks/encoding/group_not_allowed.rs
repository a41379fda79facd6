//! ## What it checks
//! Groups 0000, 0001, 0002, 0003, 0005, 0007 and FFFF do not occur in data sets.
//!
//! ## Why
//! They belong to messages and files, or to nobody.
//!
//! ## Standard
//! PS3.5 7.8.
//!
//! ## Example
//! (0002,0010) in the data set.
//!
//! ## Exceptions
//! File Meta Information, which has group 0002.

use validicom_header::{Element, Flags};

use crate::context::Context;
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E018",
    name: "group-not-allowed",
    need: Need::Raw,
    paragraph: "PS3.5 7.8",
    summary: "A group number may not occur in a data set.",
    message: "group {group} may not occur in a data set",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) || element.is_item() || index < context.arena.meta_len {
        return;
    }
    if matches!(element.tag.group(), 0 | 1 | 2 | 3 | 5 | 7 | 0xFFFF) {
        sink.put(id::GROUP_NOT_ALLOWED, META.severity, Place::Element(index), |raw| {
            let group = format!("{:04X}", element.tag.group());
            raw.detail = vec![("group", DetailValue::Text(group))];
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn each_group_is_told() {
        for group in [0u32, 1, 2, 3, 5, 7] {
            let bytes = file(&[el(0x0008_0060, b"CS", "CT"), el(group << 16 | 0x1010, b"LO", "1 ")]);
            assert_eq!(detail("E018", &bytes, "group"), format!("{group:04X}"));
        }
    }

    #[test]
    fn others_are_silent() {
        assert_eq!(count("E018", &file(&[el(0x0008_0060, b"CS", "CT"), el(0x0009_0010, b"LO", "AB")])), 0);
    }
}

//! ## What it checks
//! A Sequence holds Items, and nothing else.
//!
//! ## Why
//! The rest of the Sequence cannot be read.
//!
//! ## Standard
//! PS3.5 7.5.1.
//!
//! ## Example
//! A Sequence whose value is a text.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E008",
    name: "not-an-item",
    need: Need::Raw,
    paragraph: "PS3.5 7.5.1",
    summary: "Something other than an Item stands in a Sequence of defined length.",
    message: "the Sequence holds something other than Items; the rest of it was skipped",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::NotAnItem, |_| (Detail::new(), None));

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn an_element_in_a_sequence_is_told() {
        let bytes = file(&[el(0x0008_1140, b"SQ", el(0x0008_1150, b"UI", CT))]);
        assert_eq!(count("E008", &bytes), 1);
    }

    #[test]
    fn items_are_silent() {
        assert_eq!(count("E008", &file(&[el(0x0008_1140, b"SQ", item(&[el(0x0008_1150, b"UI", CT)]))])), 0);
    }
}

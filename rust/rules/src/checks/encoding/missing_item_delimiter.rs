//! ## What it checks
//! Every Item of undefined length ends with its delimiter.
//!
//! ## Why
//! A reader runs into what follows.
//!
//! ## Standard
//! PS3.5 7.5.1.
//!
//! ## Example
//! A nested data set that was cut out of a file without its end.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E004",
    name: "missing-item-delimiter",
    need: Need::Raw,
    paragraph: "PS3.5 7.5.1",
    summary: "An Item of undefined length has no Item Delimitation Item.",
    message: "the Item of undefined length does not end with an Item Delimitation Item",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::MissingItemDelimiter, |_| (Detail::new(), None));

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn an_open_item_is_told() {
        let open = [implicit(ITEM, UNDEFINED, []), el(0x0008_1150, b"UI", CT)].concat();
        assert_eq!(count("E004", &file(&[sequence(0x0008_1140, &[open])])), 1);
    }

    #[test]
    fn a_closed_one_is_silent() {
        let closed = [implicit(ITEM, UNDEFINED, []), el(0x0008_1150, b"UI", CT), implicit(ITEM_END, 0, [])].concat();
        assert_eq!(count("E004", &file(&[sequence(0x0008_1140, &[closed])])), 0);
    }
}

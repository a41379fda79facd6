//! ## What it checks
//! Every Sequence of undefined length, and encapsulated Pixel Data, ends with its delimiter.
//!
//! ## Why
//! A reader runs into what follows, or takes the file to be cut.
//!
//! ## Standard
//! PS3.5 7.5.2.
//!
//! ## Example
//! Encapsulated Pixel Data that ends with the last fragment.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E005",
    name: "missing-sequence-delimiter",
    need: Need::Raw,
    paragraph: "PS3.5 7.5.2",
    summary: "A Sequence of undefined length has no Sequence Delimitation Item.",
    message: "the Sequence of undefined length does not end with a Sequence Delimitation Item",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::MissingSequenceDelimiter, |_| (Detail::new(), None));

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn an_open_sequence_is_told() {
        let open = el_length(0x0008_1140, b"SQ", UNDEFINED, item(&[el(0x0008_1150, b"UI", CT)]));
        assert_eq!(count("E005", &file(std::slice::from_ref(&open))), 1, "at the end of the file");
        assert_eq!(count("E005", &file(&[open, el(0x0010_0020, b"LO", "1 ")])), 1, "before another Element");
    }

    #[test]
    fn a_closed_one_is_silent() {
        assert_eq!(count("E005", &file(&[sequence(0x0008_1140, &[item(&[])])])), 0);
    }
}

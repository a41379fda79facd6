//! ## What it checks
//! Delimitation Items have Length 0.
//!
//! ## Why
//! A reader that believes the Length skips what follows.
//!
//! ## Standard
//! PS3.5 7.5.
//!
//! ## Example
//! An Item Delimitation Item of Length 4.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E007",
    name: "delimiter-length-not-zero",
    need: Need::Raw,
    paragraph: "PS3.5 7.5",
    summary: "A delimiter has a Length other than zero.",
    message: "the delimiter has Length {observed} in place of 0",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::DelimiterLengthNotZero, |note| (Detail::new(), Some(note.detail)));

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn its_length_is_told() {
        let bytes = file(&[el_length(0x0008_1140, b"SQ", UNDEFINED, []), implicit(SEQUENCE_END, 4, [])]);
        assert_eq!(measured("E007", &bytes).0, 0);
    }

    #[test]
    fn zero_is_silent() {
        assert_eq!(count("E007", &file(&[sequence(0x0008_1140, &[])])), 0);
    }
}

//! ## What it checks
//! Only Sequences, their Items, VR UN and encapsulated Pixel Data have undefined length.
//!
//! ## Why
//! A reader cannot know where the value ends.
//!
//! ## Standard
//! PS3.5 7.1.1.
//!
//! ## Example
//! A Patient's Name of length FFFFFFFF.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E003",
    name: "undefined-length-not-allowed",
    need: Need::Raw,
    paragraph: "PS3.5 7.1.1",
    summary: "An Element that may not have it has undefined length.",
    message: "undefined length is not allowed here",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::UndefinedLengthNotAllowed, |_| (Detail::new(), None));

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn text_of_undefined_length_is_told() {
        let bytes = file(&[el_length(0x0040_A160, b"UT", UNDEFINED, []), implicit(SEQUENCE_END, 0, [])]);
        assert_eq!(count("E003", &bytes), 1);
    }

    #[test]
    fn sequences_and_pixel_data_are_silent() {
        assert_eq!(count("E003", &file(&[sequence(0x0008_1140, &[])])), 0);
        assert_eq!(count("E003", &file_in(JPEG, &[encapsulated(b"OB", &[b"", b"12"])])), 0);
    }
}

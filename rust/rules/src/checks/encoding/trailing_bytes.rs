//! ## What it checks
//! A data set, Item or Sequence ends with the end of its last Element.
//!
//! ## Why
//! A length is wrong, or the file was padded by something that does not know DICOM.
//!
//! ## Standard
//! PS3.5 7.1.
//!
//! ## Example
//! Three bytes after the last Element of a file.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E009",
    name: "trailing-bytes",
    need: Need::Raw,
    paragraph: "PS3.5 7.1",
    summary: "Too few bytes for an Element are left at the end.",
    message: "{observed} bytes are left, too few for a Data Element",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::TrailingBytes, |note| (Detail::new(), Some(note.detail)));

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn how_many_is_told() {
        assert_eq!(measured("E009", &file(&[el(0x0008_0060, b"CS", "CT"), b"\x01\x02\x03".to_vec()])), (0, Some(3)));
    }

    #[test]
    fn nothing_and_zeros_are_silent() {
        assert_eq!(count("E009", &one(0x0008_0060, b"CS", "CT")), 0);
        assert_eq!(count("E009", &file(&[el(0x0008_0060, b"CS", "CT"), vec![0; 3]])), 0, "E010 tells it");
    }
}

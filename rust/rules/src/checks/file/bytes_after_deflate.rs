//! ## What it checks
//! Nothing but one byte of padding follows the deflated stream.
//!
//! ## Why
//! It shows that the writer used another format around the stream, such as gzip; readers may stumble over it.
//!
//! ## Standard
//! PS3.5 A.5.
//!
//! ## Example
//! The checksum and length that end a gzip file.
//!
//! ## Exceptions
//! One NUL that makes the length even.

use validicom_header::NoteKind;

use crate::finding::{Detail, Severity};
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "F026",
    name: "bytes-after-deflate",
    severity: Severity::Warning,
    need: Need::Raw,
    paragraph: "PS3.5 A.5",
    summary: "Bytes follow the deflated data set.",
    message: "{observed} bytes follow the deflated data set",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::BytesAfterDeflate, |note| (Detail::new(), Some(note.detail)));

#[cfg(test)]
mod tests {
    use crate::testing::*;

    /// A deflated file whose stream (one stored block) is followed by these bytes.
    fn deflated(after: &[u8]) -> Vec<u8> {
        let data_set = el(0x0008_0060, b"CS", b"CT");
        let length = data_set.len() as u16;
        let mut stream = vec![1];
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(data_set);
        stream.extend(after);
        file_in(DEFLATED, &[stream])
    }

    #[test]
    fn the_end_of_a_gzip_file_is_told() {
        assert_eq!(count("F026", &deflated(&[1, 2, 3, 4, 5, 6, 7, 8])), 1);
    }

    #[test]
    fn nothing_and_one_byte_of_padding_are_silent() {
        assert_eq!(count("F026", &deflated(&[])), 0);
        assert_eq!(count("F026", &deflated(&[0])), 0);
    }
}

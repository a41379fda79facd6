//! ## What it checks
//! The deflated data set can be inflated to its end.
//!
//! ## Why
//! What is missing cannot be checked.
//!
//! ## Standard
//! PS3.5 A.5.
//!
//! ## Example
//! A deflated file whose transfer broke off.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "F025",
    name: "deflate-damaged",
    need: Need::Raw,
    paragraph: "PS3.5 A.5",
    summary: "The deflated data set is damaged or cut.",
    message: "the deflated data set is damaged or cut; what came out was checked",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::DeflateDamaged, |_| (Detail::new(), None));

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_cut_stream_is_told() {
        // A stored block of 12 bytes, of which the stream ends after 10; the Element is (0008,0060) CS `CT  `.
        let mut stream = vec![1, 12, 0, !12, !0];
        stream.extend(&el(0x0008_0060, b"CS", "CT  ")[..10]);
        assert_eq!(count("F025", &file_in(DEFLATED, &[stream])), 1);
    }

    #[test]
    fn a_whole_stream_is_silent() {
        let mut stream = vec![1, 12, 0, !12, !0];
        stream.extend(el(0x0008_0060, b"CS", "CT  "));
        assert_eq!(count("F025", &file_in(DEFLATED, &[stream])), 0);
    }
}

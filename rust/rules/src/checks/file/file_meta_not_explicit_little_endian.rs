//! ## What it checks
//! File Meta Information is encoded as Explicit VR Little Endian, whatever the Transfer Syntax.
//!
//! ## Why
//! It is what a reader must be able to read before it knows the Transfer Syntax.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! File Meta Information in Implicit VR.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "F017",
    name: "file-meta-not-explicit-little-endian",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "File Meta Information is not Explicit VR Little Endian.",
    message: "File Meta Information is not encoded as Explicit VR Little Endian",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::MetaNotExplicit, |_| (Detail::new(), None));

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn an_implicit_one_is_told() {
        let meta = [implicit(0x0002_0002, 26, CT), implicit(0x0002_0010, 20, EXPLICIT)].concat();
        assert_eq!(count("F017", &[vec![0; 128], b"DICM".to_vec(), meta].concat()), 1);
    }

    #[test]
    fn an_explicit_one_is_silent() {
        assert_eq!(count("F017", &file(&[])), 0);
        assert_eq!(count("F017", &file_in(IMPLICIT, &[implicit(0x0008_0060, 2, "CT")])), 0);
    }
}

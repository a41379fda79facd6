//! ## What it checks
//! Nothing follows the last Element.
//!
//! ## Why
//! Readers may stumble over it; often a tape or a network block padded the file.
//!
//! ## Standard
//! PS3.5 7.1.
//!
//! ## Example
//! A file filled up to 512 bytes.
//!
//! ## Exceptions
//! Data Set Trailing Padding (FFFC,FFFC) is an Element, and right.

use validicom_header::NoteKind;

use crate::finding::{Detail, Severity};
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E010",
    name: "trailing-zeros",
    severity: Severity::Warning,
    need: Need::Raw,
    paragraph: "PS3.5 7.1",
    summary: "Zeros follow the data set.",
    message: "zeros follow the last Data Element",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::TrailingZeros, |_| (Detail::new(), None));

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn zeros_are_told_once() {
        assert_eq!(count("E010", &file(&[el(0x0008_0060, b"CS", "CT"), vec![0; 300]])), 1);
    }

    #[test]
    fn data_set_trailing_padding_is_silent() {
        assert_eq!(count("E010", &file(&[el(0x0008_0060, b"CS", "CT"), el(0xFFFC_FFFC, b"OB", vec![0; 300])])), 0);
    }
}

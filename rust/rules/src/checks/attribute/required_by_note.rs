//! ## What it checks
//! Attributes of Type 3 whose description says when they shall be present.
//!
//! ## Why
//! The sentence is a demand like that of a Type.
//!
//! ## Standard
//! The description of the Attribute in PS3.3.
//!
//! ## Example
//! A Type 3 Attribute that shall be present where another one is.
//!
//! ## Exceptions
//! Attributes of a Module that is in force by evidence only, demands that are not in every edition (unless the edition is named), and doubtful wordings give warnings.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A109",
    name: "required-by-note",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.3",
    summary: "An Attribute that a sentence of the table requires here is absent.",
    message: "absent, though the table of Module {module} wants it here: {required}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn rt_image(image_type: &str, more: &[Vec<u8>]) -> Vec<u8> {
        let class = el(0x0008_0016, b"UI", b"1.2.840.10008.5.1.4.1.1.481.1\0");
        file(&[&[el(0x0008_0008, b"CS", image_type), class], more].concat())
    }

    #[test]
    fn the_sentence_beside_type_3_holds_and_it_is_absent() {
        // Table C.8-38: Exposure Time of simulator images.
        assert_eq!(tags("A109", &rt_image("DERIVED\\SECONDARY\\SIMULATOR ", &[])), [0x0018_1150]);
    }

    #[test]
    fn it_does_not_hold_or_it_is_there() {
        assert_eq!(count("A109", &rt_image("DERIVED\\SECONDARY\\PORTAL", &[])), 0);
        let there = el(0x0018_1150, b"IS", "5 ");
        assert_eq!(count("A109", &rt_image("DERIVED\\SECONDARY\\SIMULATOR ", &[there])), 0);
    }
}

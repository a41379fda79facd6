//! ## What it checks
//! Every Type 1 Attribute of the Modules in force has a value; a Sequence, an Item.
//!
//! ## Why
//! An empty value says nothing, where the Standard wants something said.
//!
//! ## Standard
//! PS3.5 7.4.1: delimiters and padding alone are no value.
//!
//! ## Example
//! Image Type of length zero.
//!
//! ## Exceptions
//! As for A101.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A102",
    name: "type-1-empty",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.5 7.4.1",
    summary: "A Type 1 Attribute has no value.",
    message: "Type 1 Attribute of Module {module} has no value",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn empty_and_blank_ones_are_told() {
        for value in ["", "  ", "\\ "] {
            assert_eq!(count("A102", &ct(&[0x0008_0060], &[el(0x0008_0060, b"CS", value)])), 1, "{value:?}");
        }
    }

    #[test]
    fn a_value_is_silent_and_absence_is_another_rule() {
        assert_eq!(count("A102", &ct(&[], &[])), 0);
        assert_eq!(count("A102", &ct(&[0x0008_0060], &[])), 0, "A101");
    }
}

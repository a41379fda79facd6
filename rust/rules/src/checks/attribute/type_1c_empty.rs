//! ## What it checks
//! A Type 1C Attribute that is there has a value, where its condition is true or where it may only be there because of it.
//!
//! ## Why
//! An empty Attribute tells nothing, and Type 1C does not allow it.
//!
//! ## Standard
//! PS3.5 7.4.2.
//!
//! ## Example
//! Pixel Padding Range Limit present and empty.
//!
//! ## Exceptions
//! Attributes of a Module that is in force by evidence only, demands that are not in every edition (unless the edition is named), and doubtful wordings give warnings.
//! Where another Module of the IOD allows the Attribute empty, nothing is said.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A105",
    name: "type-1c-empty",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.5 7.4.2",
    summary: "A Type 1C Attribute is present without a value.",
    message: "Type 1C Attribute of Module {module} has no value: {condition}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn the_condition_holds_and_it_is_empty() {
        let three = el(0x0028_0002, b"US", [3, 0]);
        assert_eq!(count("A105", &ct(&[0x0028_0002, 0x0028_0006], &[three, el(0x0028_0006, b"US", [])])), 1);
    }

    #[test]
    fn it_has_a_value() {
        let three = el(0x0028_0002, b"US", [3, 0]);
        assert_eq!(count("A105", &ct(&[0x0028_0002, 0x0028_0006], &[three, el(0x0028_0006, b"US", [0, 0])])), 0);
    }
}

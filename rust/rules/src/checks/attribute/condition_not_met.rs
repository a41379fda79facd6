//! ## What it checks
//! A Type 1C or 2C Attribute whose condition is false is absent, unless the Standard lets it be present otherwise.
//!
//! ## Why
//! A reader may take its presence for the condition.
//!
//! ## Standard
//! PS3.5 7.4.2 and 7.4.4: it shall not be present where the condition is not met, if nothing else is said.
//!
//! ## Example
//! Pixel Aspect Ratio beside Pixel Spacing.
//!
//! ## Exceptions
//! Only if every Module or Macro of the IOD that has the Attribute there, in force or possibly in force, forbids it.
//! Where the sentence only says when it is required, an error is told only if the wording is the edition's own; else a warning.
//! An Attribute without a value gives a warning.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A107",
    name: "condition-not-met",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.5 7.4.2",
    summary: "An Attribute is present although its condition does not hold.",
    message: "present, though it shall not be here: {condition}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn nothing_allows_it() {
        // Table C.7-11a: Planar Configuration only where Samples per Pixel is above 1, which it is not.
        assert_eq!(count("A107", &ct(&[0x0028_0006], &[el(0x0028_0006, b"US", [0, 0])])), 1);
    }

    #[test]
    fn it_is_demanded_or_cannot_be_told() {
        let three = el(0x0028_0002, b"US", [3, 0]);
        let planar = el(0x0028_0006, b"US", [0, 0]);
        assert_eq!(count("A107", &ct(&[0x0028_0002, 0x0028_0006], &[three, planar.clone()])), 0);
        assert_eq!(count("A107", &ct(&[0x0028_0002, 0x0028_0006], &[planar])), 0, "Samples per Pixel is absent");
    }
}

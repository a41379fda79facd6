//! ## What it checks
//! Every Type 1C Attribute whose condition is true is present.
//!
//! ## Why
//! The condition says that readers need it here.
//!
//! ## Standard
//! PS3.5 7.4.2: where the condition holds, Type 1C is as Type 1.
//!
//! ## Example
//! A CT Image of Image Type ORIGINAL without an Attribute that original images shall have.
//!
//! ## Exceptions
//! Attributes of a Module that is in force by evidence only, demands that are not in every edition (unless the edition is named), and doubtful wordings give warnings.
//! A condition that the data set does not tell is never taken as true.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A104",
    name: "type-1c-missing",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.5 7.4.2",
    summary: "A Type 1C Attribute is absent although its condition holds.",
    message: "Type 1C Attribute of Module {module} is absent: {required}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn the_condition_holds_and_it_is_absent() {
        // Table C.7-11a: Planar Configuration, where Samples per Pixel is above 1.
        assert_eq!(count("A104", &ct(&[0x0028_0002, 0x0028_0006], &[el(0x0028_0002, b"US", [3, 0])])), 1);
    }

    #[test]
    fn it_is_there_or_the_condition_does_not_hold() {
        let three = el(0x0028_0002, b"US", [3, 0]);
        assert_eq!(count("A104", &ct(&[0x0028_0002, 0x0028_0006], &[three, el(0x0028_0006, b"US", [0, 0])])), 0);
        assert_eq!(count("A104", &ct(&[0x0028_0006], &[])), 0);
    }

    #[test]
    fn what_the_condition_asks_for_is_absent_itself() {
        // Samples per Pixel is Type 1: its own finding says that it is absent, and nothing follows from it.
        assert_eq!(count("A104", &ct(&[0x0028_0002, 0x0028_0006], &[])), 0);
    }
}

//! ## What it checks
//! Whether each public Attribute is one that a Module of the IOD lists at its place.
//!
//! ## Why
//! It is legal: the object is of a Standard Extended SOP Class. It may also be a mistake, or a left-over.
//!
//! ## Standard
//! PS3.2 7.3 on Standard Extended SOP Classes.
//!
//! ## Example
//! Echo Time in a CT Image.
//!
//! ## Exceptions
//! Private Attributes, group lengths, Data Set Trailing Padding, and Items that hold Attributes of other data
//! sets.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A110",
    name: "attribute-outside-iod",
    severity: Severity::Info,
    need: Need::Presence,
    paragraph: "PS3.2 7.3",
    summary: "A public Attribute is not one of this IOD.",
    message: "Attribute is not of the IOD: a Standard Extended SOP Class",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn an_attribute_of_other_iods_is_told() {
        assert_eq!(count("A110", &ct(&[], &[el(0x0018_0081, b"DS", "10")])), 1, "Echo Time in a CT Image");
    }

    #[test]
    fn attributes_of_its_modules_and_private_ones_are_silent() {
        assert_eq!(count("A110", &ct(&[], &[])), 0);
        assert_eq!(count("A110", &ct(&[], &[el(0x0008_1030, b"LO", "STUDY "), el(0x0009_0010, b"LO", "OWNER ")])), 0);
    }
}

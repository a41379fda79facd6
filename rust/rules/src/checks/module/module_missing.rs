//! ## What it checks
//! Of each Module with usage M that demands something, at least one Attribute is present.
//!
//! ## Why
//! It tells in one line what the findings on single Attributes of the Module tell in many.
//!
//! ## Standard
//! PS3.3 A.1.3: Modules of usage M are part of every instance of the IOD.
//!
//! ## Example
//! A CT Image without any Attribute of the CT Image Module.
//!
//! ## Exceptions
//! Modules all of whose Attributes are optional or conditional.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M003",
    name: "module-missing",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.3 A.1.3",
    summary: "No Attribute of a mandatory Module is present.",
    message: "mandatory Module {module} is missing",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_mandatory_module_without_any_attribute_is_told() {
        // General Equipment demands Manufacturer, and the sample has nothing else of it.
        assert_eq!(count("M003", &ct(&[0x0008_0070], &[])), 1);
    }

    #[test]
    fn one_attribute_of_it_is_enough() {
        assert_eq!(count("M003", &ct(&[], &[])), 0);
        assert_eq!(count("M003", &ct(&[0x0008_0070], &[el(0x0008_1010, b"SH", "STATION ")])), 0);
    }
}

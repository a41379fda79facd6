//! ## What it checks
//! Every Type 2 Attribute of the Modules in force is present; it may be empty.
//!
//! ## Why
//! Empty means unknown; absent means that the writer forgot.
//!
//! ## Standard
//! PS3.5 7.4.3: a Type 2 Data Element shall be present, and may have no value.
//!
//! ## Example
//! A CT Image without Patient's Birth Date.
//!
//! ## Exceptions
//! As for A101.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A103",
    name: "type-2-missing",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.5 7.4.3",
    summary: "A Type 2 Attribute is absent.",
    message: "Type 2 Attribute of Module {module} is absent (it may be empty)",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn an_absent_one_is_told() {
        assert_eq!(count("A103", &ct(&[0x0010_0040], &[])), 1);
    }

    #[test]
    fn an_empty_one_is_silent() {
        assert_eq!(count("A103", &ct(&[0x0010_0040], &[el(0x0010_0040, b"CS", "")])), 0);
    }
}

//! ## What it checks
//! The SOP Class UID under the root 1.2.840.10008 is one that PS3.6 registers.
//!
//! ## Why
//! Without a known SOP Class there is no IOD, and only the file and its Elements can be checked.
//!
//! ## Standard
//! PS3.4 B.5 lists the Storage SOP Classes, PS3.6 annex A registers their UIDs.
//!
//! ## Example
//! An object written by a newer edition than the one it is checked against.
//!
//! ## Exceptions
//! UIDs under other roots are private (M002); retired SOP Classes have a rule of their own (R002).

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M001",
    name: "sop-class-unknown",
    severity: Severity::Warning,
    need: Need::Presence,
    paragraph: "PS3.4 B.5",
    summary: "The SOP Class UID is not in the registry of this edition.",
    message: "SOP Class UID is not in the registry of edition {edition}: newer, or misspelt",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_uid_of_the_standard_that_is_not_registered_is_told() {
        assert_eq!(count("M001", &ct(&[0x0008_0016], &[el(0x0008_0016, b"UI", "1.2.840.10008.5.1.4.1.1.9999")])), 1);
    }

    #[test]
    fn a_known_and_a_private_one_are_silent() {
        assert_eq!(count("M001", &ct(&[], &[])), 0);
        assert_eq!(count("M001", &ct(&[0x0008_0016], &[el(0x0008_0016, b"UI", "1.2.3.4\0")])), 0, "M002");
    }
}

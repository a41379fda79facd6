//! ## What it checks
//! Whether a registered SOP Class has a composite IOD whose Modules can be checked.
//!
//! ## Why
//! SOP Classes of services, or of a later edition, have none here; the verdict is then incomplete.
//!
//! ## Standard
//! PS3.4 B.5.
//!
//! ## Example
//! A Modality Performed Procedure Step kept in a file.
//!
//! ## Exceptions
//! None.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M006",
    name: "sop-class-not-covered",
    severity: Severity::Info,
    need: Need::Presence,
    paragraph: "PS3.4 B.5",
    summary: "The SOP Class has no composite IOD in this edition.",
    message: "SOP Class has no composite IOD in edition {edition}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_class_of_a_service_is_told() {
        // Modality Performed Procedure Step.
        assert_eq!(count("M006", &ct(&[0x0008_0016], &[el(0x0008_0016, b"UI", "1.2.840.10008.3.1.2.3.3\0")])), 1);
    }

    #[test]
    fn a_storage_class_is_silent() {
        assert_eq!(count("M006", &ct(&[], &[])), 0);
    }
}

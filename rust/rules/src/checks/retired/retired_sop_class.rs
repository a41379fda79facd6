//! ## What it checks
//! The SOP Class UID is not one that the Standard has retired.
//!
//! ## Why
//! New readers need not know it; the IOD is no longer in the Standard, so only the file and its Elements are
//! checked.
//!
//! ## Standard
//! PS3.4 B.6 and PS3.6 annex A.
//!
//! ## Example
//! Ultrasound Image Storage (Retired), 1.2.840.10008.5.1.4.1.1.6.
//!
//! ## Exceptions
//! None.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "R002",
    name: "retired-sop-class",
    severity: Severity::Warning,
    need: Need::Presence,
    paragraph: "PS3.4 B.6",
    summary: "The SOP Class is retired.",
    message: "SOP Class is retired; replaced by: {replaced_by}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_retired_class_and_what_replaces_it_are_told() {
        let file = ct(&[0x0008_0016], &[el(0x0008_0016, b"UI", "1.2.840.10008.5.1.4.1.1.6\0")]);
        assert_eq!(detail("R002", &file, "replaced_by"), "1.2.840.10008.5.1.4.1.1.6.1");
    }

    #[test]
    fn a_class_in_use_is_silent() {
        assert_eq!(count("R002", &ct(&[], &[])), 0);
    }
}

//! ## What it checks
//! Whether the SOP Class UID stands under a root that is not the Standard's.
//!
//! ## Why
//! A private SOP Class is legal; what it demands is not in the Standard, so the verdict is incomplete.
//!
//! ## Standard
//! PS3.2 7.3 allows Specialized and Private SOP Classes.
//!
//! ## Example
//! A raw data object of a vendor.
//!
//! ## Exceptions
//! None.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M002",
    name: "sop-class-private",
    severity: Severity::Info,
    need: Need::Presence,
    paragraph: "PS3.2 7.3",
    summary: "The SOP Class is private.",
    message: "SOP Class UID is private: no IOD of the Standard applies",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_uid_of_another_root_is_told() {
        assert_eq!(count("M002", &ct(&[0x0008_0016], &[el(0x0008_0016, b"UI", "1.2.3.4\0")])), 1);
    }

    #[test]
    fn a_uid_of_the_standard_is_silent() {
        assert_eq!(count("M002", &ct(&[], &[])), 0);
    }
}

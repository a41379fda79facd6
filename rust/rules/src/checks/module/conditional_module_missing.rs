//! ## What it checks
//! Every conditional Module of the IOD whose condition is true has at least one of its Attributes.
//!
//! ## Why
//! The condition says that the IOD needs it here.
//!
//! ## Standard
//! PS3.3 A.1.3.2: a conditional Module shall be present if its condition is met.
//!
//! ## Example
//! An image whose Photometric Interpretation asks for a palette, without the Palette Color Lookup Table Module.
//!
//! ## Exceptions
//! A Module without Type 1 or 2 Attributes is not missed; usages that are not in every edition give warnings.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M007",
    name: "conditional-module-missing",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.3 A.1.3.2",
    summary: "A conditional Module whose condition holds is absent.",
    message: "conditional Module {module} is missing: {required}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn contrast_was_given_and_nothing_is_said_of_it() {
        assert!(codes(&ct(&[], &[]), &[("contrast-was-applied", true)], "contrast-bolus", 0).contains(&"M007"));
    }

    #[test]
    fn one_attribute_of_it_is_enough() {
        assert!(!codes(&ct(&[], &[el(0x0018_0010, b"LO", "OMNIPAQUE ")]), &[("contrast-was-applied", true)], "contrast-bolus", 0).contains(&"M007"));
        assert!(!codes(&ct(&[], &[]), &[], "contrast-bolus", 0).contains(&"M007"));
    }
}

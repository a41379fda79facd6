//! ## What it checks
//! The Shared Functional Groups Sequence has a single Item.
//!
//! ## Why
//! Readers take the first and miss what the others say.
//!
//! ## Standard
//! PS3.3 C.7.6.16.1.1.
//!
//! ## Example
//! Two Items, one with Pixel Measures and one with Plane Orientation: error.
//!
//! ## Exceptions
//! A Sequence of which Items could not be read.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G006",
    name: "shared-item-count",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16.1.1",
    summary: "The Shared Functional Groups Sequence has more than one Item.",
    message: "{observed} Items, not one",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_second_item_is_told() {
        let bytes = object(ENHANCED_CT, &[sequence(SHARED_GROUPS, &[item(&[]), item(&[])])]);
        assert_eq!(measured("G006", &bytes), (0, Some(2)));
        assert_eq!(place("G006", &bytes).0, "SharedFunctionalGroupsSequence");
    }

    #[test]
    fn one_item_is_right_and_none_has_rules_of_its_own() {
        assert_eq!(count("G006", &object(ENHANCED_CT, &[sequence(SHARED_GROUPS, &[item(&[])])])), 0);
        assert_eq!(count("G006", &object(ENHANCED_CT, &[sequence(SHARED_GROUPS, &[])])), 0);
        // An IOD without functional groups.
        assert_eq!(count("G006", &object(CT, &[sequence(SHARED_GROUPS, &[item(&[]), item(&[])])])), 0);
    }
}

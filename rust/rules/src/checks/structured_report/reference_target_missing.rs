//! ## What it checks
//! The numbers of Referenced Content Item Identifier lead from the root (1) through the Items of Content Sequences to one that is there.
//!
//! ## Why
//! What the report says by this reference is lost.
//!
//! ## Standard
//! PS3.3 C.17.3.2.5.
//!
//! ## Example
//! 1\2\5 where the second Item of the root has four Items: error.
//!
//! ## Exceptions
//! Identifiers without value. Sequences on the way that could not be read to their end.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "S003",
    name: "reference-target-missing",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.17.3.2.5",
    summary: "A reference leads to no Content Item.",
    message: "no Content Item stands there",
    ..Meta::BASE
};

/// Made by the pass over Content Items (`content.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::Options;

    /// The root has a code that points, and a text with two Items.
    fn report(identifier: &[u32]) -> Vec<u8> {
        let text = content_item("TEXT", "HAS PROPERTIES", &[], &[]);
        let below = [
            content_item("CODE", "CONTAINS", &[], &[reference("INFERRED FROM", identifier)]),
            content_item("CODE", "CONTAINS", &[], &[text.clone(), text]),
        ];
        object(COMPREHENSIVE_SR, &content("CONTAINER", "", &[], &below))
    }

    #[test]
    fn a_number_that_leads_nowhere_is_told() {
        for identifier in [&[1, 3][..], &[1, 2, 3], &[1, 0], &[2, 1], &[1, 2, 1, 1], &[0], &[1, u32::MAX]] {
            assert_eq!(count("S003", &report(identifier)), 1, "{identifier:?}");
        }
        let expected = "ContentSequence[1].ContentSequence[1].ReferencedContentItemIdentifier";
        assert_eq!(place("S003", &report(&[1, 3])).0, expected);
    }

    #[test]
    fn one_that_leads_to_an_item_is_right() {
        for identifier in [&[1, 2][..], &[1, 2, 1], &[1, 2, 2], &[1], &[1, 1, 1]] {
            assert_eq!(count("S003", &report(identifier)), 0, "{identifier:?}");
        }
        // Without a value it has a rule of its own.
        assert_eq!(count("S003", &report(&[])), 0);
    }

    #[test]
    fn nothing_is_said_beyond_the_limit_of_depth() {
        let mut options = Options::default();
        options.limits.depth = 1;
        let below = [
            content_item("CODE", "CONTAINS", &[], &[content_item("TEXT", "HAS PROPERTIES", &[], &[])]),
            reference("CONTAINS", &[1, 1, 7]),
        ];
        let bytes = object(COMPREHENSIVE_SR, &content("CONTAINER", "", &[], &below));
        assert_eq!(of_by("S003", &bytes, options).len(), 0);
        assert_eq!(count("S003", &bytes), 1);
    }
}

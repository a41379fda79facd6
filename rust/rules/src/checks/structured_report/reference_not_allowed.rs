//! ## What it checks
//! The IOD allows relationships by reference, and this one between the two Value Types; the target is not around the Item that points to it.
//!
//! ## Why
//! Readers that follow references would not come to an end, or do not expect any.
//!
//! ## Standard
//! PS3.3 C.17.3.2.5 and A.35.
//!
//! ## Example
//! Any reference in a Basic Text SR; a reference to 1, the root, from anywhere: error.
//!
//! ## Exceptions
//! Where only one independent source has the table of the IOD: a warning, but for loops.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "S005",
    name: "reference-not-allowed",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.17.3.2.5",
    summary: "A Content Item is pointed to where the IOD does not allow it, or from within itself.",
    message: "this reference is not allowed (fault {fault})",
    ..Meta::BASE
};

/// Made by the pass over Content Items (`content.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::Severity;

    fn report(sop_class: &[u8], source: &str, relationship: &str, identifier: &[u32]) -> Vec<u8> {
        let below = [
            content_item(source, "CONTAINS", &[], &[reference(relationship, identifier)]),
            content_item("TEXT", "CONTAINS", &[], &[]),
            content_item("IMAGE", "CONTAINS", &[], &[]),
        ];
        object(sop_class, &content("CONTAINER", "", &[], &below))
    }

    #[test]
    fn any_reference_is_told_where_the_iod_forbids_them() {
        let bytes = report(BASIC_TEXT_SR, "TEXT", "INFERRED FROM", &[1, 2]);
        let expected = "ContentSequence[1].ContentSequence[1].ReferencedContentItemIdentifier";
        assert_eq!(place("S005", &bytes), (expected.to_owned(), Severity::Error));
        assert_eq!(detail("S005", &bytes, "fault"), "");
    }

    #[test]
    fn a_relationship_that_is_not_allowed_by_reference_is_told() {
        assert_eq!(count("S005", &report(COMPREHENSIVE_SR, "TEXT", "INFERRED FROM", &[1, 2])), 0);
        assert_eq!(count("S005", &report(COMPREHENSIVE_SR, "TEXT", "CONTAINS", &[1, 2])), 1);
        assert_eq!(detail("S005", &report(COMPREHENSIVE_SR, "TEXT", "CONTAINS", &[1, 2]), "fault"), "");
    }

    #[test]
    fn a_reference_to_what_is_around_it_is_a_loop() {
        for identifier in [&[1][..], &[1, 1]] {
            let bytes = report(EXTENSIBLE_SR, "CODE", "INFERRED FROM", identifier);
            assert_eq!(detail("S005", &bytes, "fault"), "loop", "{identifier:?}");
            assert_eq!(place("S005", &bytes).1, Severity::Error);
        }
    }

    #[test]
    fn references_elsewhere_are_right() {
        assert_eq!(count("S005", &report(EXTENSIBLE_SR, "CODE", "INFERRED FROM", &[1, 3])), 0);
        // Where nothing stands, S003 tells it.
        assert_eq!(count("S005", &report(EXTENSIBLE_SR, "CODE", "INFERRED FROM", &[1, 9])), 0);
    }
}

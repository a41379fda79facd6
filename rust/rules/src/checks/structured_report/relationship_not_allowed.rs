//! ## What it checks
//! The IOD allows the Relationship Type between the Value Type of the Content Item around this one and its own.
//!
//! ## Why
//! The relationship says what the Content Item means: a property, a modifier, the context.
//!
//! ## Standard
//! PS3.3 A.35: the table of relationships of each IOD.
//!
//! ## Example
//! TEXT below CODE by CONTAINS: error.
//!
//! ## Exceptions
//! Where only one independent source has the table of the IOD: a warning.
//! Value Types that are not allowed at all are told by S001. Items below an Item by reference.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "S002",
    name: "relationship-not-allowed",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 A.35",
    summary: "A Content Item has a relationship to the one around it that the IOD does not allow.",
    message: "the IOD does not allow this relationship between the two Value Types",
    ..Meta::BASE
};

/// Made by the pass over Content Items (`content.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::Severity;

    fn report(sop_class: &[u8], source: &str, relationship: &str, target: &str) -> Vec<u8> {
        let inner = content_item(target, relationship, &[], &[]);
        let outer = content_item(source, "CONTAINS", &[], &[inner]);
        object(sop_class, &content("CONTAINER", "", &[], &[outer]))
    }

    #[test]
    fn a_relationship_that_the_iod_has_not_is_told() {
        let bytes = report(COMPREHENSIVE_SR, "CODE", "CONTAINS", "TEXT");
        let expected = "ContentSequence[1].ContentSequence[1].RelationshipType";
        assert_eq!(place("S002", &bytes), (expected.to_owned(), Severity::Error));
        assert_eq!(count("S002", &report(COMPREHENSIVE_SR, "CODE", "MADE UP", "TEXT")), 1);
    }

    #[test]
    fn those_of_the_iod_are_right() {
        assert_eq!(count("S002", &report(COMPREHENSIVE_SR, "CODE", "HAS PROPERTIES", "TEXT")), 0);
        assert_eq!(count("S002", &report(COMPREHENSIVE_SR, "CONTAINER", "CONTAINS", "TEXT")), 0);
        assert_eq!(count("S002", &report(EXTENSIBLE_SR, "CODE", "INFERRED FROM", "TEXT")), 0);
    }

    #[test]
    fn one_source_alone_makes_a_warning() {
        let colon = b"1.2.840.10008.5.1.4.1.1.88.69\0";
        let told = of("S002", &report(colon, "TEXT", "SELECTED FROM", "TEXT"));
        assert!(!told.is_empty() && told.iter().all(|finding| finding.severity == Severity::Warning), "{told:?}");
    }

    #[test]
    fn value_types_that_are_not_allowed_are_told_once() {
        assert_eq!(count("S002", &report(BASIC_TEXT_SR, "TEXT", "CONTAINS", "NUM")), 0);
        assert_eq!(count("S002", &report(BASIC_TEXT_SR, "NUM", "CONTAINS", "TEXT")), 0);
    }

    #[test]
    fn items_below_a_reference_are_left_alone() {
        let inner = content_item("TEXT", "CONTAINS", &[], &[]);
        let pointing = el(0x0040_DB73, b"UL", [1, 0, 0, 0]);
        let outer = content_item("CODE", "INFERRED FROM", &[pointing], &[inner]);
        assert_eq!(count("S002", &object(COMPREHENSIVE_SR, &content("CONTAINER", "", &[], &[outer]))), 0);
    }
}

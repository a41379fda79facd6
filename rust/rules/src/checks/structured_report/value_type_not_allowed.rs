//! ## What it checks
//! Value Type of the root and of each Content Item by value is one of those that the IOD lists.
//!
//! ## Why
//! Readers of the IOD need not know what to do with it.
//!
//! ## Standard
//! PS3.3 A.35: each IOD lists its Value Types.
//!
//! ## Example
//! NUM in a Basic Text SR: warning; SCOORD in an Enhanced SR is allowed.
//!
//! ## Exceptions
//! Where the list of the IOD does not come from PS3.3 itself: a warning.
//! Enhanced X-Ray Radiation Dose SR is not checked.
//! Values that are no Code Strings have a rule of their own.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "S001",
    name: "value-type-not-allowed",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 A.35",
    summary: "A Content Item has a Value Type that the IOD does not allow.",
    message: "the IOD has no Content Items of this Value Type",
    ..Meta::BASE
};

/// Made by the pass over Content Items (`content.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::Severity;

    #[test]
    fn a_value_type_of_another_iod_is_told() {
        let below = [content_item("TEXT", "CONTAINS", &[], &[]), content_item("SCOORD3D", "CONTAINS", &[], &[])];
        let bytes = object(ENHANCED_SR, &content("CONTAINER", "", &[], &below));
        assert_eq!(place("S001", &bytes), ("ContentSequence[2].ValueType".to_owned(), Severity::Error));
        let bytes = object(BASIC_TEXT_SR, &content("CONTAINER", "", &[], &[content_item("NUM", "CONTAINS", &[], &[])]));
        assert_eq!(place("S001", &bytes).1, Severity::Warning);
        assert_eq!(count("S001", &object(ENHANCED_SR, &content("MADE UP", "", &[], &[]))), 1);
    }

    #[test]
    fn those_of_the_iod_are_right_at_any_depth() {
        let deep = content_item("NUM", "CONTAINS", &[], &[content_item("IMAGE", "INFERRED FROM", &[], &[])]);
        assert_eq!(count("S001", &object(ENHANCED_SR, &content("CONTAINER", "", &[], &[deep]))), 0);
        // Not a Structured Report.
        assert_eq!(count("S001", &object(CT, &content("MADE UP", "", &[], &[]))), 0);
        // Enhanced X-Ray Radiation Dose SR: nothing is known of it.
        let dose = b"1.2.840.10008.5.1.4.1.1.88.76\0";
        assert_eq!(count("S001", &object(dose, &content("MADE UP", "", &[], &[]))), 0);
    }

    #[test]
    fn blank_values_and_other_characters_have_rules_of_their_own() {
        for value in ["", "  ", "text"] {
            let bytes = object(ENHANCED_SR, &content("CONTAINER", "", &[], &[content_item(value, "CONTAINS", &[], &[])]));
            assert_eq!(count("S001", &bytes), 0, "{value}");
        }
    }
}

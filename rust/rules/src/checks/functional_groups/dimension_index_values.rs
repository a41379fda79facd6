//! ## What it checks
//! Dimension Index Values of each frame has as many values as the Dimension Index Sequence has Items.
//!
//! ## Why
//! The n-th value is the place of the frame along the n-th dimension.
//!
//! ## Standard
//! PS3.3 C.7.6.17.1.
//!
//! ## Example
//! Two Items in the Dimension Index Sequence, and three values: error.
//!
//! ## Exceptions
//! Values that are not held; a Dimension Index Sequence that is absent, empty or could not be read to its end.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G007",
    name: "dimension-index-values",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.17.1",
    summary: "Dimension Index Values has not a value for each dimension.",
    message: "{observed} values for {demanded} dimensions",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn frames(dimensions: usize, values: &[u8]) -> Vec<u8> {
        let content = sequence(0x0020_9111, &[item(&[el(0x0020_9157, b"UL", values)])]);
        let data = [
            sequence(0x0020_9222, &vec![item(&[]); dimensions]),
            sequence(PER_FRAME_GROUPS, &[item(&[]), item(&[content])]),
        ];
        object(ENHANCED_CT, &data)
    }

    #[test]
    fn another_number_is_told() {
        assert_eq!(measured("G007", &frames(2, &[1, 0, 0, 0])), (0, Some(1)));
        assert_eq!(detail("G007", &frames(1, &[0; 8]), "demanded"), "1");
        let expected = "PerFrameFunctionalGroupsSequence[2].FrameContentSequence[1].DimensionIndexValues";
        assert_eq!(place("G007", &frames(2, &[0; 12])).0, expected);
    }

    #[test]
    fn a_value_for_each_dimension_is_right() {
        assert_eq!(count("G007", &frames(2, &[0; 8])), 0);
    }

    #[test]
    fn what_is_not_known_is_not_compared() {
        assert_eq!(count("G007", &frames(0, &[0; 8])), 0);
        assert_eq!(count("G007", &frames(2, &[])), 0);
        assert_eq!(count("G007", &frames(2, &[0; 6])), 0);
    }
}

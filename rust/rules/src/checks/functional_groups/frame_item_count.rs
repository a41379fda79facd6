//! ## What it checks
//! The Per-Frame Functional Groups Sequence has one Item for each frame: as many as Number of Frames says.
//!
//! ## Why
//! The n-th Item belongs to the n-th frame; with another number frames have no Item, or Items no frame.
//!
//! ## Standard
//! PS3.3 C.7.6.16.1.2.
//!
//! ## Example
//! Number of Frames 20 and 19 Items: error.
//!
//! ## Exceptions
//! A Sequence without Items, or of which some could not be read. A Number of Frames without a valid value.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G003",
    name: "frame-item-count",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16.1.2",
    summary: "The Per-Frame Functional Groups Sequence has not as many Items as there are frames.",
    message: "{observed} Items for {demanded} frames",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::Options;

    fn frames(number: &str, items: usize) -> Vec<u8> {
        let data = [el(0x0028_0008, b"IS", number), sequence(PER_FRAME_GROUPS, &vec![item(&[]); items])];
        object(ENHANCED_CT, &data)
    }

    #[test]
    fn another_number_is_told() {
        assert_eq!(measured("G003", &frames("3 ", 2)), (0, Some(2)));
        assert_eq!(detail("G003", &frames("3 ", 4), "demanded"), "3");
    }

    #[test]
    fn as_many_items_as_frames_are_right_and_bad_numbers_have_rules_of_their_own() {
        assert_eq!(count("G003", &frames("2 ", 2)), 0);
        for number in ["", "0 ", "x ", "-2", "99999999999 "] {
            assert_eq!(count("G003", &frames(number, 2)), 0, "{number}");
        }
        assert_eq!(count("G003", &frames("3 ", 0)), 0);
        assert_eq!(count("G003", &object(ENHANCED_CT, &[sequence(PER_FRAME_GROUPS, &[item(&[])])])), 0);
    }

    #[test]
    fn items_that_a_limit_did_not_keep_are_not_counted() {
        let mut options = Options::default();
        options.limits.depth = 0;
        assert_eq!(of_by("G003", &frames("3 ", 2), options).len(), 0);
    }

    #[test]
    fn a_sequence_that_the_file_cuts_is_not_counted() {
        let groups = el_length(PER_FRAME_GROUPS, b"SQ", 1000, item(&[group(0x0028_9110)]));
        let data = [el(0x0028_0008, b"IS", "3 "), groups];
        assert_eq!(count("G003", &object(ENHANCED_CT, &data)), 0);
    }
}

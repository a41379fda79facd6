//! ## What it checks
//! A functional group macro whose Sequence has an Item in the Shared Functional Groups Sequence has none in any frame.
//!
//! ## Why
//! Two places for one fact may disagree, and readers take one or the other.
//!
//! ## Standard
//! PS3.3 C.7.6.16.1: a macro is either shared or per frame.
//!
//! ## Example
//! Pixel Measures Sequence in the Shared Item and in frame 12: error.
//!
//! ## Exceptions
//! Sequences without Items do not count.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G002",
    name: "macro-in-shared-and-per-frame",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16.1",
    summary: "A functional group macro is both in the Shared Functional Groups Sequence and in a frame.",
    message: "functional group macro {module} is both shared and in a frame",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn both(shared: &[Vec<u8>], frame: &[Vec<u8>]) -> Vec<u8> {
        let groups = [sequence(SHARED_GROUPS, &[item(shared)]), sequence(PER_FRAME_GROUPS, &[item(&[]), item(frame)])];
        object(ENHANCED_CT, &groups)
    }

    #[test]
    fn a_macro_in_both_is_told_where_it_is_shared() {
        let bytes = both(&[group(0x0020_9113), group(0x0028_9110)], &[group(0x0020_9116), group(0x0028_9110)]);
        assert_eq!(modules("G002", &bytes), [("pixel-measures".to_owned(), 1)]);
        let expected = "SharedFunctionalGroupsSequence[1].PixelMeasuresSequence";
        assert_eq!(place("G002", &bytes).0, expected);
    }

    #[test]
    fn sequences_without_items_do_not_count() {
        assert_eq!(count("G002", &both(&[sequence(0x0028_9110, &[])], &[group(0x0028_9110)])), 0);
        assert_eq!(count("G002", &both(&[group(0x0028_9110)], &[sequence(0x0028_9110, &[])])), 0);
    }
}

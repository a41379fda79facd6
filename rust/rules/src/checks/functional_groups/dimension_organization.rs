//! ## What it checks
//! Dimension Organization UID in each Item of the Dimension Index Sequence is one of those in the Dimension Organization Sequence.
//!
//! ## Why
//! Frames of several objects are put together by this UID.
//!
//! ## Standard
//! PS3.3 C.7.6.17.
//!
//! ## Example
//! A UID that was made anew in one of the two Sequences only: error.
//!
//! ## Exceptions
//! A Dimension Organization Sequence that is absent, empty or could not be read to its end.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G008",
    name: "dimension-organization",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.17",
    summary: "A dimension belongs to a Dimension Organization that is not listed.",
    message: "this Dimension Organization UID is not in the Dimension Organization Sequence",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn dimensions(listed: &[&str], used: &[&str]) -> Vec<u8> {
        let of = |tag: u32, uids: &[&str]| {
            let items: Vec<_> = uids.iter().map(|uid| item(&[el(0x0020_9164, b"UI", uid)])).collect();
            sequence(tag, &items)
        };
        object(ENHANCED_CT, &[of(0x0020_9221, listed), of(0x0020_9222, used)])
    }

    #[test]
    fn one_that_is_not_listed_is_told() {
        let bytes = dimensions(&["1.2.3.40", "1.2.3.50"], &["1.2.3.40", "1.2.3.60", "1.2.3.70"]);
        assert_eq!(count("G008", &bytes), 2);
        assert_eq!(of("G008", &bytes)[0].path[0].item, 2);
    }

    #[test]
    fn padding_does_not_count() {
        assert_eq!(count("G008", &dimensions(&["1.2.3.4\0"], &["1.2.3.4 ", "1.2.3.4\0"])), 0);
    }

    #[test]
    fn nothing_without_a_list_or_without_a_value() {
        assert_eq!(count("G008", &dimensions(&[], &["1.2.3.40"])), 0);
        assert_eq!(count("G008", &dimensions(&["1.2.3.40"], &[""])), 0);
    }
}

//! ## What it checks
//! Frame Content and Unassigned Per-Frame Converted Attributes stand in frames only; Unassigned Shared Converted Attributes are shared only.
//!
//! ## Why
//! What differs from frame to frame cannot be shared.
//!
//! ## Standard
//! PS3.3 C.7.6.16.2.2, C.7.6.16.2.25 and C.7.6.16.2.26.
//!
//! ## Example
//! Frame Content Sequence in the Shared Functional Groups Sequence: error.
//!
//! ## Exceptions
//! None.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G004",
    name: "macro-not-shareable",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16.2",
    summary: "A functional group macro stands where it may not: shared instead of per frame, or the other way round.",
    message: "functional group macro {module} may not stand here",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn frame_content_cannot_be_shared() {
        let shared = sequence(SHARED_GROUPS, &[item(&[group(0x0020_9111)])]);
        let bytes = object(ENHANCED_CT, &[shared]);
        assert_eq!(modules("G004", &bytes), [("frame-content".to_owned(), 1)]);
        assert_eq!(place("G004", &bytes).0, "SharedFunctionalGroupsSequence[1].FrameContentSequence");
        assert_eq!(count("G004", &object(ENHANCED_CT, &[sequence(PER_FRAME_GROUPS, &[item(&[group(0x0020_9111)])])])), 0);
    }

    #[test]
    fn unassigned_attributes_stand_where_they_are_named_for() {
        let legacy = b"1.2.840.10008.5.1.4.1.1.2.2\0";
        let of = |shared: u32, frame: u32| {
            let groups = [
                sequence(SHARED_GROUPS, &[item(&[group(shared)])]),
                sequence(PER_FRAME_GROUPS, &[item(&[]), item(&[group(frame)])]),
            ];
            object(legacy, &groups)
        };
        assert_eq!(count("G004", &of(0x0020_9170, 0x0020_9171)), 0);
        assert_eq!(count("G004", &of(0x0020_9171, 0x0020_9170)), 2);
    }

    #[test]
    fn an_empty_sequence_of_type_1_is_not_there() {
        let shared = sequence(SHARED_GROUPS, &[item(&[sequence(0x0020_9111, &[])])]);
        assert_eq!(count("G004", &object(ENHANCED_CT, &[shared])), 0);
    }
}

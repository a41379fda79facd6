//! ## What it checks
//! Each object to which Content Items of Value Type IMAGE, COMPOSITE or WAVEFORM point, and each presentation state that is
//! named with an image, is in Current Requested Procedure Evidence Sequence or Pertinent Other Evidence Sequence.
//!
//! ## Why
//! Receivers find the Study and Series of an object by these Sequences only.
//!
//! ## Standard
//! PS3.3 C.17.2.
//!
//! ## Example
//! An image that was added to the content, and not to the evidence: error.
//!
//! ## Exceptions
//! Without any Item in the evidence Sequences: a warning. Evidence that could not be read to its end.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "S004",
    name: "reference-not-in-evidence",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.17.2",
    summary: "A Content Item points to an object that is not listed as evidence.",
    message: "the object is in no evidence Sequence",
    ..Meta::BASE
};

/// Made by the pass over Content Items (`content.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::Severity;

    fn instances(uids: &[&str]) -> Vec<u8> {
        let items: Vec<_> = uids.iter().map(|uid| item(&[el(0x0008_1155, b"UI", uid)])).collect();
        sequence(0x0008_1199, &items)
    }

    fn evidence(tag: u32, uids: &[&str]) -> Vec<u8> {
        sequence(tag, &[item(&[sequence(0x0008_1115, &[item(&[instances(uids)])])])])
    }

    fn report(value_type: &str, used: &[&str], evidence: &[Vec<u8>]) -> Vec<u8> {
        let image = content_item(value_type, "CONTAINS", &[instances(used)], &[]);
        object(ENHANCED_SR, &[evidence, &content("CONTAINER", "", &[], &[image])].concat())
    }

    #[test]
    fn an_object_that_is_not_listed_is_told() {
        let listed = [evidence(0x0040_A375, &["1.2.3.40"]), evidence(0x0040_A385, &["1.2.3.50"])];
        for value_type in ["IMAGE", "COMPOSITE", "WAVEFORM"] {
            let bytes = report(value_type, &["1.2.3.40", "1.2.3.50", "1.2.3.60"], &listed);
            let expected = "ContentSequence[1].ReferencedSOPSequence[3].ReferencedSOPInstanceUID";
            assert_eq!(place("S004", &bytes), (expected.to_owned(), Severity::Error));
        }
    }

    #[test]
    fn what_an_image_is_shown_with_is_told() {
        let listed = [evidence(0x0040_A375, &["1.2.3.40"])];
        let with = [el(0x0008_1155, b"UI", "1.2.3.40"), instances(&["1.2.3.40", "1.2.3.70"])];
        let image = content_item("IMAGE", "CONTAINS", &[sequence(0x0008_1199, &[item(&with)])], &[]);
        let root = [listed.to_vec(), content("CONTAINER", "", &[], &[image])].concat();
        let bytes = object(ENHANCED_SR, &root);
        let expected = "ContentSequence[1].ReferencedSOPSequence[1].ReferencedSOPSequence[2].ReferencedSOPInstanceUID";
        assert_eq!(place("S004", &bytes), (expected.to_owned(), Severity::Error));
        assert_eq!(count("S004", &bytes), 1);
    }

    #[test]
    fn without_evidence_it_is_a_warning() {
        assert_eq!(place("S004", &report("IMAGE", &["1.2.3.60"], &[])).1, Severity::Warning);
        assert_eq!(place("S004", &report("IMAGE", &["1.2.3.60"], &[sequence(0x0040_A375, &[])])).1, Severity::Warning);
    }

    #[test]
    fn listed_objects_and_other_value_types_are_right() {
        let listed = [evidence(0x0040_A375, &["1.2.3.4\0", "1.2.3.40"])];
        assert_eq!(count("S004", &report("IMAGE", &["1.2.3.4 ", "1.2.3.40", ""], &listed)), 0);
        assert_eq!(count("S004", &report("TEXT", &["1.2.3.60"], &listed)), 0);
    }

    #[test]
    fn evidence_that_is_cut_lists_nothing() {
        let listed = evidence(0x0040_A375, &["1.2.3.40", "1.2.3.50"]);
        let bytes = report("IMAGE", &["1.2.3.50"], &[]);
        assert_eq!(count("S004", &bytes), 1);
        // The Sequence says more than there is, so that all that follows is lost; the report stands before it.
        let mut cut = bytes;
        let length = listed.len() as u32 + 100;
        cut.extend(el_length(0x0040_A385, b"SQ", length, &listed[12..]));
        assert_eq!(count("S004", &cut), 0);
    }
}

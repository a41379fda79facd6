//! ## What it checks
//! Functional group macros that shall be there only under a condition are not there where it is false.
//!
//! ## Why
//! Readers may take the condition for true.
//!
//! ## Standard
//! PS3.3 C.7.6.16, and the table of functional group macros of each IOD.
//!
//! ## Example
//! A macro for original frames in a frame whose Frame Type is DERIVED.
//!
//! ## Exceptions
//! Macros that may be present otherwise, or of which nothing is said.
//! A Standard Extended SOP Class may have more macros: hence a warning.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G011",
    name: "macro-not-allowed",
    severity: Severity::Warning,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16",
    summary: "A conditional functional group macro is present although its condition does not hold.",
    message: "functional group macro {module} is present, though its condition ({condition}) does not hold",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::Options;

    fn with(fact: bool) -> Options {
        Options { facts: vec![("patient-oriented".to_owned(), fact)], ..Options::default() }
    }

    #[test]
    fn a_macro_is_told_where_its_condition_is_false_and_forbids_it() {
        let frames = sequence(PER_FRAME_GROUPS, &[item(&[]), item(&[group(0x0028_9110)])]);
        let bytes = object(SEGMENTATION, &[frames]);
        let found = of_by("G011", &bytes, with(false));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].path.len(), found[0].path[0].item), (2, 2));
        assert_eq!(found[0].detail[0].0, "condition");
        assert_eq!(of_by("G011", &bytes, with(true)).len(), 0);
        assert_eq!(count("G011", &bytes), 0);
    }

    #[test]
    fn shared_ones_are_told_too() {
        let bytes = object(SEGMENTATION, &[sequence(SHARED_GROUPS, &[item(&[group(0x0028_9110)])])]);
        assert_eq!(of_by("G011", &bytes, with(false)).len(), 1);
    }
}

//! ## What it checks
//! Conditional Modules whose condition depends on a fact of the world, and of which nothing is there.
//!
//! ## Why
//! So that what was not decided is counted and never an error.
//!
//! ## Standard
//! PS3.3 A.1.3.2.
//!
//! ## Example
//! The Contrast/Bolus Module where nothing says whether contrast was given.
//!
//! ## Exceptions
//! Facts that hold for all files may be told with `--fact`.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M009",
    name: "module-undetermined",
    severity: Severity::Undetermined,
    need: Need::Presence,
    paragraph: "PS3.3 A.1.3.2",
    summary: "Whether a conditional Module is required cannot be told from the data set.",
    message: "whether Module {module} is required is undetermined: {cause}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn no_data_set_tells_whether_contrast_was_given() {
        assert!(codes(&ct(&[], &[]), &[], "contrast-bolus", 0).contains(&"M009"));
    }

    #[test]
    fn evidence_or_a_fact_decides() {
        assert!(!codes(&ct(&[], &[]), &[("contrast-was-applied", false)], "contrast-bolus", 0).contains(&"M009"));
        assert!(!codes(&ct(&[], &[el(0x0018_0010, b"LO", "OMNIPAQUE ")]), &[], "contrast-bolus", 0).contains(&"M009"));
    }

}

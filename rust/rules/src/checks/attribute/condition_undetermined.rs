//! ## What it checks
//! Conditions that depend on a fact of the world, or on an Attribute whose value is missing.
//!
//! ## Why
//! So that what was not decided is counted and never an error.
//!
//! ## Standard
//! PS3.5 7.4.2 and 7.4.4.
//!
//! ## Example
//! Contrast/Bolus Agent where nothing says whether contrast was given.
//!
//! ## Exceptions
//! Facts that hold for all files may be told with `--fact`.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A108",
    name: "condition-undetermined",
    severity: Severity::Undetermined,
    need: Need::Presence,
    paragraph: "PS3.5 7.4.2",
    summary: "Whether an Attribute is required cannot be told from the data set.",
    message: "whether it is required or allowed is undetermined: {cause}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn no_data_set_tells_whether_the_patient_is_human() {
        // Table C.7-1: Patient Species Description.
        assert_eq!(codes(&ct(&[], &[]), &[], "", 0x0010_2201), ["A108"]);
    }

    #[test]
    fn who_knows_it_says_it() {
        assert_eq!(codes(&ct(&[], &[]), &[("patient-is-human", true)], "", 0x0010_2201), [""; 0]);
        assert_eq!(codes(&ct(&[], &[]), &[("patient-is-human", false)], "", 0x0010_2201), ["A104"]);
    }
}

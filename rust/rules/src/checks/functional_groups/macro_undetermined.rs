//! ## What it checks
//! Conditional functional group macros whose condition depends on a fact of the world, or on an Attribute whose value is missing, and that are in neither the frame nor the Shared Functional Groups Sequence.
//!
//! ## Why
//! So that what was not decided is counted and never an error.
//!
//! ## Standard
//! PS3.3 C.7.6.16, and the table of functional group macros of each IOD.
//!
//! ## Example
//! Contrast/Bolus Usage where nothing says whether contrast was given.
//!
//! ## Exceptions
//! Facts that hold for all files may be told with `--fact`.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G010",
    name: "macro-undetermined",
    severity: Severity::Undetermined,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16",
    summary: "Whether a conditional functional group macro is required cannot be told from the data set.",
    message: "Whether functional group macro {module} is required cannot be told from the data set (fact {fact}, Attribute {attribute})",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::Options;

    #[test]
    fn a_condition_on_the_world_is_not_decided() {
        let bytes = object(ENHANCED_CT, &[sequence(PER_FRAME_GROUPS, &[ct_groups(&[]), ct_groups(&[])])]);
        let undecided = modules("G010", &bytes);
        assert!(undecided.contains(&("derivation-image".to_owned(), 2)), "{undecided:?}");
        let known = vec![("image-was-derived".to_owned(), true), ("planned-on-other-image".to_owned(), false)];
        let options = Options { facts: known, ..Options::default() };
        assert!(of_by("G001", &bytes, options.clone()).len() == 1);
        let told = of_by("G010", &bytes, options);
        assert!(told.iter().all(|finding| !format!("{:?}", finding.detail).contains("image-was-derived")), "{told:?}");
    }

    #[test]
    fn a_macro_that_is_there_leaves_nothing_open() {
        let frame = item(&[group(0x0008_1140), group(0x0008_9124)]);
        let undecided = modules("G010", &object(ENHANCED_CT, &[sequence(PER_FRAME_GROUPS, &[frame])]));
        assert!(undecided.iter().all(|(id, _)| id != "derivation-image" && id != "referenced-image"), "{undecided:?}");
    }

    #[test]
    fn what_the_groups_themselves_demand_is_missed_where_it_is_asked_for() {
        // MR Diffusion depends on Acquisition Contrast, of Type 1 in MR Image Frame Type: absent, it leaves open what is so.
        let frame = item(&[group(0x0018_9226)]);
        let data = [el(0x0008_0008, b"CS", "ORIGINAL\\PRIMARY "), sequence(PER_FRAME_GROUPS, &[frame])];
        let undecided = modules("G010", &object(ENHANCED_MR, &data));
        assert!(undecided.contains(&("mr-diffusion".to_owned(), 1)), "{undecided:?}");
    }
}

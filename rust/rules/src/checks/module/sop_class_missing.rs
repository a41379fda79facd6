//! ## What it checks
//! The data set, or at least File Meta Information, says which SOP Class the object is of.
//!
//! ## Why
//! Without it a reader does not know what the object is.
//!
//! ## Standard
//! PS3.3 C.12.1: SOP Class UID is Type 1.
//!
//! ## Example
//! A data set from which SOP Class UID was removed.
//!
//! ## Exceptions
//! ACR-NEMA data sets, which know no SOP Classes.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M005",
    name: "sop-class-missing",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.3 C.12.1",
    summary: "There is no SOP Class UID.",
    message: "SOP Class UID has no value, so no IOD can be checked",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn no_sop_class_at_all_is_told() {
        assert_eq!(count("M005", &ct(&[0x0008_0016, 0x0002_0002], &[])), 1);
    }

    #[test]
    fn the_one_of_file_meta_information_will_do() {
        assert_eq!(count("M005", &ct(&[], &[])), 0);
        assert_eq!(count("M005", &ct(&[0x0008_0016], &[])), 0);
        assert_eq!(count("A101", &ct(&[0x0008_0016], &[])), 1, "it is Type 1 of SOP Common");
    }
}

//! ## What it checks
//! Every Type 1 Attribute of the Modules in force is present, at every depth.
//!
//! ## Why
//! Readers rely on it without asking.
//!
//! ## Standard
//! PS3.5 7.4.1: a Type 1 Data Element shall be present with a value.
//!
//! ## Example
//! A CT Image without Rescale Intercept.
//!
//! ## Exceptions
//! Attributes of a Module that is in force by evidence only give warnings; so do demands that are not in every
//! edition, unless the edition is named.
//! A Content Item by reference (PS3.3 C.17.3) has no Value Type.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A101",
    name: "type-1-missing",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.5 7.4.1",
    summary: "A Type 1 Attribute is absent.",
    message: "Type 1 Attribute of Module {module} is absent",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_content_item_by_reference_has_no_value_type() {
        let of_item = |data: &[Vec<u8>]| {
            let class = el(0x0008_0016, b"UI", b"1.2.840.10008.5.1.4.1.1.88.11\0");
            count("A101", &file(&[class, sequence(0x0040_A730, &[item(data)])]))
        };
        let related = el(0x0040_A010, b"CS", b"SELECTED FROM ");
        let pointer = el(0x0040_DB73, b"UL", [1, 0, 0, 0, 2, 0, 0, 0]);
        let typed = el(0x0040_A040, b"CS", b"TEXT");
        let without = of_item(&[related.clone(), pointer.clone()]);
        assert_eq!(of_item(std::slice::from_ref(&related)), without + 1);
        assert_eq!(of_item(&[related, typed]), without);
        assert_eq!(of_item(&[pointer]), without + 1);
    }

    #[test]
    fn an_absent_one_is_told_at_the_root_and_in_items() {
        assert_eq!(count("A101", &ct(&[0x0020_000D], &[])), 1);
        let item_without = item(&[el(0x0008_1150, b"UI", CT)]);
        assert_eq!(count("A101", &ct(&[], &[sequence(0x0008_1140, &[item_without])])), 1, "Referenced SOP Instance UID");
    }

    #[test]
    fn present_ones_are_silent() {
        assert_eq!(count("A101", &ct(&[], &[])), 0);
        let whole = item(&[el(0x0008_1150, b"UI", CT), el(0x0008_1155, b"UI", "1.2.3.4\0")]);
        assert_eq!(count("A101", &ct(&[], &[sequence(0x0008_1140, &[whole])])), 0);
    }
}

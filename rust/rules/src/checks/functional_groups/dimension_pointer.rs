//! ## What it checks
//! Functional Group Pointer is the Tag of a Sequence of a functional group macro of the IOD; Dimension Index Pointer is the Tag of an Attribute in it, at any depth.
//!
//! ## Why
//! Otherwise nothing tells what the dimension is.
//!
//! ## Standard
//! PS3.3 C.7.6.17.
//!
//! ## Example
//! Functional Group Pointer (0020,9111), and Dimension Index Pointer (0020,0032), which is in another group: warning.
//!
//! ## Exceptions
//! Private Tags. Dimension Index Pointers without Functional Group Pointer. A Standard Extended SOP Class may have more macros: hence a warning.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G009",
    name: "dimension-pointer",
    severity: Severity::Warning,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.17",
    summary: "A dimension points to what is no Attribute of the functional groups of the IOD.",
    message: "points to no such Attribute in the functional groups (fault {fault})",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn pointer(tag: u32) -> Vec<u8> {
        [((tag >> 16) as u16).to_le_bytes(), (tag as u16).to_le_bytes()].concat()
    }

    fn dimension(group: Option<u32>, attribute: u32) -> Vec<u8> {
        let mut elements = vec![el(0x0020_9165, b"AT", pointer(attribute))];
        elements.extend(group.map(|group| el(0x0020_9167, b"AT", pointer(group))));
        object(ENHANCED_CT, &[sequence(0x0020_9222, &[item(&elements)])])
    }

    #[test]
    fn a_group_that_the_iod_has_not_is_told() {
        let bytes = dimension(Some(0x0018_9115), 0x0018_9027);
        assert_eq!(detail("G009", &bytes, "fault"), "group");
        assert_eq!(place("G009", &bytes).0, "DimensionIndexSequence[1].FunctionalGroupPointer");
    }

    #[test]
    fn an_attribute_of_another_group_is_told() {
        let bytes = dimension(Some(0x0020_9111), 0x0020_0032);
        assert_eq!(detail("G009", &bytes, "fault"), "pointer");
        assert_eq!(place("G009", &bytes).0, "DimensionIndexSequence[1].DimensionIndexPointer");
    }

    #[test]
    fn attributes_of_the_group_are_right_at_any_depth() {
        assert_eq!(count("G009", &dimension(Some(0x0020_9111), 0x0020_9057)), 0);
        // Code Value in Anatomic Region Sequence of Frame Anatomy Sequence.
        assert_eq!(count("G009", &dimension(Some(0x0020_9071), 0x0008_0100)), 0);
    }

    #[test]
    fn private_tags_and_pointers_without_group_are_not_looked_at() {
        assert_eq!(count("G009", &dimension(None, 0x0020_0032)), 0);
        assert_eq!(count("G009", &dimension(Some(0x0020_9111), 0x0021_1001)), 0);
        assert_eq!(count("G009", &dimension(Some(0x0021_1002), 0x0020_0032)), 0);
    }
}

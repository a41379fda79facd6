//! ## What it checks
//! Every Type 2C Attribute whose condition is true is present, perhaps empty.
//!
//! ## Why
//! The condition says that it belongs here, even if its value is not known.
//!
//! ## Standard
//! PS3.5 7.4.4: where the condition holds, Type 2C is as Type 2.
//!
//! ## Example
//! A control point that changes the gantry angle without the angle.
//!
//! ## Exceptions
//! Attributes of a Module that is in force by evidence only, demands that are not in every edition (unless the edition is named), and doubtful wordings give warnings.
//! A condition that the data set does not tell is never taken as true.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A106",
    name: "type-2c-missing",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.5 7.4.4",
    summary: "A Type 2C Attribute is absent although its condition holds.",
    message: "Type 2C Attribute of Module {module} is absent: {required}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    /// Laterality (Table C.7-5a) is Type 2C by the body part; Patient Position is, too, for CT and MR Images.
    #[test]
    fn the_condition_holds_and_it_is_absent() {
        assert_eq!(tags("A106", &ct(&[0x0018_5100, 0x0054_0410], &[])), [0x0018_5100]);
    }

    #[test]
    fn it_may_be_empty() {
        assert_eq!(count("A106", &ct(&[0x0018_5100, 0x0054_0410], &[el(0x0018_5100, b"CS", [])])), 0);
    }
}

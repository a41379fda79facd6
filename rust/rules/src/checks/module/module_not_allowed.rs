//! ## What it checks
//! Attributes that belong to one conditional Module only are not there where its condition is false.
//!
//! ## Why
//! They may mislead readers, which take them for the condition.
//!
//! ## Standard
//! PS3.3 A.1.3.2: otherwise the Module shall not be present.
//!
//! ## Example
//! Attributes of a Module for multi-frame images in an image of one frame.
//!
//! ## Exceptions
//! A Standard Extended SOP Class may have Attributes of other Modules: hence a warning.
//! Modules that may be present otherwise are not told.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M008",
    name: "module-not-allowed",
    severity: Severity::Warning,
    need: Need::Presence,
    paragraph: "PS3.3 A.1.3.2",
    summary: "A conditional Module is present although its condition does not hold.",
    message: "Module {module} is present, though it shall not be: {condition}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn contrast_was_not_given_and_an_agent_is_named() {
        assert!(codes(&ct(&[], &[el(0x0018_0010, b"LO", "OMNIPAQUE ")]), &[("contrast-was-applied", false)], "contrast-bolus", 0).contains(&"M008"));
    }

    #[test]
    fn nothing_of_it_is_there() {
        assert!(!codes(&ct(&[], &[]), &[("contrast-was-applied", false)], "contrast-bolus", 0).contains(&"M008"));
        assert!(!codes(&ct(&[], &[el(0x0018_0010, b"LO", "OMNIPAQUE ")]), &[], "contrast-bolus", 0).contains(&"M008"));
    }
}

//! ## What it checks
//! A conditional or optional Module of which an Attribute of its own has a value has at least one of the other
//! Attributes that it demands.
//!
//! ## Why
//! Left-over Attributes, after a de-identification or a conversion, look like a Module that is not there; one
//! warning says so, and no demand of the Module is made.
//!
//! ## Standard
//! PS3.3 A.1.3 on conditional and user optional Modules.
//!
//! ## Example
//! A lone Contrast/Bolus Volume without Contrast/Bolus Agent.
//!
//! ## Exceptions
//! Modules that demand nothing besides.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M004",
    name: "module-partly-present",
    severity: Severity::Warning,
    need: Need::Presence,
    paragraph: "PS3.3 A.1.3",
    summary: "A Module that is not mandatory is there by a stray Attribute only.",
    message: "Module {module} is present by this Attribute alone: all that it demands besides is absent",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_stray_attribute_of_an_optional_module_is_told() {
        // Contrast/Bolus Volume is of the Contrast/Bolus Module alone, which demands Contrast/Bolus Agent.
        assert_eq!(count("M004", &ct(&[], &[el(0x0018_1041, b"DS", "10")])), 1);
    }

    #[test]
    fn a_module_with_what_it_demands_and_an_empty_attribute_are_silent() {
        let (agent, volume) = (el(0x0018_0010, b"LO", "AGENT "), el(0x0018_1041, b"DS", "10"));
        assert_eq!(count("M004", &ct(&[], &[agent, volume])), 0);
        assert_eq!(count("M004", &ct(&[], &[el(0x0018_1041, b"DS", "")])), 0, "what is empty is no evidence");
    }
}

//! ## What it checks
//! The IOD allows the Relationship Type between the Value Type of the Content Item around this one and its own.
//!
//! ## Why
//! The relationship says what the Content Item means: a property, a modifier, the context.
//!
//! ## Standard
//! PS3.3 A.35: the table of relationships of each IOD.
//!
//! ## Example
//! TEXT below CODE by CONTAINS: error.
//!
//! ## Exceptions
//! Where only one independent source has the table of the IOD: a warning.
//! Value Types that are not allowed at all are told by S001. Items below an Item by reference.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "S002",
    name: "relationship-not-allowed",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 A.35",
    summary: "A Content Item has a relationship to the one around it that the IOD does not allow.",
    message: "the IOD does not allow this relationship between the two Value Types",
    ..Meta::BASE
};

/// Made by the pass over Content Items (`content.rs`).
pub const CHECK: Check = Check::Elsewhere;

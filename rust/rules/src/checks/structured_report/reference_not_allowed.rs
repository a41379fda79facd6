//! ## What it checks
//! The IOD allows relationships by reference, and this one between the two Value Types; the target is not around the Item that points to it.
//!
//! ## Why
//! Readers that follow references would not come to an end, or do not expect any.
//!
//! ## Standard
//! PS3.3 C.17.3.2.5 and A.35.
//!
//! ## Example
//! Any reference in a Basic Text SR; a reference to 1, the root, from anywhere: error.
//!
//! ## Exceptions
//! Where only one independent source has the table of the IOD: a warning, but for loops.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "S005",
    name: "reference-not-allowed",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.17.3.2.5",
    summary: "A Content Item is pointed to where the IOD does not allow it, or from within itself.",
    message: "this reference is not allowed (fault {fault})",
    ..Meta::BASE
};

/// Made by the pass over Content Items (`content.rs`).
pub const CHECK: Check = Check::Elsewhere;

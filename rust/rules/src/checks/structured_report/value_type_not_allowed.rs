//! ## What it checks
//! Value Type of the root and of each Content Item by value is one of those that the IOD lists.
//!
//! ## Why
//! Readers of the IOD need not know what to do with it.
//!
//! ## Standard
//! PS3.3 A.35: each IOD lists its Value Types.
//!
//! ## Example
//! NUM in a Basic Text SR: warning; SCOORD in an Enhanced SR is allowed.
//!
//! ## Exceptions
//! Where the list of the IOD does not come from PS3.3 itself: a warning.
//! Enhanced X-Ray Radiation Dose SR is not checked.
//! Values that are no Code Strings have a rule of their own.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "S001",
    name: "value-type-not-allowed",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 A.35",
    summary: "A Content Item has a Value Type that the IOD does not allow.",
    message: "the IOD has no Content Items of this Value Type",
    ..Meta::BASE
};

/// Made by the pass over Content Items (`content.rs`).
pub const CHECK: Check = Check::Elsewhere;

//! ## What it checks
//! The numbers of Referenced Content Item Identifier lead from the root (1) through the Items of Content Sequences to one that is there.
//!
//! ## Why
//! What the report says by this reference is lost.
//!
//! ## Standard
//! PS3.3 C.17.3.2.5.
//!
//! ## Example
//! 1\2\5 where the second Item of the root has four Items: error.
//!
//! ## Exceptions
//! Identifiers without value. Sequences on the way that could not be read to their end.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "S003",
    name: "reference-target-missing",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.17.3.2.5",
    summary: "A reference leads to no Content Item.",
    message: "no Content Item stands there",
    ..Meta::BASE
};

/// Made by the pass over Content Items (`content.rs`).
pub const CHECK: Check = Check::Elsewhere;

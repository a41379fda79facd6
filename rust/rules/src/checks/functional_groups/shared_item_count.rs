//! ## What it checks
//! The Shared Functional Groups Sequence has a single Item.
//!
//! ## Why
//! Readers take the first and miss what the others say.
//!
//! ## Standard
//! PS3.3 C.7.6.16.1.1.
//!
//! ## Example
//! Two Items, one with Pixel Measures and one with Plane Orientation: error.
//!
//! ## Exceptions
//! A Sequence of which Items could not be read.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G006",
    name: "shared-item-count",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16.1.1",
    summary: "The Shared Functional Groups Sequence has more than one Item.",
    message: "{observed} Items, not one",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

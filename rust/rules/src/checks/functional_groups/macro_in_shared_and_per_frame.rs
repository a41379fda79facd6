//! ## What it checks
//! A functional group macro whose Sequence has an Item in the Shared Functional Groups Sequence has none in any frame.
//!
//! ## Why
//! Two places for one fact may disagree, and readers take one or the other.
//!
//! ## Standard
//! PS3.3 C.7.6.16.1: a macro is either shared or per frame.
//!
//! ## Example
//! Pixel Measures Sequence in the Shared Item and in frame 12: error.
//!
//! ## Exceptions
//! Sequences without Items do not count.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G002",
    name: "macro-in-shared-and-per-frame",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16.1",
    summary: "A functional group macro is both in the Shared Functional Groups Sequence and in a frame.",
    message: "functional group macro {module} is both shared and in a frame",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

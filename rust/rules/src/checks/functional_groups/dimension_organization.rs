//! ## What it checks
//! Dimension Organization UID in each Item of the Dimension Index Sequence is one of those in the Dimension Organization Sequence.
//!
//! ## Why
//! Frames of several objects are put together by this UID.
//!
//! ## Standard
//! PS3.3 C.7.6.17.
//!
//! ## Example
//! A UID that was made anew in one of the two Sequences only: error.
//!
//! ## Exceptions
//! A Dimension Organization Sequence that is absent, empty or could not be read to its end.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G008",
    name: "dimension-organization",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.17",
    summary: "A dimension belongs to a Dimension Organization that is not listed.",
    message: "this Dimension Organization UID is not in the Dimension Organization Sequence",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

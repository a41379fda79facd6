//! ## What it checks
//! The Per-Frame Functional Groups Sequence has one Item for each frame: as many as Number of Frames says.
//!
//! ## Why
//! The n-th Item belongs to the n-th frame; with another number frames have no Item, or Items no frame.
//!
//! ## Standard
//! PS3.3 C.7.6.16.1.2.
//!
//! ## Example
//! Number of Frames 20 and 19 Items: error.
//!
//! ## Exceptions
//! A Sequence without Items, or of which some could not be read. A Number of Frames without a valid value.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G003",
    name: "frame-item-count",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16.1.2",
    summary: "The Per-Frame Functional Groups Sequence has not as many Items as there are frames.",
    message: "{observed} Items for {demanded} frames",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

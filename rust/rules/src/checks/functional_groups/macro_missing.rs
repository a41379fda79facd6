//! ## What it checks
//! Each frame has each functional group macro of usage M, and each of usage C whose condition holds for it: in its own Item, or in the Shared Functional Groups Sequence.
//! A macro is in an Item by its Sequence with an Item; where that Sequence is of Type 2, 2C or 3, by the Sequence alone.
//!
//! ## Why
//! A reader that needs the pixel spacing or position of a frame looks for it in these two places only.
//!
//! ## Standard
//! PS3.3 C.7.6.16, and the table of functional group macros of each IOD.
//!
//! ## Example
//! An Enhanced CT Image of whose 30 frames one has no Plane Position Sequence: error.
//!
//! ## Exceptions
//! Without Per-Frame Functional Groups, what is not shared is a warning; nothing in an instance of a Concatenation, or where Dimension Organization Type is TILED_FULL.
//! Frames of a TILED_FULL image need no Frame Content, Plane Position (Slide) or Optical Path Identification.
//! Macros of which no Sequence is of Type 1 or 2.
//! A macro that some shipped edition does not demand is a warning, unless the edition was named.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G001",
    name: "macro-missing",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16",
    summary: "A functional group macro that is required is in neither the frame nor the Shared Functional Groups Sequence.",
    message: "functional group macro {module} is missing: neither shared nor in the frame",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

//! ## What it checks
//! Each object to which Content Items of Value Type IMAGE, COMPOSITE or WAVEFORM point is in Current Requested Procedure Evidence Sequence or Pertinent Other Evidence Sequence.
//!
//! ## Why
//! Receivers find the Study and Series of an object by these Sequences only.
//!
//! ## Standard
//! PS3.3 C.17.2.
//!
//! ## Example
//! An image that was added to the content, and not to the evidence: error.
//!
//! ## Exceptions
//! Without any Item in the evidence Sequences: a warning. Evidence that could not be read to its end.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "S004",
    name: "reference-not-in-evidence",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.17.2",
    summary: "A Content Item points to an object that is not listed as evidence.",
    message: "the object is in no evidence Sequence",
    ..Meta::BASE
};

/// Made by the pass over Content Items (`content.rs`).
pub const CHECK: Check = Check::Elsewhere;

//! ## What it checks
//! Conditional functional group macros whose condition depends on a fact of the world, or on an Attribute whose value is missing, and that are in neither the frame nor the Shared Functional Groups Sequence.
//!
//! ## Why
//! So that what was not decided is counted and never an error.
//!
//! ## Standard
//! PS3.3 C.7.6.16, and the table of functional group macros of each IOD.
//!
//! ## Example
//! Contrast/Bolus Usage where nothing says whether contrast was given.
//!
//! ## Exceptions
//! Facts that hold for all files may be told with `--fact`.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G010",
    name: "macro-undetermined",
    severity: Severity::Undetermined,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16",
    summary: "Whether a conditional functional group macro is required cannot be told from the data set.",
    message: "Whether functional group macro {module} is required cannot be told from the data set (fact {fact}, Attribute {attribute})",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

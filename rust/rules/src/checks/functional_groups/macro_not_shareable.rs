//! ## What it checks
//! Frame Content and Unassigned Per-Frame Converted Attributes stand in frames only; Unassigned Shared Converted Attributes are shared only.
//!
//! ## Why
//! What differs from frame to frame cannot be shared.
//!
//! ## Standard
//! PS3.3 C.7.6.16.2.2, C.7.6.16.2.25 and C.7.6.16.2.26.
//!
//! ## Example
//! Frame Content Sequence in the Shared Functional Groups Sequence: error.
//!
//! ## Exceptions
//! None.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G004",
    name: "macro-not-shareable",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16.2",
    summary: "A functional group macro stands where it may not: shared instead of per frame, or the other way round.",
    message: "functional group macro {module} may not stand here",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

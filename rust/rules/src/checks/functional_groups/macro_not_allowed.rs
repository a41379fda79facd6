//! ## What it checks
//! Functional group macros that shall be there only under a condition are not there where it is false.
//!
//! ## Why
//! Readers may take the condition for true.
//!
//! ## Standard
//! PS3.3 C.7.6.16, and the table of functional group macros of each IOD.
//!
//! ## Example
//! A macro for original frames in a frame whose Frame Type is DERIVED.
//!
//! ## Exceptions
//! Macros that may be present otherwise, or of which nothing is said.
//! A Standard Extended SOP Class may have more macros: hence a warning.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G011",
    name: "macro-not-allowed",
    severity: Severity::Warning,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16",
    summary: "A conditional functional group macro is present although its condition does not hold.",
    message: "functional group macro {module} is present, though its condition ({condition}) does not hold",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

//! ## What it checks
//! Numbers that cannot be zero, such as thicknesses and spacings, are not.
//!
//! ## Why
//! A zero here is mostly a value that was not known; readers divide by it.
//!
//! ## Standard
//! PS3.3 C: the definitions of the Attributes.
//!
//! ## Example
//! Rows (0028,0010) of 0.
//!
//! ## Exceptions
//! Attributes at which C003 or A124 stands.

use crate::finding::Severity;
use crate::rule::{Check, Meta};

/// See the page.
pub const META: Meta = Meta {
    code: "A123",
    name: "value-zero",
    severity: Severity::Warning,
    paragraph: "PS3.3 C",
    summary: "A value is zero that cannot be.",
    message: "value {value_number} is zero, which it cannot be",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`lists.rs`).
pub const CHECK: Check = Check::Elsewhere;

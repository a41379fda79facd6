//! ## What it checks
//! Numbers that a Module, or the IOD, confines to a range are within it.
//!
//! ## Why
//! What is outside has no meaning there: a negative distance between slices, a priority above the lowest.
//!
//! ## Standard
//! PS3.3 A and C: the definitions of the Attributes, and what annex A says of single IODs.
//!
//! ## Example
//! Window Width (0028,1051) of -400.
//!
//! ## Exceptions
//! Values that are no numbers. Modules in force by evidence only give warnings. Where this stands, A123 does not.

use crate::rule::{Check, Meta};

/// See the page.
pub const META: Meta = Meta {
    code: "A124",
    name: "value-out-of-range",
    paragraph: "PS3.3 A, C",
    summary: "A number is out of the range that the Module or the IOD allows.",
    message: "value {value_number} is out of range, allowed: {demanded}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`lists.rs`).
pub const CHECK: Check = Check::Elsewhere;

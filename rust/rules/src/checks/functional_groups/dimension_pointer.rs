//! ## What it checks
//! Functional Group Pointer is the Tag of a Sequence of a functional group macro of the IOD; Dimension Index Pointer is the Tag of an Attribute in it, at any depth.
//!
//! ## Why
//! Otherwise nothing tells what the dimension is.
//!
//! ## Standard
//! PS3.3 C.7.6.17.
//!
//! ## Example
//! Functional Group Pointer (0020,9111), and Dimension Index Pointer (0020,0032), which is in another group: warning.
//!
//! ## Exceptions
//! Private Tags. Dimension Index Pointers without Functional Group Pointer. A Standard Extended SOP Class may have more macros: hence a warning.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G009",
    name: "dimension-pointer",
    severity: Severity::Warning,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.17",
    summary: "A dimension points to what is no Attribute of the functional groups of the IOD.",
    message: "points to no such Attribute in the functional groups (fault {fault})",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

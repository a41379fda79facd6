//! ## What it checks
//! Attributes of a Module that the IOD excludes are not there.
//!
//! ## Why
//! Readers do not expect the Module in this IOD, and may apply what it says twice or wrongly.
//!
//! ## Standard
//! PS3.3 A: sections of an IOD exclude Modules.
//!
//! ## Example
//! Attributes of the VOI LUT Module in an image whose IOD excludes it.
//!
//! ## Exceptions
//! Attributes that another Module of the IOD has as well, and those without a value.

use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M010",
    name: "module-forbidden",
    need: Need::Presence,
    paragraph: "PS3.3 A",
    summary: "A Module is present that the IOD does not allow.",
    message: "Attributes of Module {module} are present, which this IOD does not allow",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`lists.rs`).
pub const CHECK: Check = Check::Elsewhere;

//! ## What it checks
//! A conditional or optional Module of which an Attribute of its own has a value has at least one of the other
//! Attributes that it demands.
//!
//! ## Why
//! Left-over Attributes, after a de-identification or a conversion, look like a Module that is not there; one
//! warning says so, and no demand of the Module is made.
//!
//! ## Standard
//! PS3.3 A.1.3 on conditional and user optional Modules.
//!
//! ## Example
//! A lone Contrast/Bolus Volume without Contrast/Bolus Agent.
//!
//! ## Exceptions
//! Modules that demand nothing besides.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M004",
    name: "module-partly-present",
    severity: Severity::Warning,
    need: Need::Presence,
    paragraph: "PS3.3 A.1.3",
    summary: "A Module that is not mandatory is there by a stray Attribute only.",
    message: "Module {module} is present by this Attribute alone: all that it demands besides is absent",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

//! ## What it checks
//! Every Type 1 Attribute of the Modules in force is present, at every depth.
//!
//! ## Why
//! Readers rely on it without asking.
//!
//! ## Standard
//! PS3.5 7.4.1: a Type 1 Data Element shall be present with a value.
//!
//! ## Example
//! A CT Image without Rescale Intercept.
//!
//! ## Exceptions
//! Attributes of a Module that is in force by evidence only give warnings; so do demands that are not in every
//! edition, unless the edition is named.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A101",
    name: "type-1-missing",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.5 7.4.1",
    summary: "A Type 1 Attribute is absent.",
    message: "Type 1 Attribute of Module {module} is absent",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

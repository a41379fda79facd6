//! ## What it checks
//! Attributes of Type 3 whose description says when they shall be present.
//!
//! ## Why
//! The sentence is a demand like that of a Type.
//!
//! ## Standard
//! The description of the Attribute in PS3.3.
//!
//! ## Example
//! A Type 3 Attribute that shall be present where another one is.
//!
//! ## Exceptions
//! Attributes of a Module that is in force by evidence only, demands that are not in every edition (unless the edition is named), and doubtful wordings give warnings.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A109",
    name: "required-by-note",
    severity: Severity::Error,
    need: Need::Presence,
    paragraph: "PS3.3",
    summary: "An Attribute that a sentence of the table requires here is absent.",
    message: "absent, though the table of Module {module} wants it here: {required}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

//! ## What it checks
//! Whether a registered SOP Class has a composite IOD whose Modules can be checked.
//!
//! ## Why
//! SOP Classes of services, or of a later edition, have none here; the verdict is then incomplete.
//!
//! ## Standard
//! PS3.4 B.5.
//!
//! ## Example
//! A Modality Performed Procedure Step kept in a file.
//!
//! ## Exceptions
//! None.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "M006",
    name: "sop-class-not-covered",
    severity: Severity::Info,
    need: Need::Presence,
    paragraph: "PS3.4 B.5",
    summary: "The SOP Class has no composite IOD in this edition.",
    message: "SOP Class has no composite IOD in edition {edition}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

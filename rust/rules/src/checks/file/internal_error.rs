//! ## What it checks
//! Whether the check went through.
//!
//! ## Why
//! One file must not stop a sweep, and must not seem checked.
//!
//! ## Standard
//! None: it is about the run, not about the file.
//!
//! ## Example
//! None is known.
//!
//! ## Exceptions
//! None.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "F092",
    name: "internal-error",
    severity: Severity::Warning,
    need: Need::Presence,
    summary: "The check of this file failed by a fault of this program.",
    message: "the check failed by a fault of the program; please report it",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Elsewhere;

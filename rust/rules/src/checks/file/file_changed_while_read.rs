//! ## What it checks
//! Whether the file is the same after the read as before.
//!
//! ## Why
//! What was checked may be half of one file and half of another.
//!
//! ## Standard
//! None: it is about the run, not about the file.
//!
//! ## Example
//! A file that is still being written.
//!
//! ## Exceptions
//! None.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "F093",
    name: "file-changed-while-read",
    severity: Severity::Warning,
    need: Need::Presence,
    summary: "The file changed while it was read.",
    message: "size, time or place of the file changed while it was read",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Elsewhere;

//! ## What it checks
//! A Sequence holds Items, and nothing else.
//!
//! ## Why
//! The rest of the Sequence cannot be read.
//!
//! ## Standard
//! PS3.5 7.5.1.
//!
//! ## Example
//! A Sequence whose value is a text.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E008",
    name: "not-an-item",
    need: Need::Raw,
    paragraph: "PS3.5 7.5.1",
    summary: "Something other than an Item stands in a Sequence of defined length.",
    message: "the Sequence holds something other than Items; the rest of it was skipped",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::NotAnItem, |_| (Detail::new(), None));

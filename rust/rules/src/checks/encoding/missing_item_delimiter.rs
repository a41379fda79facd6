//! ## What it checks
//! Every Item of undefined length ends with its delimiter.
//!
//! ## Why
//! A reader runs into what follows.
//!
//! ## Standard
//! PS3.5 7.5.1.
//!
//! ## Example
//! A nested data set that was cut out of a file without its end.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E004",
    name: "missing-item-delimiter",
    need: Need::Raw,
    paragraph: "PS3.5 7.5.1",
    summary: "An Item of undefined length has no Item Delimitation Item.",
    message: "the Item of undefined length does not end with an Item Delimitation Item",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::MissingItemDelimiter, |_| (Detail::new(), None));

//! ## What it checks
//! Only Sequences, their Items, VR UN and encapsulated Pixel Data have undefined length.
//!
//! ## Why
//! A reader cannot know where the value ends.
//!
//! ## Standard
//! PS3.5 7.1.1.
//!
//! ## Example
//! A Patient's Name of length FFFFFFFF.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E003",
    name: "undefined-length-not-allowed",
    need: Need::Raw,
    paragraph: "PS3.5 7.1.1",
    summary: "An Element that may not have it has undefined length.",
    message: "undefined length is not allowed here",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::UndefinedLengthNotAllowed, |_| (Detail::new(), None));

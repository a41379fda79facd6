//! ## What it checks
//! Items stand in Sequences only, and delimiters only where what they end has undefined length.
//!
//! ## Why
//! It shows that lengths or nesting went wrong in the writer.
//!
//! ## Standard
//! PS3.5 7.5.
//!
//! ## Example
//! A Sequence Delimitation Item after a Sequence of defined length.
//!
//! ## Exceptions
//! None.

use validicom_header::{Note, NoteKind};

use crate::finding::{Detail, DetailValue};
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E006",
    name: "stray-delimiter",
    need: Need::Raw,
    paragraph: "PS3.5 7.5",
    summary: "A delimiter or an Item stands where none may.",
    message: "({tag}) stands where no delimiter or Item may",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::StrayDelimiter, describe);

fn describe(note: &Note) -> (Detail, Option<u64>) {
    let tag = match note.detail {
        0xE000 => "e000",
        0xE00D => "e00d",
        _ => "e0dd",
    };
    (vec![("tag", DetailValue::Text(tag.to_owned()))], None)
}

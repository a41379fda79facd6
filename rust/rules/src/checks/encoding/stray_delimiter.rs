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
    message: "(fffe,{tag}) stands where no delimiter or Item may",
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

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn which_one_is_told() {
        for (tag, name) in [(ITEM, "e000"), (ITEM_END, "e00d"), (SEQUENCE_END, "e0dd")] {
            let bytes = file(&[el(0x0008_0060, b"CS", "CT"), implicit(tag, 0, [])]);
            assert_eq!(detail("E006", &bytes, "tag"), name);
        }
    }

    #[test]
    fn delimiters_in_their_place_are_silent() {
        let closed = [implicit(ITEM, UNDEFINED, []), implicit(ITEM_END, 0, [])].concat();
        assert_eq!(count("E006", &file(&[sequence(0x0008_1140, &[closed])])), 0);
    }
}

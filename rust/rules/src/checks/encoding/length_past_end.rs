//! ## What it checks
//! No value, Item or Sequence is longer than the Item, Sequence or file that it stands in.
//!
//! ## Why
//! The file is cut, or a length is wrong: what follows cannot be trusted.
//!
//! ## Standard
//! PS3.5 7.1.1.
//!
//! ## Example
//! A file whose transfer broke off in Pixel Data.
//!
//! ## Exceptions
//! None.

use validicom_header::{Note, NoteKind};

use crate::finding::{Detail, DetailValue};
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E001",
    name: "length-past-end",
    need: Need::Raw,
    paragraph: "PS3.5 7.1.1",
    summary: "A Value Length goes past the end of what encloses the Element.",
    message: "the Value Length goes past the end of the {container}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::LengthPastEnd, describe);

fn describe(note: &Note) -> (Detail, Option<u64>) {
    let container = match note.detail {
        1 => "item",
        2 => "sequence",
        _ => "file",
    };
    (vec![("container", DetailValue::Text(container.to_owned()))], None)
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::testing::*;

    #[test]
    fn what_is_too_short_is_told() {
        let cut = file(&[el_length(0x0010_0020, b"LO", 20, "1 ")]);
        assert_eq!(detail("E001", &cut, "container"), "file");
        assert_eq!(check(&cut).0, Verdict::Fail);
        let inside = item(&[el_length(0x0008_1150, b"UI", 200, CT)]);
        let bytes = file(&[sequence(0x0008_1140, &[inside])]);
        assert_eq!(detail("E001", &bytes, "container"), "item");
    }

    #[test]
    fn a_whole_file_is_silent() {
        assert_eq!(count("E001", &one(0x0010_0020, b"LO", "1 ")), 0);
    }
}

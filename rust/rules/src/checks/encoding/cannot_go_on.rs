//! ## What it checks
//! Every Element's end can be found.
//!
//! ## Why
//! The Elements after it are not checked: the verdict is incomplete at best.
//!
//! ## Standard
//! PS3.5 7.1.
//!
//! ## Example
//! Undefined length on an Element that holds no Items.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "E011",
    name: "cannot-go-on",
    need: Need::Raw,
    paragraph: "PS3.5 7.1",
    summary: "What follows cannot be read.",
    message: "what follows cannot be read",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::CannotGoOn, |_| (Detail::new(), None));

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::testing::*;

    #[test]
    fn unreadable_undefined_length_is_told() {
        let bytes = file(&[el_length(0x0010_2180, b"UT", UNDEFINED, "some text")]);
        assert_eq!(count("E011", &bytes), 1);
        assert_ne!(check(&bytes).0, Verdict::Pass);
    }

    #[test]
    fn a_whole_file_is_silent() {
        assert_eq!(count("E011", &one(0x0008_0060, b"CS", "CT")), 0);
    }
}

//! ## What it checks
//! Text beyond the default repertoire stands in data sets with a Specific Character Set.
//!
//! ## Why
//! Every reader guesses another text.
//!
//! ## Standard
//! PS3.5 6.1.2.2.
//!
//! ## Example
//! A name with an umlaut, and no Specific Character Set.
//!
//! ## Exceptions
//! Told once for each Specific Character Set that governs, with the number of Elements.

use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "V041",
    name: "character-set-missing",
    need: Need::Raw,
    paragraph: "PS3.5 6.1.2.2",
    summary: "Text goes beyond ASCII, and no character set says how to read it.",
    message: "text goes beyond the default repertoire without a Specific Character Set",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn text_beyond_ascii_is_told_at_the_character_set() {
        let findings =
            of("V041", &file(&[el(0x0010_0010, b"PN", b"J\xe9r\xf4me^A "), el(0x0010_0020, b"LO", b"\xe9 ")]));
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].count, findings[0].path[0].tag.0), (2, 0x0008_0005));
        assert!(findings[0].at.is_some());
        assert_eq!(count("V041", &file(&[el(0x0008_0005, b"CS", ""), el(0x0010_0020, b"LO", b"\xe9 ")])), 1, "empty");
    }

    #[test]
    fn ascii_other_vrs_and_a_character_set_around_are_silent() {
        assert_eq!(count("V041", &one(0x0010_0020, b"LO", "ab")), 0);
        assert_eq!(count("V041", &one(0x0008_0060, b"CS", b"\xe9A")), 0, "V012 tells it");
        let inside = sequence(0x0008_1140, &[item(&[el(0x0010_0020, b"LO", b"\xe9 ")])]);
        assert_eq!(count("V041", &file(&[el(0x0008_0005, b"CS", "ISO_IR 100"), inside])), 0);
    }
}

//! ## What it checks
//! Text decodes by the Specific Character Set that governs it, and uses only the escape sequences that it
//! declares.
//!
//! ## Why
//! Every reader shows another text.
//!
//! ## Standard
//! PS3.5 6.1.2.
//!
//! ## Example
//! UTF-8 under ISO_IR 6 and 87.
//!
//! ## Exceptions
//! Told once for each Specific Character Set that governs, with the number of Elements.

use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "V042",
    name: "character-set-undecodable",
    need: Need::Raw,
    paragraph: "PS3.5 6.1.2",
    summary: "Text does not decode by its character set.",
    message: "text does not decode by this Specific Character Set",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_does_not_decode_is_told() {
        let by = |set: &str, value: &[u8]| file(&[el(0x0008_0005, b"CS", set), el(0x0010_0020, b"LO", value)]);
        assert_eq!(count("V042", &by("ISO_IR 192", b"J\xe9r\xf4me ")), 1);
        assert_eq!(count("V042", &by("ISO_IR 100", b"\x1b$B;3")), 1, "an escape that was not declared");
        assert_eq!(count("V042", &by("ISO_IR 100", b"J\xe9r\xf4me ")), 0);
        assert_eq!(count("V042", &by("ISO_IR 192", "Jérôme".as_bytes())), 0);
    }

    #[test]
    fn it_replaces_what_would_be_said_of_the_value() {
        let bytes = file(&[el(0x0008_0005, b"CS", "ISO_IR 192"), el(0x0010_0020, b"LO", vec![0xE9; 100])]);
        assert_eq!(count("V005", &bytes), 0);
        assert_eq!(
            count("V042", &file(&[el(0x0008_0005, b"CS", "ISO_IR 999"), el(0x0010_0020, b"LO", b"\xe9 ")])),
            0,
            "V040 tells it"
        );
    }
}

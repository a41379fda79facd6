//! ## What it checks
//! Each value of Specific Character Set is a Defined Term, spelt as in the Standard.
//!
//! ## Why
//! Text beyond ASCII cannot be read, or is guessed.
//!
//! ## Standard
//! PS3.3 C.12.1.1.2.
//!
//! ## Example
//! `ISO-IR 100`.
//!
//! ## Exceptions
//! Text in such a character set is not measured.

use validicom_header::Tag;

use crate::context::{Context, Field};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::{Place, Sink};
use validicom_header::Charset;

/// See the page.
pub const META: Meta = Meta {
    code: "V040",
    name: "character-set-unknown",
    paragraph: "PS3.3 C.12.1.1.2",
    summary: "Specific Character Set has a value that is no Defined Term.",
    message: "value {value_number} is no Defined Term for a character set",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet(u64::MAX), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    if field.element.tag != Tag::SPECIFIC_CHARACTER_SET {
        return;
    }
    if let Some(number) = Charset::parse(field.original).unknown_term() {
        sink.put(id::CHARACTER_SET_UNKNOWN, META.severity, Place::Element(field.index), |raw| {
            raw.value_number = number
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn misspelt_terms_are_told() {
        for (value, number) in [("ISO IR 100", 1), ("ISO_IR_192", 1), ("ISO 2022 IR 6\\iso 2022 ir 87", 2), ("UTF8", 1)]
        {
            assert_eq!(measured("V040", &one(0x0008_0005, b"CS", value)).0, number, "{value}");
        }
        let inside = sequence(0x0008_1140, &[item(&[el(0x0008_0005, b"CS", "UTF8")])]);
        assert_eq!(count("V040", &file(&[inside])), 1);
    }

    #[test]
    fn terms_and_open_items_are_silent() {
        for value in ["ISO_IR 100", "ISO_IR 192", "\\ISO 2022 IR 149 ", "GBK ", "ISO_IR 6", ""] {
            assert_eq!(count("V040", &one(0x0008_0005, b"CS", value)), 0, "{value}");
        }
        let open = sequence(0x0400_0550, &[item(&[el(0x0008_0005, b"CS", "UTF8")])]);
        assert_eq!(count("V040", &file(&[open])), 0);
    }
}

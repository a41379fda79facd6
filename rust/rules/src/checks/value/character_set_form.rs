//! ## What it checks
//! Character sets without code extensions stand alone, and multi-byte sets with code extensions are not the first
//! value.
//!
//! ## Why
//! Readers disagree on how such text is read.
//!
//! ## Standard
//! PS3.3 C.12.1.1.2.
//!
//! ## Example
//! `ISO_IR 100\ISO 2022 IR 87`.
//!
//! ## Exceptions
//! An empty first value, which stands for the default repertoire.

use validicom_header::Tag;

use crate::context::{Context, Field};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::{Place, Sink};
use validicom_header::Charset;

/// See the page.
pub const META: Meta = Meta {
    code: "V043",
    name: "character-set-form",
    paragraph: "PS3.3 C.12.1.1.2",
    summary: "A character set may not stand where it stands.",
    message: "value {value_number} may not stand there",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet(u64::MAX), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    if field.element.tag != Tag::SPECIFIC_CHARACTER_SET {
        return;
    }
    if let Some(number) = Charset::parse(field.original).wrong_form() {
        sink.put(id::CHARACTER_SET_FORM, META.severity, Place::Element(field.index), |raw| raw.value_number = number);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn terms_that_may_not_stand_there_are_told() {
        for (value, number) in
            [("ISO_IR 100\\ISO 2022 IR 87", 1), ("\\ISO_IR 192 ", 2), ("ISO 2022 IR 87", 1), ("ISO 2022 IR 6\\GBK ", 2)]
        {
            assert_eq!(measured("V043", &one(0x0008_0005, b"CS", value)).0, number, "{value}");
        }
    }

    #[test]
    fn lawful_forms_are_silent() {
        for value in ["ISO_IR 100", "\\ISO 2022 IR 87", "ISO 2022 IR 13\\ISO 2022 IR 87 ", "GB18030 ", ""] {
            assert_eq!(count("V043", &one(0x0008_0005, b"CS", value)), 0, "{value}");
        }
    }
}

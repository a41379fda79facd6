//! ## What it checks
//! An AE value is not made of spaces alone.
//!
//! ## Why
//! No application has such a title.
//!
//! ## Standard
//! PS3.5 6.2, AE.
//!
//! ## Example
//! Two spaces.
//!
//! ## Exceptions
//! An empty field.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{first_bad, is_blank};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Place;
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "V031",
    name: "application-entity-blank",
    paragraph: "PS3.5 6.2",
    summary: "An application entity title is only spaces.",
    message: "value {value_number} is only spaces",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::AE]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    if !field.original.is_empty() && field.original.iter().all(|&b| b == b' ') {
        sink.put(id::APPLICATION_ENTITY_BLANK, META.severity, Place::Element(field.index), |raw| raw.value_number = 1);
        return;
    }
    first_bad(id::APPLICATION_ENTITY_BLANK, META.severity, field, sink, |value| !value.is_empty() && is_blank(value));
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b" ".as_slice(), b"  ", b"ACME\\  "] {
            assert_eq!(count("V031", &one(0x0008_0054, b"AE", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"ACME".as_slice(), b"ACME  ", b"", b"ACME\\ "] {
            assert_eq!(count("V031", &one(0x0008_0054, b"AE", value)), 0, "{}", value.escape_ascii());
        }
    }
}

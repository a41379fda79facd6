//! ## What it checks
//! Each component group of a PN value has at most five components.
//!
//! ## Why
//! What stands in a sixth is lost.
//!
//! ## Standard
//! PS3.5 6.2.1.
//!
//! ## Example
//! `A^B^C^D^E^F`.
//!
//! ## Exceptions
//! None.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::first_bad;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "V027",
    name: "person-name-components",
    paragraph: "PS3.5 6.2.1",
    summary: "A person name has more than five components.",
    message: "value {value_number} has a component group of more than five components",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::PN]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::PERSON_NAME_COMPONENTS, META.severity, field, sink, |value| {
        value.split(|&b| b == b'=').any(|group| group.iter().filter(|&&b| b == b'^').count() > 4)
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"A^B^C^D^E^F ".as_slice(), b"A=B^C^D^E^F^G "] {
            assert_eq!(count("V027", &one(0x0010_0010, b"PN", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"A^B^C^D^E ".as_slice(), b"A^B=C^D", b"A^B^C^D^E=A^B^C^D^E "] {
            assert_eq!(count("V027", &one(0x0010_0010, b"PN", value)), 0, "{}", value.escape_ascii());
        }
    }
}

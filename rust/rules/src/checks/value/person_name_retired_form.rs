//! ## What it checks
//! Whether the first component group of a name has a caret.
//!
//! ## Why
//! A name without carets is all family name; often it is a name in the free form of ACR-NEMA.
//!
//! ## Standard
//! PS3.5 6.2.1.
//!
//! ## Example
//! `Doe John`.
//!
//! ## Exceptions
//! A name that is only a family name is right. Told once a file, with a count.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{is_blank, put};
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "V028",
    name: "person-name-retired-form",
    severity: Severity::Info,
    paragraph: "PS3.5 6.2.1",
    summary: "Person names have no components.",
    message: "person names are written without components, as in ACR-NEMA 2.0",
    file_fold: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::PN]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    let is_retired = |value: &&[u8]| {
        let group = value.split(|&b| b == b'=').next().unwrap_or(&[]);
        !is_blank(group) && !group.contains(&b'^')
    };
    if field.values.iter().any(is_retired) {
        put(id::PERSON_NAME_RETIRED_FORM, META.severity, field, sink);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"DOE JOHN".as_slice(), b"DOE=D^J "] {
            assert_eq!(count("V028", &one(0x0010_0010, b"PN", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"DOE^JOHN".as_slice(), b"^ ", b"  ", b"=D^J "] {
            assert_eq!(count("V028", &one(0x0010_0010, b"PN", value)), 0, "{}", value.escape_ascii());
        }
    }
}

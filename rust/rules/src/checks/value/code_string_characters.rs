//! ## What it checks
//! A CS value has only upper-case letters, digits, spaces and underscores.
//!
//! ## Why
//! Codes are compared with the lists of the Standard, which have no others.
//!
//! ## Standard
//! PS3.5 6.2, CS.
//!
//! ## Example
//! `abdomen` or `ABDOM/RAD`.
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
    code: "V012",
    name: "code-string-characters",
    paragraph: "PS3.5 6.2",
    summary: "A code string has a character that it may not have.",
    message: "value {value_number} has a character outside A-Z, 0-9, space and underscore",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::CS]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::CODE_STRING_CHARACTERS, META.severity, field, sink, |value| {
        value.iter().any(|b| !matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b' ' | b'_'))
    });
}

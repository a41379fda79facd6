//! ## What it checks
//! Strings of a VR other than UI do not end in NUL.
//!
//! ## Why
//! NULs show up in databases and file names.
//!
//! ## Standard
//! PS3.5 6.2: strings are padded with a space.
//!
//! ## Example
//! `CT` and two NULs.
//!
//! ## Exceptions
//! UIDs.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::put;
use crate::registry::id;
use crate::rule::{Check, Meta, Need, VrSet};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "V030",
    name: "padded-with-nul",
    need: Need::Raw,
    paragraph: "PS3.5 6.2",
    summary: "A string is padded with NUL.",
    message: "the string ends in NUL; only UIDs are padded so",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet(VrSet::STRING.0 & !VrSet::of(&[Vr::UI]).0), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    if field.is_raw() && field.original.ends_with(&[0]) {
        put(id::PADDED_WITH_NUL, META.severity, field, sink);
    }
}

//! ## What it checks
//! Private Information (0002,0102) stands with its creator (0002,0100).
//!
//! ## Why
//! Nobody knows what it means.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! (0002,0102) alone.
//!
//! ## Exceptions
//! None.

use validicom_header::Tag;

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F023",
    name: "private-information-without-creator",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "Private Information has no creator.",
    message: "Private Information Creator UID is absent or empty",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let creator = Tag(0x0002_0100);
    if !context.file_meta().any(|(_, e)| e.tag.0 == 0x0002_0102) {
        return;
    }
    match context.file_meta().find(|(_, e)| e.tag == creator) {
        None => sink.put(id::PRIVATE_INFORMATION_WITHOUT_CREATOR, META.severity, Place::missing(creator), |_| {}),
        Some((index, element)) if !context.has_value(index, element) => {
            sink.put(id::PRIVATE_INFORMATION_WITHOUT_CREATOR, META.severity, Place::Element(index), |_| {});
        }
        Some(_) => {}
    }
}

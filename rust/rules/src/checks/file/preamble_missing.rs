//! ## What it checks
//! The file begins with 128 bytes of preamble.
//!
//! ## Why
//! Most readers look for the prefix at offset 128.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! A file that begins with DICM.
//!
//! ## Exceptions
//! None.

use validicom_header::{FileKind, NO_ELEMENT};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F001",
    name: "preamble-missing",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "There is no preamble.",
    message: "the file does not begin with a preamble of 128 bytes",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    if matches!(context.arena.kind, FileKind::NoPreamble | FileKind::BareMeta) {
        sink.put(id::PREAMBLE_MISSING, META.severity, Place::File(NO_ELEMENT), |_| {});
    }
}

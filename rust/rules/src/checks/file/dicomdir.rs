//! ## What it checks
//! Whether the file is a directory of a medium.
//!
//! ## Why
//! It has no composite IOD; the verdict is incomplete.
//!
//! ## Standard
//! PS3.10 8.6.
//!
//! ## Example
//! A DICOMDIR.
//!
//! ## Exceptions
//! None.

use validicom_header::NO_ELEMENT;

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F031",
    name: "dicomdir",
    severity: Severity::Info,
    need: Need::Raw,
    paragraph: "PS3.10 8.6",
    summary: "The file is a DICOMDIR.",
    message: "the file is a DICOMDIR: its directory records are not checked",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    if context.is_dicomdir() {
        sink.put(id::DICOMDIR, META.severity, Place::File(NO_ELEMENT), |_| {});
    }
}

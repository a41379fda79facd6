//! ## What it checks
//! The file is of the DICOM File Format.
//!
//! ## Why
//! It is older than DICOM, and must be converted.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! A file whose Recognition Code says ACR-NEMA 2.0.
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
    code: "F007",
    name: "acr-nema",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "The file is ACR-NEMA, not DICOM.",
    message: "the file is an ACR-NEMA data set, older than DICOM",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    if context.arena.kind == FileKind::AcrNema {
        sink.put(id::ACR_NEMA, META.severity, Place::File(NO_ELEMENT), |_| {});
    }
}

//! ## What it checks
//! A DICOMDIR is Explicit VR Little Endian.
//!
//! ## Why
//! Readers of media need not know another.
//!
//! ## Standard
//! PS3.10 8.6.
//!
//! ## Example
//! A DICOMDIR in Implicit VR.
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
    code: "F032",
    name: "dicomdir-transfer-syntax",
    need: Need::Raw,
    paragraph: "PS3.10 8.6",
    summary: "A DICOMDIR is not Explicit VR Little Endian.",
    message: "a DICOMDIR has a Transfer Syntax other than Explicit VR Little Endian",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let meta = context.file_meta().find(|(_, e)| e.tag == Tag::TRANSFER_SYNTAX_UID);
    if let Some((index, element)) = meta
        && context.is_dicomdir()
        && context.trimmed(element).is_some_and(|uid| uid != b"1.2.840.10008.1.2.1")
    {
        sink.put(id::DICOMDIR_TRANSFER_SYNTAX, META.severity, Place::Element(index), |_| {});
    }
}

//! ## What it checks
//! Whether the file is a directory of a medium.
//!
//! ## Why
//! What its directory records say of their files is not checked; the verdict is incomplete.
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
    message: "the file is a DICOMDIR: what its records say of their files is not checked",
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

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn dicomdir(transfer_syntax: &[u8]) -> Vec<u8> {
        let mut meta = meta_elements(transfer_syntax);
        meta[1] = el(0x0002_0002, b"UI", b"1.2.840.10008.1.3.10");
        file_of(&meta, &[el(0x0004_1130, b"CS", "DISC")])
    }

    #[test]
    fn a_directory_is_told_and_incomplete() {
        assert_eq!(count("F031", &dicomdir(EXPLICIT)), 1);
    }

    #[test]
    fn an_image_is_silent() {
        assert_eq!(count("F031", &one(0x0008_0060, b"CS", "CT")), 0);
    }
}

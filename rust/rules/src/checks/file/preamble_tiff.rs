//! ## What it checks
//! Whether the preamble is a TIFF header.
//!
//! ## Why
//! It is legal, as for whole slide images; what the TIFF says may identify the patient.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! A slide that opens in a TIFF viewer.
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
    code: "F003",
    name: "preamble-tiff",
    severity: Severity::Info,
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "The file is TIFF as well.",
    message: "the preamble is a TIFF header: the file can be read as TIFF, too",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some(preamble) = context.preamble() else { return };
    if is_tiff(preamble) {
        sink.put(id::PREAMBLE_TIFF, META.severity, Place::File(NO_ELEMENT), |_| {});
    }
}

/// Whether a preamble begins like TIFF, of either byte order.
pub(crate) fn is_tiff(preamble: &[u8]) -> bool {
    preamble.starts_with(b"II*\0") || preamble.starts_with(b"MM\0*")
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn with_preamble(start: &[u8]) -> Vec<u8> {
        let mut bytes = file(&[el(0x0008_0060, b"CS", "CT")]);
        bytes[..start.len()].copy_from_slice(start);
        bytes
    }

    #[test]
    fn tiff_is_told() {
        assert_eq!(count("F003", &with_preamble(b"II*\0")), 1);
        assert_eq!(count("F003", &with_preamble(b"MM\0*")), 1);
    }

    #[test]
    fn anything_else_is_silent() {
        assert_eq!(count("F003", &with_preamble(b"II\0*")), 0);
        assert_eq!(count("F003", &with_preamble(b"")), 0);
    }
}

//! ## What it checks
//! Whether the preamble has a byte that is not zero.
//!
//! ## Why
//! It is legal; what an application keeps there is not checked, and may identify the patient.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! A preamble with a file name.
//!
//! ## Exceptions
//! TIFF and programs have rules of their own.

use validicom_header::NO_ELEMENT;

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::file::preamble_executable::program;
use crate::registry::file::preamble_tiff::is_tiff;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F004",
    name: "preamble-content",
    severity: Severity::Info,
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "The preamble is not empty.",
    message: "the preamble holds something other than zeros",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some(preamble) = context.preamble() else { return };
    let is_known = is_tiff(preamble) || program(preamble).is_some();
    if !is_known && preamble.iter().any(|&b| b != 0) {
        sink.put(id::PREAMBLE_CONTENT, META.severity, Place::File(NO_ELEMENT), |_| {});
    }
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
    fn content_is_told() {
        assert_eq!(count("F004", &with_preamble(b"ISI")), 1);
    }

    #[test]
    fn zeros_and_what_others_tell_are_silent() {
        assert_eq!(count("F004", &with_preamble(b"")), 0);
        assert_eq!(count("F004", &with_preamble(b"II*\0")), 0, "F003");
        assert_eq!(count("F004", &with_preamble(b"MZ")), 0, "F002");
    }
}

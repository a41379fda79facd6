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

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn acr_nema_is_told() {
        let fires = [el(0x0008_0010, b"SH", "ACR-NEMA 2.0"), el(0x0008_0060, b"CS", "CT")].concat();
        assert_eq!(count("F007", &fires), 1);
        assert_eq!(count("F006", &fires), 0, "not a bare data set as well");
    }

    #[test]
    fn another_recognition_code_is_silent() {
        assert_eq!(count("F007", &[el(0x0008_0010, b"SH", "NEMA"), el(0x0008_0060, b"CS", "CT")].concat()), 0);
    }
}

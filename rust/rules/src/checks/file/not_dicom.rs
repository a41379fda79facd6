//! ## What it checks
//! The file can be read as DICOM.
//!
//! ## Why
//! It was put among DICOM files by mistake, or is damaged beyond reading.
//!
//! ## Standard
//! PS3.10 7.
//!
//! ## Example
//! A PNG image.
//!
//! ## Exceptions
//! None.

use validicom_header::NO_ELEMENT;

use crate::context::Context;
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F030",
    name: "not-dicom",
    need: Need::Raw,
    paragraph: "PS3.10 7",
    summary: "The file is not DICOM.",
    message: "the file is not DICOM: {kind}",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    if !context.arena.kind.is_dicom() {
        sink.put(id::NOT_DICOM, META.severity, Place::File(NO_ELEMENT), |raw| {
            raw.detail = vec![("kind", DetailValue::Text(context.arena.kind.name().to_owned()))];
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::testing::*;

    #[test]
    fn what_it_is_is_told() {
        for (bytes, kind) in
            [(&b""[..], "empty"), (b"hello, world", "text"), (b"%PDF-1.7 \x01\x02", "pdf"), (b"\x7fELF", "executable")]
        {
            assert_eq!(detail("F030", bytes, "kind"), kind);
            assert_eq!(check(bytes).0, Verdict::Unreadable);
        }
    }

    #[test]
    fn dicom_is_silent() {
        assert_eq!(count("F030", &file(&[])), 0);
    }
}

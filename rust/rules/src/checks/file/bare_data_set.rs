//! ## What it checks
//! The file is of the DICOM File Format.
//!
//! ## Why
//! Nothing says how it is encoded.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! A data set written by a network receiver.
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
    code: "F006",
    name: "bare-data-set",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "The file is a data set without File Meta Information.",
    message: "the file is a bare data set, without preamble, prefix and File Meta Information; its encoding was found by reading",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    if context.arena.kind == FileKind::BareDataSet {
        sink.put(id::BARE_DATA_SET, META.severity, Place::File(NO_ELEMENT), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_data_set_alone_is_told() {
        assert_eq!(count("F006", &el(0x0008_0060, b"CS", "CT")), 1);
        assert_eq!(count("F006", &implicit(0x0008_0060, 2, "CT")), 1);
    }

    #[test]
    fn a_file_is_silent() {
        assert_eq!(count("F006", &one(0x0008_0060, b"CS", "CT")), 0);
    }
}

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

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_file_that_begins_with_the_prefix_is_told() {
        assert_eq!(count("F001", &file(&[])[128..]), 1);
        assert_eq!(count("F001", &file(&[])[132..]), 1, "without prefix");
    }

    #[test]
    fn a_file_and_a_data_set_are_silent() {
        assert_eq!(count("F001", &file(&[])), 0);
        assert_eq!(count("F001", &el(0x0008_0060, b"CS", "CT")), 0, "F006 tells it");
    }
}

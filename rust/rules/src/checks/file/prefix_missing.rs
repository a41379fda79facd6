//! ## What it checks
//! The prefix DICM stands before File Meta Information.
//!
//! ## Why
//! Readers recognise DICOM files by it.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! A file that begins with group 0002.
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
    code: "F005",
    name: "prefix-missing",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "There is no prefix DICM.",
    message: "the file has File Meta Information without the prefix DICM",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    if context.arena.kind == FileKind::BareMeta {
        sink.put(id::PREFIX_MISSING, META.severity, Place::File(NO_ELEMENT), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn file_meta_information_at_the_start_is_told() {
        assert_eq!(count("F005", &file(&[])[132..]), 1);
    }

    #[test]
    fn a_prefix_is_silent_wherever_it_stands() {
        assert_eq!(count("F005", &file(&[])), 0);
        assert_eq!(count("F005", &file(&[])[128..]), 0);
    }
}

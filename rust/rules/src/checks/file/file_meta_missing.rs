//! ## What it checks
//! File Meta Information follows the prefix.
//!
//! ## Why
//! Nothing says how the data set is encoded.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! DICM, then group 0008.
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
    code: "F010",
    name: "file-meta-missing",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "There is no File Meta Information.",
    message: "the prefix is not followed by File Meta Information",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    if matches!(context.arena.kind, FileKind::Part10 | FileKind::NoPreamble) && context.arena.meta_len == 0 {
        sink.put(id::FILE_META_MISSING, META.severity, Place::File(NO_ELEMENT), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_prefix_without_it_is_told() {
        let bytes = [vec![0; 128], b"DICM".to_vec(), el(0x0008_0060, b"CS", "CT")].concat();
        assert_eq!(count("F010", &bytes), 1);
        assert_eq!(count("F010", &bytes[128..]), 1, "without preamble");
    }

    #[test]
    fn a_bare_data_set_is_silent() {
        assert_eq!(count("F010", &el(0x0008_0060, b"CS", "CT")), 0);
        assert_eq!(count("F010", &file(&[])), 0);
    }
}

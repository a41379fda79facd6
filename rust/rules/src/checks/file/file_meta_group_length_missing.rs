//! ## What it checks
//! File Meta Information begins with its group length.
//!
//! ## Why
//! Readers that rely on it cannot find the data set.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! A file without (0002,0000).
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
    code: "F011",
    name: "file-meta-group-length-missing",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "File Meta Information has no group length.",
    message: "File Meta Information Group Length is absent",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let tag = Tag(0x0002_0000);
    if context.arena.meta_len > 0 && !context.file_meta().any(|(_, e)| e.tag == tag) {
        sink.put(id::FILE_META_GROUP_LENGTH_MISSING, META.severity, Place::missing(tag), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn its_absence_is_told() {
        let bytes = [vec![0; 128], b"DICM".to_vec(), meta_elements(EXPLICIT).concat()].concat();
        assert_eq!(count("F011", &bytes), 1);
    }

    #[test]
    fn its_presence_is_silent() {
        assert_eq!(count("F011", &file(&[])), 0);
    }
}

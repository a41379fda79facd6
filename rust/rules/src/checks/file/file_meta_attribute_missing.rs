//! ## What it checks
//! File Meta Information has its version, the Media Storage SOP Class and Instance UIDs, the Transfer Syntax UID
//! and the Implementation Class UID.
//!
//! ## Why
//! Readers rely on them before they read the data set.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! A file without (0002,0012).
//!
//! ## Exceptions
//! The group length has F011.

use validicom_header::Tag;

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F013",
    name: "file-meta-attribute-missing",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "A Type 1 Attribute of File Meta Information is absent.",
    message: "this Type 1 Attribute of File Meta Information is absent",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    if context.arena.meta_len == 0 {
        return;
    }
    for tag in REQUIRED.map(Tag) {
        if !context.file_meta().any(|(_, e)| e.tag == tag) {
            sink.put(id::FILE_META_ATTRIBUTE_MISSING, META.severity, Place::missing(tag), |_| {});
        }
    }
}

/// What File Meta Information must have (PS3.10 Table 7.1-1).
pub(crate) const REQUIRED: [u32; 5] = [0x0002_0001, 0x0002_0002, 0x0002_0003, 0x0002_0010, 0x0002_0012];

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn each_absent_one_is_told() {
        let meta = meta_elements(EXPLICIT);
        for left_out in 0..5 {
            let rest: Vec<_> = (0..5).filter(|n| *n != left_out).map(|n| meta[n].clone()).collect();
            let findings = of("F013", &file_of(&rest, &[]));
            assert_eq!(findings.len(), 1);
            assert_eq!(findings[0].path[0].tag.0, super::REQUIRED[left_out]);
            assert_eq!(findings[0].at, None);
        }
    }

    #[test]
    fn a_whole_one_is_silent_and_so_is_none() {
        assert_eq!(count("F013", &file(&[])), 0);
        assert_eq!(count("F013", &el(0x0008_0060, b"CS", "CT")), 0, "F006 tells it");
    }
}

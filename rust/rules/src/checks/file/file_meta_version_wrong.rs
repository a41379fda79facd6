//! ## What it checks
//! File Meta Information Version is two bytes, and says version 1.
//!
//! ## Why
//! A reader may refuse another version.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! 01 00.
//!
//! ## Exceptions
//! None.

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F015",
    name: "file-meta-version-wrong",
    severity: Severity::Warning,
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "File Meta Information Version is not version 1.",
    message: "File Meta Information Version is not 00H 01H",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, element)) = context.file_meta().find(|(_, e)| e.tag.0 == 0x0002_0001) else { return };
    let is_wrong = match context.value(element) {
        None | Some([]) => false,
        Some([_, second]) => second & 1 == 0,
        Some(_) => true,
    };
    if is_wrong {
        sink.put(id::FILE_META_VERSION_WRONG, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn other_versions_are_told() {
        for value in [&[0u8, 2][..], &[0, 1, 0, 0], &[1, 0]] {
            let mut meta = meta_elements(EXPLICIT);
            meta[0] = el(0x0002_0001, b"OB", value);
            assert_eq!(count("F015", &file_of(&meta, &[])), 1, "{value:?}");
        }
    }

    #[test]
    fn version_one_is_silent() {
        for value in [&[0u8, 1][..], &[0, 3], &[]] {
            let mut meta = meta_elements(EXPLICIT);
            meta[0] = el(0x0002_0001, b"OB", value);
            assert_eq!(count("F015", &file_of(&meta, &[])), 0, "{value:?}");
        }
    }
}

//! ## What it checks
//! Each Element of group 0002 is one of the dictionary.
//!
//! ## Why
//! Nobody knows what it means.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! (0002,0200).
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
    code: "F016",
    name: "file-meta-attribute-unknown",
    severity: Severity::Warning,
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "File Meta Information has an Element that the Standard does not know.",
    message: "the Element is not one of File Meta Information",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    for (index, element) in context.file_meta() {
        if context.edition.entry(element.tag).is_none() {
            sink.put(id::FILE_META_ATTRIBUTE_UNKNOWN, META.severity, Place::Element(index), |_| {});
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn an_unknown_one_is_told() {
        let mut meta = meta_elements(EXPLICIT);
        meta.push(el(0x0002_0099, b"LO", "what "));
        assert_eq!(count("F016", &file_of(&meta, &[])), 1);
    }

    #[test]
    fn known_ones_are_silent() {
        let mut meta = meta_elements(EXPLICIT);
        meta.push(el(0x0002_0013, b"SH", "V1"));
        assert_eq!(count("F016", &file_of(&meta, &[])), 0);
    }
}

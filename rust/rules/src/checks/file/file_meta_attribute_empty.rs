//! ## What it checks
//! What F013 asks for has a value.
//!
//! ## Why
//! Readers rely on them before they read the data set.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! An empty (0002,0010).
//!
//! ## Exceptions
//! None.

use validicom_header::Tag;

use crate::context::Context;
use crate::registry::file::file_meta_attribute_missing::REQUIRED;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F014",
    name: "file-meta-attribute-empty",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "A Type 1 Attribute of File Meta Information has no value.",
    message: "this Type 1 Attribute of File Meta Information has no value",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    for tag in REQUIRED.map(Tag) {
        if let Some((index, element)) = context.file_meta().find(|(_, e)| e.tag == tag)
            && !context.has_value(index, element)
        {
            sink.put(id::FILE_META_ATTRIBUTE_EMPTY, META.severity, Place::Element(index), |_| {});
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn an_empty_one_is_told() {
        let mut meta = meta_elements(EXPLICIT);
        meta[2] = el(0x0002_0003, b"UI", "");
        assert_eq!(count("F014", &file_of(&meta, &[])), 1);
        meta[4] = el(0x0002_0012, b"UI", [0, 0]);
        assert_eq!(count("F014", &file_of(&meta, &[])), 2, "NULs are no value");
    }

    #[test]
    fn values_are_silent() {
        assert_eq!(count("F014", &file(&[])), 0);
    }
}

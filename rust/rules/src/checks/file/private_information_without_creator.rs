//! ## What it checks
//! Private Information (0002,0102) stands with its creator (0002,0100).
//!
//! ## Why
//! Nobody knows what it means.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! (0002,0102) alone.
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
    code: "F023",
    name: "private-information-without-creator",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "Private Information has no creator.",
    message: "Private Information Creator UID is absent or empty",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let creator = Tag(0x0002_0100);
    if !context.file_meta().any(|(_, e)| e.tag.0 == 0x0002_0102) {
        return;
    }
    match context.file_meta().find(|(_, e)| e.tag == creator) {
        None => sink.put(id::PRIVATE_INFORMATION_WITHOUT_CREATOR, META.severity, Place::missing(creator), |_| {}),
        Some((index, element)) if !context.has_value(index, element) => {
            sink.put(id::PRIVATE_INFORMATION_WITHOUT_CREATOR, META.severity, Place::Element(index), |_| {});
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn information_alone_is_told() {
        let mut meta = meta_elements(EXPLICIT);
        meta.push(el(0x0002_0102, b"OB", [1, 2]));
        let findings = of("F023", &file_of(&meta, &[]));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].path[0].tag.0, 0x0002_0100);
        meta.insert(5, el(0x0002_0100, b"UI", ""));
        assert_eq!(count("F023", &file_of(&meta, &[])), 1, "empty");
    }

    #[test]
    fn with_its_creator_it_is_silent() {
        let mut meta = meta_elements(EXPLICIT);
        meta.push(el(0x0002_0100, b"UI", b"1.2.3.4\0"));
        meta.push(el(0x0002_0102, b"OB", [1, 2]));
        assert_eq!(count("F023", &file_of(&meta, &[])), 0);
        assert_eq!(count("F023", &file(&[])), 0);
    }
}

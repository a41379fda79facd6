//! ## What it checks
//! Media Storage SOP Class UID is equal to the SOP Class UID of the data set.
//!
//! ## Why
//! Archives file by the one, viewers by the other.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! An anonymised file of which only the data set was changed.
//!
//! ## Exceptions
//! Where one of the two is absent or empty, another rule says so.

use validicom_header::Tag;

use crate::context::{Context, ROOT};
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F018",
    name: "media-storage-sop-class-differs",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "Media Storage SOP Class UID is not the SOP Class UID of the data set.",
    message: "Media Storage SOP Class UID differs from the SOP Class UID of the data set",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, meta)) = context.file_meta().find(|(_, e)| e.tag.0 == 0x0002_0002) else { return };
    let Some((_, root)) = context.first(ROOT, Tag::SOP_CLASS_UID) else { return };
    if let (Some(stored), Some(own)) = (context.trimmed(meta), context.trimmed(root))
        && !stored.is_empty()
        && !own.is_empty()
        && stored != own
    {
        sink.put(id::MEDIA_STORAGE_SOP_CLASS_DIFFERS, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn another_uid_is_told() {
        let findings = of("F018", &one(0x0008_0016, b"UI", b"1.2.3.5\0"));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].path[0].tag.0, 0x0002_0002);
    }

    #[test]
    fn the_same_uid_is_silent_whatever_pads_it() {
        assert_eq!(count("F018", &one(0x0008_0016, b"UI", "1.2.840.10008.5.1.4.1.1.2 ")), 0);
        assert_eq!(count("F018", &one(0x0008_0016, b"UI", "")), 0, "empty");
        assert_eq!(count("F018", &file(&[])), 0, "absent");
    }
}

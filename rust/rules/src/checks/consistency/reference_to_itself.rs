//! ## What it checks
//! Referenced Image Sequence and Source Image Sequence do not name the SOP Instance that they stand in.
//!
//! ## Why
//! Readers that follow references go round in circles; most often the UID of the wrong object was copied.
//!
//! ## Standard
//! PS3.3 C.7.6.1.
//!
//! ## Example
//! A localizer whose Referenced SOP Instance UID is its own SOP Instance UID.
//!
//! ## Exceptions
//! References in other Sequences, and in Items of other Items.

use validicom_header::{Flags, Tag};

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "C002",
    name: "reference-to-itself",
    severity: Severity::Warning,
    paragraph: "PS3.3 C.7.6.1",
    summary: "An object names itself among the images that it refers to.",
    message: "the object refers to itself",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

const REFERENCED_SOP_INSTANCE_UID: Tag = Tag(0x0008_1155);

fn check(context: &Context, sink: &mut Sink) {
    for tag in [tag::REFERENCED_IMAGE_SEQUENCE, tag::SOURCE_IMAGE_SEQUENCE] {
        let Some((sequence, element)) = context.in_root(tag) else { continue };
        if element.flags.has(Flags::ENCAPSULATED) {
            continue;
        }
        let Some(own) = context.in_root(tag::SOP_INSTANCE_UID).and_then(|(_, own)| context.trimmed(own)) else { return };
        if own.is_empty() {
            return;
        }
        for (item, _) in context.items(sequence) {
            let Some((index, element)) = context.first(item, REFERENCED_SOP_INSTANCE_UID) else { continue };
            if context.trimmed(element) == Some(own) {
                sink.put(id::REFERENCE_TO_ITSELF, META.severity, Place::Element(index), |_| {});
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn referring(tag: u32, own: &str, to: &[&str]) -> Vec<u8> {
        let items: Vec<_> = to.iter().map(|uid| item(&[text(0x0008_1155, b"UI", uid)])).collect();
        file(&[text(0x0008_0018, b"UI", own), sequence(tag, &items)])
    }

    #[test]
    fn references_to_the_object_are_told() {
        assert_eq!(count("C002", &referring(0x0008_1140, "1.2.3", &["1.2.4", "1.2.3", "1.2.3 "])), 2);
        assert_eq!(count("C002", &referring(0x0008_2112, "1.2.3", &["1.2.3"])), 1);
        let found = of("C002", &referring(0x0008_1140, "1.2.3", &["1.2.4", "1.2.3"]));
        assert_eq!(found[0].path.iter().map(|step| (step.tag.0, step.item)).collect::<Vec<_>>(), [
            (0x0008_1140, 2),
            (0x0008_1155, 0)
        ]);
    }

    #[test]
    fn references_to_others_are_silent() {
        assert_eq!(count("C002", &referring(0x0008_1140, "1.2.3", &["1.2.4", "1.2.3.4", ""])), 0);
        assert_eq!(count("C002", &referring(0x0008_1140, "", &["", "1.2.3"])), 0, "nothing to compare with");
        assert_eq!(count("C002", &referring(0x0008_1115, "1.2.3", &["1.2.3"])), 0, "another Sequence");
    }
}

//! ## What it checks
//! Each public Element is one of the dictionary.
//!
//! ## Why
//! It is newer than the edition, or a mistake; nothing of it can be checked.
//!
//! ## Standard
//! PS3.6 6.
//!
//! ## Example
//! (0010,FFFF).
//!
//! ## Exceptions
//! Group lengths, private Elements, and groups that may not occur at all (E018).

use validicom_header::Element;
use validicom_standard::Entry;

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "V003",
    name: "unknown-element",
    severity: Severity::Warning,
    need: Need::Presence,
    paragraph: "PS3.6 6",
    summary: "A public Element is not in the dictionary.",
    message: "the Tag is not in the dictionary of edition {edition}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Dictionary(check);

fn check(context: &Context, index: u32, element: &Element, entry: Option<Entry>, sink: &mut Sink) {
    let tag = element.tag;
    let is_of_no_dictionary = tag.is_private()
        || tag.is_group_length()
        || matches!(tag.group(), 0 | 0xFFFA | 0xFFFC | 0xFFFE)
        || (tag.group() == 2 && index >= context.arena.meta_len);
    if entry.is_none() && !is_of_no_dictionary {
        sink.put(id::UNKNOWN_ELEMENT, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn unknown_public_tags_are_told() {
        assert_eq!(count("V003", &one(0x0010_9999, b"LO", "1 ")), 1);
        assert_eq!(count("V003", &one(0x0010_9999, b"UN", "1 ")), 1);
    }

    #[test]
    fn what_has_its_own_rule_is_silent() {
        for tag in [0x0010_0020, 0x0009_1001, 0x0008_0000, 0x6002_3000, 0x5004_0005, 0xFFFC_FFFC, 0x0020_3112] {
            assert_eq!(count("V003", &file(&[el(tag, b"LO", "1 ")])), 0, "{tag:08X}");
        }
        let open = sequence(0x0400_0550, &[item(&[el(0x0010_9999, b"LO", "1 ")])]);
        assert_eq!(count("V003", &file(&[open])), 0);
    }
}

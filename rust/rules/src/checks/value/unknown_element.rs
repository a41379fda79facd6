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

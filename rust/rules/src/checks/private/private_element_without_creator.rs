//! ## What it checks
//! Each private Element (gggg,bbxx) has a Private Creator (gggg,00bb) with a value in its data set.
//!
//! ## Why
//! Without it nobody can know what the Element means.
//!
//! ## Standard
//! PS3.5 7.8.1.
//!
//! ## Example
//! (0009,1001) without (0009,0010).
//!
//! ## Exceptions
//! Told once a block.

use validicom_header::Tag;

use crate::context::{Context, ROOT};
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};
use std::collections::BTreeMap;

/// See the page.
pub const META: Meta = Meta {
    code: "P001",
    name: "private-element-without-creator",
    severity: Severity::Warning,
    need: Need::Presence,
    paragraph: "PS3.5 7.8.1",
    summary: "Private Elements have no Private Creator.",
    message: "{count} Elements of this block have no Private Creator",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    // Most files have no private Element, or few: a look at the Tags alone is cheap.
    if !context.arena.elements.iter().any(|element| element.tag.is_private()) {
        return;
    }
    data_set(context, ROOT, sink);
    for (index, element) in (0u32..).zip(&context.arena.elements) {
        if element.is_item() && element.next > index + 1 {
            data_set(context, index, sink);
        }
    }
}

/// One finding for each block of the data set that has Elements and no creator.
fn data_set(context: &Context, parent: u32, sink: &mut Sink) {
    // (group, block) of the creators and of the Elements, with the first Element and how many there are.
    let mut creators: Vec<u32> = Vec::new();
    let mut blocks: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for (index, element) in context.data_set(parent) {
        if !element.tag.is_private() {
            continue;
        }
        let group = element.tag.0 & 0xFFFF_0000;
        if element.tag.is_private_creator() {
            let is_blank = context.value(element).is_some_and(|value| value.iter().all(|b| matches!(b, b' ' | 0)));
            if !is_blank {
                creators.push(element.tag.0);
            }
        } else if element.tag.element() >= 0x1000 {
            let creator = group | u32::from(element.tag.element() >> 8);
            blocks.entry(creator).or_insert((index, 0)).1 += 1;
        }
    }
    creators.sort_unstable();
    for (creator, (first, count)) in blocks {
        if creators.binary_search(&creator).is_err() {
            let place = Place::Missing { parent, tag: Tag(creator), first };
            sink.put_many(id::PRIVATE_ELEMENT_WITHOUT_CREATOR, META.severity, place, count, |_| {});
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_block_is_told_once_at_its_missing_creator() {
        let bytes = file(&[el(0x0009_0011, b"LO", "ACME"), el(0x0009_1001, b"LO", "1 "), el(0x0009_1002, b"LO", "2 ")]);
        let findings = of("P001", &bytes);
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].count, findings[0].path[0].tag.0), (2, 0x0009_0010));
        let inside = [item(&[el(0x0009_1001, b"LO", "1 ")])];
        let bytes = file(&[sequence(0x0008_1140, &inside), el(0x0009_0010, b"LO", "ACME")]);
        assert_eq!(count("P001", &bytes), 1, "each data set has its own creators");
        assert_eq!(count("P001", &file(&[el(0x0009_0010, b"LO", "  "), el(0x0009_1001, b"LO", "1 ")])), 1, "blank");
    }

    #[test]
    fn a_creator_is_silent_wherever_it_stands() {
        assert_eq!(count("P001", &file(&[el(0x0009_0010, b"LO", "ACME"), el(0x0009_1001, b"LO", "1 ")])), 0);
        assert_eq!(count("P001", &file(&[el(0x0009_1001, b"LO", "1 "), el(0x0009_0010, b"LO", "ACME")])), 0, "behind");
        assert_eq!(count("P001", &one(0x0009_0010, b"LO", "ACME")), 0);
    }
}

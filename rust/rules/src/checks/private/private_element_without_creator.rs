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

use validicom_header::{Element, Tag};

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "P001",
    name: "private-element-without-creator",
    severity: Severity::Warning,
    need: Need::Presence,
    paragraph: "PS3.5 7.8.1",
    summary: "Private Elements have no Private Creator.",
    message: "Elements of this block have no Private Creator",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let mut blocks = context.take_blocks();
    for (index, element) in (0u32..).zip(&context.arena.elements) {
        // The root is u32::MAX, and comes first when counted so.
        let data_set = element.parent.wrapping_add(1);
        let tag = element.tag;
        if !tag.is_private() {
            continue;
        }
        if tag.is_private_creator() {
            if !is_blank(context, element) {
                blocks.push((data_set, tag.0, false, index));
            }
        } else if tag.element() >= 0x1000 {
            blocks.push((data_set, tag.0 & 0xFFFF_0000 | u32::from(tag.element() >> 8), true, index));
        }
    }
    blocks.sort_unstable();
    for block in blocks.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        if let [(data_set, creator, true, first), ..] = *block {
            let place = Place::Missing { parent: data_set.wrapping_sub(1), tag: Tag(creator), first };
            let count = u32::try_from(block.len()).unwrap_or(u32::MAX);
            sink.put_many(id::PRIVATE_ELEMENT_WITHOUT_CREATOR, META.severity, place, count, |_| {});
        }
    }
    context.give_back(blocks);
}

/// A Private Creator that says nothing; one that is not held may say something.
fn is_blank(context: &Context, element: &Element) -> bool {
    context.value(element).is_some_and(|value| value.iter().all(|b| matches!(b, b' ' | 0)))
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

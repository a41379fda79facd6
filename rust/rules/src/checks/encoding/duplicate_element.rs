//! ## What it checks
//! Each Tag occurs at most once in a data set.
//!
//! ## Why
//! Readers disagree on which of the two counts.
//!
//! ## Standard
//! PS3.5 7.1.
//!
//! ## Example
//! Two Patient IDs.
//!
//! ## Exceptions
//! None.

use validicom_header::{Element, Flags};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E015",
    name: "duplicate-element",
    need: Need::Raw,
    paragraph: "PS3.5 7.1",
    summary: "A Tag occurs more than once in a data set.",
    message: "the Tag occurs again in the same data set",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(_: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) {
        return;
    }
    if !element.is_item() && element.occurrence > 1 {
        sink.put(id::DUPLICATE_ELEMENT, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn the_second_is_told_with_its_occurrence() {
        let twice = file(&[el(0x0010_0020, b"LO", "1 "), el(0x0010_0020, b"LO", "2 ")]);
        let findings = of("E015", &twice);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].path[0].occurrence, 2);
    }

    #[test]
    fn the_same_tag_in_two_data_sets_is_silent() {
        let items = [item(&[el(0x0008_1150, b"UI", CT)]), item(&[el(0x0008_1150, b"UI", CT)])];
        assert_eq!(count("E015", &file(&[sequence(0x0008_1140, &items)])), 0);
    }
}

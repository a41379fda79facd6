//! ## What it checks
//! Whether the data set has Group Length Elements (gggg,0000).
//!
//! ## Why
//! They are retired; most readers ignore them, and writers get them wrong.
//!
//! ## Standard
//! PS3.5 7.2.
//!
//! ## Example
//! (0008,0000).
//!
//! ## Exceptions
//! Group 0002, whose length is not retired, and group 0000. Told once a file, with a count.

use validicom_header::{Element, Flags};

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E016",
    name: "group-length",
    severity: Severity::Info,
    need: Need::Raw,
    paragraph: "PS3.5 7.2",
    summary: "There are group lengths.",
    message: "group lengths are retired",
    file_fold: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) || element.is_item() || index < context.arena.meta_len {
        return;
    }
    if element.tag.is_group_length() && element.tag.group() != 0 && element.tag.group() != 2 {
        sink.put(id::GROUP_LENGTH, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn all_of_a_file_are_one_finding() {
        let inside = [item(&[el(0x0008_0000, b"UL", [0; 4])])];
        let bytes =
            file(&[el(0x0008_0000, b"UL", [0; 4]), sequence(0x0008_1140, &inside), el(0x0009_0000, b"UL", [0; 4])]);
        let findings = of("E016", &bytes);
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].count, findings[0].path.len()), (3, 0));
    }

    #[test]
    fn that_of_file_meta_information_is_silent() {
        assert_eq!(count("E016", &one(0x0008_0060, b"CS", "CT")), 0);
    }
}

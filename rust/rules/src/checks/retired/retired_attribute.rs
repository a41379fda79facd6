//! ## What it checks
//! Whether public Attributes are ones that the dictionary calls retired.
//!
//! ## Why
//! They are legal in objects of their time; new writers should not use them.
//!
//! ## Standard
//! PS3.6 6.
//!
//! ## Example
//! Other Patient IDs (0010,1000).
//!
//! ## Exceptions
//! Group lengths have E016. Told once a file, with a count.

use validicom_header::Element;
use validicom_standard::Entry;

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "R001",
    name: "retired-attribute",
    severity: Severity::Info,
    need: Need::Presence,
    paragraph: "PS3.6 6",
    summary: "There are retired Attributes.",
    message: "there are retired Attributes",
    file_fold: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Dictionary(check);

fn check(_: &Context, index: u32, _: &Element, entry: Option<Entry>, sink: &mut Sink) {
    if entry.is_some_and(Entry::retired) {
        sink.put(id::RETIRED_ATTRIBUTE, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn all_of_a_file_are_one_finding() {
        let findings = of("R001", &file(&[el(0x0008_4000, b"LT", "a "), el(0x0020_0070, b"LO", "HF")]));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].count, 2);
    }

    #[test]
    fn others_and_open_items_are_silent() {
        assert_eq!(count("R001", &one(0x0010_0020, b"LO", "1 ")), 0);
        let open = sequence(0x0400_0550, &[item(&[el(0x0008_4000, b"LT", "a ")])]);
        assert_eq!(count("R001", &file(&[open])), 0);
    }
}

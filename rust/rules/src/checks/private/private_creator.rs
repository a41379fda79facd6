//! ## What it checks
//! A Private Creator has one value of VR LO.
//!
//! ## Why
//! It names who owns the block.
//!
//! ## Standard
//! PS3.5 7.8.1.
//!
//! ## Example
//! An empty (0009,0010).
//!
//! ## Exceptions
//! VR UN has E021, and two letters that are no VR have E012.

use validicom_header::{Element, Flags, Vr};

use crate::context::Context;
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "P002",
    name: "private-creator",
    paragraph: "PS3.5 7.8.1",
    summary: "A Private Creator is not a single LO value.",
    message: "the Private Creator is at fault: {fault}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.tag.is_private_creator() {
        return;
    }
    let mut put = |fault: &str| {
        sink.put(id::PRIVATE_CREATOR, META.severity, Place::Element(index), |raw| {
            raw.detail = vec![("fault", DetailValue::Text(fault.to_owned()))];
        });
    };
    if let Some(value) = context.value(element) {
        if value.iter().all(|b| matches!(b, b' ' | 0)) {
            put("empty");
        }
        if value.contains(&b'\\') {
            put("vm");
        }
    }
    let is_explicit = element.flags.has(Flags::RAW) && !element.flags.has(Flags::IMPLICIT);
    if is_explicit && !matches!(element.vr, Vr::LO | Vr::UN | Vr::Unknown) {
        put("vr");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn each_fault_is_told() {
        assert_eq!(detail("P002", &one(0x0009_0010, b"LO", "  "), "fault"), "empty");
        assert_eq!(detail("P002", &one(0x0009_0010, b"LO", ""), "fault"), "empty");
        assert_eq!(detail("P002", &one(0x0009_0010, b"LO", "A\\B "), "fault"), "vm");
        assert_eq!(detail("P002", &one(0x0009_0010, b"SH", "ACME"), "fault"), "vr");
    }

    #[test]
    fn a_name_is_silent_in_lo_and_un() {
        assert_eq!(count("P002", &one(0x0009_0010, b"LO", "ACME")), 0);
        assert_eq!(count("P002", &one(0x0009_0010, b"UN", "ACME")), 0, "E021 tells it");
        assert_eq!(count("P002", &file_in(IMPLICIT, &[implicit(0x0009_0010, 4, "ACME")])), 0);
    }
}

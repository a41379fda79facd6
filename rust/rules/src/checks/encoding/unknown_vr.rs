//! ## What it checks
//! The two letters after the Tag are a VR.
//!
//! ## Why
//! Readers guess the form of the length, and may lose step.
//!
//! ## Standard
//! PS3.5 6.2.
//!
//! ## Example
//! `ZZ`.
//!
//! ## Exceptions
//! None.

use validicom_header::{Element, Flags, Vr};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E012",
    name: "unknown-vr",
    need: Need::Raw,
    paragraph: "PS3.5 6.2",
    summary: "The VR is not one of the Standard's.",
    message: "the VR is not one of PS3.5 6.2",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(_: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if !element.flags.has(Flags::RAW) {
        return;
    }
    if !element.is_item() && element.vr == Vr::Unknown {
        sink.put(id::UNKNOWN_VR, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn two_letters_that_are_no_vr_are_told() {
        let bytes = file(&[el(0x0008_0060, b"CS", "CT"), el(0x0010_0020, b"ZZ", "1 ")]);
        assert_eq!(count("E012", &bytes), 1);
    }

    #[test]
    fn all_vrs_of_the_standard_are_silent() {
        for vr in validicom_header::Vr::ALL {
            let name: [u8; 2] = vr.name().as_bytes().try_into().unwrap();
            assert_eq!(count("E012", &one(0x0009_1001, &name, [])), 0, "{vr:?}");
        }
    }
}

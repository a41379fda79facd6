//! ## What it checks
//! The descriptors of the Red, Green and Blue Palette Color Lookup Tables say 8 or 16 bits an entry, and Green and Blue as
//! many entries and bits as Red.
//!
//! ## Why
//! Readers take the three tables apart in the same way; colours come out wrong, or entries from beyond a table.
//!
//! ## Standard
//! PS3.3 C.7.6.3.1.5.
//!
//! ## Example
//! Red with 256 entries and Green with 255.
//!
//! ## Exceptions
//! Descriptors that do not have their three numbers.

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::{fault, tag};

/// See the page.
pub const META: Meta = Meta {
    code: "X026",
    name: "palette-descriptor",
    paragraph: "PS3.3 C.7.6.3.1.5",
    summary: "The descriptor of a palette has bits that no palette has, or is unlike that of Red.",
    message: "the descriptor of the palette has wrong bits or is unlike that of Red: {fault}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    let mut red = None;
    for tag in [tag::RED_PALETTE_DESCRIPTOR, tag::GREEN_PALETTE_DESCRIPTOR, tag::BLUE_PALETTE_DESCRIPTOR] {
        let Some((index, element)) = context.in_root(tag) else { continue };
        let Some([entries, _, bits]) = context.descriptor(element) else { continue };
        if tag == tag::RED_PALETTE_DESCRIPTOR {
            red = Some((entries, bits));
        }
        let kind = if !matches!(bits, 8 | 16) {
            "bits"
        } else if red.is_some_and(|red| red != (entries, bits)) {
            "differs"
        } else {
            continue;
        };
        sink.put(id::PALETTE_DESCRIPTOR, META.severity, Place::Element(index), |raw| raw.detail = fault(kind));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn descriptor(tag: u32, vr: &[u8; 2], numbers: [u16; 3]) -> Vec<u8> {
        el(tag, vr, numbers.map(u16::to_le_bytes).concat())
    }

    fn of_three(red: [u16; 3], green: [u16; 3], blue: [u16; 3]) -> Vec<u8> {
        file(&[
            descriptor(0x0028_1101, b"US", red),
            descriptor(0x0028_1102, b"US", green),
            descriptor(0x0028_1103, b"US", blue),
        ])
    }

    #[test]
    fn bits_that_no_palette_has_are_told() {
        for bits in [0, 1, 12, 32] {
            let bytes = file(&[descriptor(0x0028_1102, b"US", [256, 0, bits])]);
            assert_eq!(detail("X026", &bytes, "fault"), "bits", "{bits}");
        }
        let bytes = of_three([256, 0, 16], [256, 0, 12], [256, 0, 16]);
        assert_eq!(detail("X026", &bytes, "fault"), "bits", "bits come before what differs");
        assert_eq!(of("X026", &bytes)[0].path[0].tag.0, 0x0028_1102);
    }

    #[test]
    fn entries_and_bits_unlike_those_of_red_are_told() {
        let bytes = of_three([256, 0, 16], [255, 0, 16], [256, 0, 16]);
        assert_eq!(detail("X026", &bytes, "fault"), "differs");
        assert_eq!(of("X026", &bytes)[0].path[0].tag.0, 0x0028_1102);
        let bytes = of_three([256, 0, 16], [256, 0, 16], [256, 0, 8]);
        assert_eq!(detail("X026", &bytes, "fault"), "differs");
        assert_eq!(of("X026", &bytes)[0].path[0].tag.0, 0x0028_1103);
        assert_eq!(count("X026", &of_three([256, 0, 12], [256, 0, 16], [256, 0, 16])), 3, "all of them where Red is wrong");
    }

    #[test]
    fn three_of_a_kind_are_silent() {
        assert_eq!(count("X026", &of_three([256, 0, 16], [256, 0, 16], [256, 0, 16])), 0);
        assert_eq!(count("X026", &of_three([0, 0, 8], [0, 1, 8], [0, 2, 8])), 0, "the second number may differ");
        assert_eq!(count("X026", &file(&[descriptor(0x0028_1103, b"SS", [16, 0, 8])])), 0, "no Red");
    }

    #[test]
    fn what_is_not_known_is_silent() {
        let two = file(&[descriptor(0x0028_1101, b"US", [256, 0, 16]), el(0x0028_1102, b"US", [1, 0, 0, 0])]);
        assert_eq!(count("X026", &two), 0, "two numbers");
        assert_eq!(count("X026", &file(&[descriptor(0x0028_1101, b"OW", [256, 0, 12])])), 0, "another VR");
        let red = file(&[el(0x0028_1101, b"US", [4, 0, 0, 0]), descriptor(0x0028_1102, b"US", [256, 0, 16])]);
        assert_eq!(count("X026", &red), 0, "a Red one without its numbers");
        let nested = item(&[descriptor(0x0028_1101, b"US", [256, 0, 12])]);
        assert_eq!(count("X026", &file(&[sequence(0x0028_3000, &[nested])])), 0, "not in the root");
    }
}

//! ## What it checks
//! Pixel Padding Value and Pixel Padding Range Limit are numbers that a pixel of this many Bits Stored can be, signed or not
//! as Pixel Representation says.
//!
//! ## Why
//! No pixel is ever found to be padding, and the padding is shown as if it were part of the image.
//!
//! ## Standard
//! PS3.3 C.7.5.1.1.2.
//!
//! ## Example
//! 63536 where Bits Stored is 12.
//!
//! ## Exceptions
//! Where Bits Stored is not 1 to 16, or Pixel Representation neither 0 nor 1.

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::{Place, Sink};
use crate::watch::tag;
use validicom_header::Vr;

/// See the page.
pub const META: Meta = Meta {
    code: "X036",
    name: "pixel-padding",
    severity: Severity::Warning,
    paragraph: "PS3.3 C.7.5.1.1.2",
    summary: "The padding value of pixels is one that no pixel can have.",
    message: "no pixel of these Bits Stored and this Pixel Representation can have the padding value",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

const VRS: VrSet = VrSet::of(&[Vr::US, Vr::SS]);

fn check(context: &Context, sink: &mut Sink) {
    for tag in [tag::PIXEL_PADDING_VALUE, tag::PIXEL_PADDING_RANGE_LIMIT] {
        let Some((index, element)) = context.in_root(tag) else { continue };
        let (Some(stored @ 1..=16), Some(representation)) =
            (context.root_us(tag::BITS_STORED), context.root_us(tag::PIXEL_REPRESENTATION))
        else {
            return;
        };
        let Some(value) = context.unsigned(element).filter(|_| VRS.has(element.read_vr)) else { continue };
        let (value, possible) = match representation {
            0 => (i32::from(value), 0..1 << stored),
            1 => (i32::from(value as i16), -(1 << (stored - 1))..1 << (stored - 1)),
            _ => return,
        };
        if !possible.contains(&value) {
            sink.put(id::PIXEL_PADDING, META.severity, Place::Element(index), |_| {});
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn padded(stored: u16, representation: u16, value: i32) -> Vec<u8> {
        let vr = if representation == 1 { b"SS" } else { b"US" };
        let padding = el(0x0028_0120, vr, (value as u16).to_le_bytes());
        file(&[us(0x0028_0101, stored), us(0x0028_0103, representation), padding])
    }

    #[test]
    fn values_beyond_the_bits_stored_are_told() {
        for (stored, representation, value) in [(12, 0, 4096), (12, 0, 63536), (12, 1, -2049), (12, 1, 2048), (1, 0, 2), (15, 0, 65535)] {
            assert_eq!(count("X036", &padded(stored, representation, value)), 1, "{value} of {stored}");
        }
        let limit = file(&[us(0x0028_0101, 8), us(0x0028_0103, 0), us(0x0028_0121, 256)]);
        assert_eq!(place("X036", &limit).0, "PixelPaddingRangeLimit");
    }

    #[test]
    fn values_that_a_pixel_can_have_are_silent() {
        for (stored, representation, value) in [(12, 0, 4095), (12, 1, -2048), (12, 1, 2047), (16, 0, 65535), (16, 1, -32768), (1, 0, 1)] {
            assert_eq!(count("X036", &padded(stored, representation, value)), 0, "{value} of {stored}");
        }
        for (stored, representation) in [(0, 0), (17, 0), (12, 2)] {
            assert_eq!(count("X036", &padded(stored, representation, 60000)), 0, "not known");
        }
        assert_eq!(count("X036", &file(&[us(0x0028_0103, 0), us(0x0028_0120, 9)])), 0, "no Bits Stored");
    }
}

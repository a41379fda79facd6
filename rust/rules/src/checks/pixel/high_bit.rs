//! ## What it checks
//! High Bit of an image is one less than Bits Stored.
//!
//! ## Why
//! Samples stand in the low bits of their cell; other places were retired.
//!
//! ## Standard
//! PS3.5 8.1.1.
//!
//! ## Example
//! Bits Stored 12 and High Bit 15.
//!
//! ## Exceptions
//! Where either cannot be read.

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "X021",
    name: "high-bit",
    paragraph: "PS3.5 8.1.1",
    summary: "High Bit is not Bits Stored less one.",
    message: "High Bit is not one less than Bits Stored",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, element)) = context.in_root(tag::HIGH_BIT) else { return };
    let (Some(high), Some(stored)) = (context.us(element), context.root_us(tag::BITS_STORED)) else { return };
    if u32::from(high) + 1 != u32::from(stored) {
        sink.put(id::HIGH_BIT, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn other_places_are_told() {
        assert_eq!(count("X021", &image(&[us(0x0028_0102, 8)])), 1);
        assert_eq!(count("X021", &image(&[us(0x0028_0102, 6)])), 1);
        assert_eq!(count("X021", &image(&[us(0x0028_0101, 0), us(0x0028_0102, 0xFFFF)])), 1, "there is no right one");
    }

    #[test]
    fn the_low_bits_are_silent() {
        assert_eq!(count("X021", &image(&[])), 0);
        assert_eq!(count("X021", &image(&[us(0x0028_0101, 1), us(0x0028_0102, 0)])), 0);
        assert_eq!(count("X021", &file(&[us(0x0028_0102, 15)])), 0, "nothing to compare with");
    }
}

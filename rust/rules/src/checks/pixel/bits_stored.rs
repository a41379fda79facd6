//! ## What it checks
//! Bits Stored of an image is at least 1 and at most Bits Allocated.
//!
//! ## Why
//! A sample cannot have more bits than the cell that holds it.
//!
//! ## Standard
//! PS3.5 8.1.1.
//!
//! ## Example
//! Bits Allocated 8 and Bits Stored 12.
//!
//! ## Exceptions
//! Where either cannot be read, it is not compared.

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "X020",
    name: "bits-stored",
    paragraph: "PS3.5 8.1.1",
    summary: "Bits Stored is 0 or above Bits Allocated.",
    message: "Bits Stored is 0 or more than Bits Allocated",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, element)) = context.in_root(tag::BITS_STORED) else { return };
    let Some(stored) = context.us(element) else { return };
    if stored == 0 || context.root_us(tag::BITS_ALLOCATED).is_some_and(|allocated| stored > allocated) {
        sink.put(id::BITS_STORED, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn none_and_too_many_are_told() {
        assert_eq!(count("X020", &image(&[us(0x0028_0101, 0)])), 1);
        assert_eq!(count("X020", &image(&[us(0x0028_0101, 9)])), 1);
        assert_eq!(count("X020", &file(&[us(0x0028_0101, 0)])), 1, "0 needs no Bits Allocated");
    }

    #[test]
    fn as_many_as_allocated_and_less_are_silent() {
        assert_eq!(count("X020", &image(&[])), 0);
        assert_eq!(count("X020", &image(&[us(0x0028_0101, 1)])), 0);
        assert_eq!(count("X020", &file(&[us(0x0028_0101, 9)])), 0, "nothing to compare with");
        assert_eq!(count("X020", &file(&[us(0x0028_0100, 8), el(0x0028_0101, b"UL", [9, 0, 0, 0])])), 0, "another VR");
    }
}

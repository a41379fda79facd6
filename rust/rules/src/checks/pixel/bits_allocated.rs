//! ## What it checks
//! Bits Allocated of an image is 1 or a multiple of 8.
//!
//! ## Why
//! Other cells, once allowed, do not end at bytes, and readers do not unpack them.
//!
//! ## Standard
//! PS3.5 8.1.1.
//!
//! ## Example
//! Bits Allocated 12.
//!
//! ## Exceptions
//! Where it cannot be read.

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "X022",
    name: "bits-allocated",
    paragraph: "PS3.5 8.1.1",
    summary: "Bits Allocated is neither 1 nor a multiple of 8.",
    message: "Bits Allocated is neither 1 nor a multiple of 8",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, element)) = context.in_root(tag::BITS_ALLOCATED) else { return };
    let Some(allocated) = context.us(element) else { return };
    if allocated != 1 && (allocated == 0 || !allocated.is_multiple_of(8)) {
        sink.put(id::BITS_ALLOCATED, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn other_cells_are_told() {
        for bits in [0, 2, 7, 12, 15] {
            assert_eq!(count("X022", &image(&[us(0x0028_0100, bits)])), 1, "{bits}");
        }
    }

    #[test]
    fn one_bit_and_whole_bytes_are_silent() {
        for bits in [1, 8, 16, 24, 32, 64] {
            assert_eq!(count("X022", &image(&[us(0x0028_0100, bits)])), 0, "{bits}");
        }
        assert_eq!(count("X022", &image(&[el(0x0028_0100, b"US", [])])), 0, "no value");
    }
}

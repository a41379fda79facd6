//! ## What it checks
//! The Length of native Pixel Data, Float Pixel Data and Double Float Pixel Data is that of Rows, Columns, samples,
//! frames and bits a sample, or one more where that is odd. Where chrominance has fewer samples they are counted as
//! they are stored.
//!
//! ## Why
//! Readers fail or show something else when bytes are missing.
//!
//! ## Standard
//! PS3.5 8.1.1.
//!
//! ## Example
//! 512 rows and columns of 16 bits with 262144 bytes.
//!
//! ## Exceptions
//! Compressed Pixel Data; values that are cut by the end of the file; images whose size cannot be read. Pixel Data that
//! are not the bytes of a file are taken as native only where the Transfer Syntax says so.

use validicom_header::{Element, Tag};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::{even, fault, tag};

/// See the page.
pub const META: Meta = Meta {
    code: "X025",
    name: "pixel-data-length",
    paragraph: "PS3.5 8.1.1",
    summary: "Native Pixel Data is shorter or longer than the image.",
    message: "native Pixel Data has a length of {observed}, which is too {fault} for the size of the image",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    for (tag, bits) in [
        (tag::PIXEL_DATA, None),
        (tag::FLOAT_PIXEL_DATA, Some(32)),
        (tag::DOUBLE_FLOAT_PIXEL_DATA, Some(64)),
    ] {
        let Some((index, element)) = context.in_root(tag) else { continue };
        let (Some(length), Some(bytes)) = (context.known_length(element), demanded(context, element, bits)) else {
            continue;
        };
        if length != bytes && length != even(bytes) {
            sink.put(id::PIXEL_DATA_LENGTH, META.severity, Place::Element(index), |raw| {
                raw.observed = Some(length);
                raw.detail = fault(if length < bytes { "short" } else { "long" });
            });
        }
    }
}

/// How many bytes the image takes, if that is known.
fn demanded(context: &Context, element: &Element, bits: Option<u16>) -> Option<u64> {
    let number = |tag: Tag| context.root_us(tag);
    // Twice the number of samples of a pixel: 4:2:0 has one and a half.
    let (allocated, samples) = match bits {
        Some(bits) => {
            let samples = match context.in_root(tag::SAMPLES_PER_PIXEL) {
                Some((_, samples)) => context.us(samples)?,
                None => 1,
            };
            (bits, 2 * u128::from(samples))
        }
        None if !context.is_native(element) => return None,
        None => {
            let samples = match context.photometric_interpretation()? {
                b"YBR_FULL_422" | b"YBR_PARTIAL_422" => 4,
                b"YBR_PARTIAL_420" => 3,
                _ => 2 * u128::from(number(tag::SAMPLES_PER_PIXEL)?),
            };
            (number(tag::BITS_ALLOCATED)?, samples)
        }
    };
    let pixels = u128::from(number(tag::ROWS)?) * u128::from(number(tag::COLUMNS)?);
    // At most 16 + 16 + 17 + 31 + 16 bits, so this does not overflow.
    let half_bits = pixels * samples * u128::from(context.root_frames()?) * u128::from(allocated);
    if half_bits >> 65 != 0 {
        return None;
    }
    u64::try_from(half_bits.div_ceil(16)).ok()
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn of_length(length: usize, with: &[Vec<u8>]) -> Vec<u8> {
        image(&[with, &[el(0x7FE0_0010, b"OW", vec![0; length])]].concat())
    }

    #[test]
    fn short_and_long_pixels_are_told() {
        assert_eq!(detail("X025", &of_length(4, &[]), "fault"), "short");
        assert_eq!(detail("X025", &of_length(8, &[]), "fault"), "long");
        assert_eq!(measured("X025", &of_length(8, &[])), (0, Some(8)));
        assert_eq!(detail("X025", &of_length(6, &[text(0x0028_0008, b"IS", "2")]), "fault"), "short", "two frames");
        let subsampled = [us(0x0028_0002, 3), text(0x0028_0004, b"CS", "YBR_FULL_422")];
        assert_eq!(detail("X025", &of_length(18, &subsampled), "fault"), "long");
        let float = image(&[el(0x7FE0_0008, b"OF", [0; 20])]);
        assert_eq!(detail("X025", &float, "fault"), "short");
        let double = file(&[us(0x0028_0010, 1), us(0x0028_0011, 1), el(0x7FE0_0009, b"OD", [0; 16])]);
        assert_eq!(detail("X025", &double, "fault"), "long");
    }

    #[test]
    fn what_the_image_takes_is_silent() {
        assert_eq!(count("X025", &image(&[])), 0);
        let bits = [us(0x0028_0100, 1), us(0x0028_0011, 5)];
        assert_eq!(count("X025", &of_length(2, &bits)), 0, "10 bits");
        let odd = [us(0x0028_0010, 1), us(0x0028_0011, 3)];
        assert_eq!(count("X025", &of_length(4, &odd)), 0, "padded");
        assert_eq!(count("X025", &of_length(3, &odd)), 0, "an odd Length is another rule's");
        let of = |interpretation| [us(0x0028_0002, 3), text(0x0028_0004, b"CS", interpretation)];
        assert_eq!(count("X025", &of_length(18, &of("RGB"))), 0);
        assert_eq!(count("X025", &of_length(12, &of("YBR_FULL_422"))), 0);
        assert_eq!(count("X025", &of_length(9, &of("YBR_PARTIAL_420"))), 0);
        assert_eq!(count("X025", &of_length(12, &[text(0x0028_0008, b"IS", "2")])), 0);
        assert_eq!(count("X025", &image(&[el(0x7FE0_0008, b"OF", [0; 24])])), 0);
    }

    #[test]
    fn what_cannot_be_known_is_silent() {
        assert_eq!(count("X025", &of_length(4, &[text(0x0028_0008, b"IS", "x")])), 0);
        assert_eq!(count("X025", &of_length(4, &[el(0x0028_0004, b"CS", "")])), 0);
        assert_eq!(count("X025", &of_length(4, &[el(0x0028_0010, b"UL", [2, 0, 0, 0])])), 0, "another VR");
        let huge = [0x0028_0010, 0x0028_0011, 0x0028_0100, 0x0028_0002].map(|tag| us(tag, 65535));
        let huge = [&huge[..], &[text(0x0028_0008, b"IS", "2147483647")]].concat();
        assert_eq!(count("X025", &of_length(4, &huge)), 0, "more than 64 bits");
        assert_eq!(count("X025", &image_in(JPEG, &[encapsulated(b"OB", &[b"", b"12"])])), 0);
        let cut = image(&[el_length(0x7FE0_0010, b"OW", 60, [0; 6])]);
        assert_eq!(count("X025", &cut), 0, "cut by the end of the file");
    }
}

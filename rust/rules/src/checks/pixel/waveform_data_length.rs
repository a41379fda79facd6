//! ## What it checks
//! The Length of Waveform Data in each Item of Waveform Sequence is that of its channels, samples and bits, or one more where
//! that is odd.
//!
//! ## Why
//! Readers fail, or give the samples of one channel to another.
//!
//! ## Standard
//! PS3.3 C.10.9.1.
//!
//! ## Example
//! 12 channels of 5000 samples of 16 bits with 60000 bytes.
//!
//! ## Exceptions
//! Values that are cut by the end of the file; Items whose numbers cannot be read.

use validicom_header::{Flags, Tag, Vr};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};
use crate::watch::{even, fault, tag};

/// See the page.
pub const META: Meta = Meta {
    code: "X032",
    name: "waveform-data-length",
    need: Need::Presence,
    paragraph: "PS3.3 C.10.9.1",
    summary: "Waveform Data is shorter or longer than its channels and samples.",
    message: "Waveform Data has a length of {observed}, which is too {fault} for its channels and samples",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

const NUMBER_OF_WAVEFORM_CHANNELS: Tag = Tag(0x003A_0005);
const NUMBER_OF_WAVEFORM_SAMPLES: Tag = Tag(0x003A_0010);
const WAVEFORM_BITS_ALLOCATED: Tag = Tag(0x5400_1004);
const WAVEFORM_DATA: Tag = Tag(0x5400_1010);

fn check(context: &Context, sink: &mut Sink) {
    let Some((sequence, element)) = context.in_root(tag::WAVEFORM_SEQUENCE) else { return };
    if element.flags.has(Flags::ENCAPSULATED) {
        return;
    }
    for (item, _) in context.items(sequence) {
        let Some((index, data)) = context.first(item, WAVEFORM_DATA) else { continue };
        let (Some(length), Some(bytes)) = (context.known_length(data), demanded(context, item)) else { continue };
        if length != bytes && length != even(bytes) {
            sink.put(id::WAVEFORM_DATA_LENGTH, META.severity, Place::Element(index), |raw| {
                raw.observed = Some(length);
                raw.detail = fault(if length < bytes { "short" } else { "long" });
            });
        }
    }
}

/// How many bytes the samples of an Item take, if that is known.
fn demanded(context: &Context, item: u32) -> Option<u64> {
    let us = |tag| context.us(context.first(item, tag)?.1);
    let (channels, bits) = (us(NUMBER_OF_WAVEFORM_CHANNELS)?, us(WAVEFORM_BITS_ALLOCATED)?);
    let (_, element) = context.first(item, NUMBER_OF_WAVEFORM_SAMPLES)?;
    if element.read_vr != Vr::UL {
        return None;
    }
    let samples = *context.value(element)?.first_chunk::<4>()?;
    let is_big = element.flags.has(Flags::BIG_ENDIAN);
    let samples = if is_big { u32::from_be_bytes(samples) } else { u32::from_le_bytes(samples) };
    // At most 16 + 16 + 32 bits, so this does not overflow.
    (u64::from(channels) * u64::from(bits)).checked_mul(u64::from(samples)).map(|bits| bits.div_ceil(8))
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    /// An Item of 3 channels of this many samples of 8 bits, with so many bytes.
    fn group(samples: u32, length: usize) -> Vec<u8> {
        item(&[
            us(0x003A_0005, 3),
            el(0x003A_0010, b"UL", samples.to_le_bytes()),
            us(0x5400_1004, 8),
            el(0x5400_1010, b"OW", vec![0; length]),
        ])
    }

    fn of_groups(groups: &[Vec<u8>]) -> Vec<u8> {
        file(&[sequence(0x5400_0100, groups)])
    }

    #[test]
    fn short_and_long_data_are_told() {
        assert_eq!(detail("X032", &of_groups(&[group(5, 14)]), "fault"), "short");
        assert_eq!(detail("X032", &of_groups(&[group(5, 18)]), "fault"), "long");
        assert_eq!(measured("X032", &of_groups(&[group(5, 18)])), (0, Some(18)));
        let found = of("X032", &of_groups(&[group(4, 12), group(4, 10)]));
        assert_eq!((found.len(), found[0].path[0].item), (1, 2));
        assert_eq!(count("X032", &of_groups(&[group(u32::MAX, 12)])), 1);
    }

    #[test]
    fn what_the_samples_take_is_silent() {
        assert_eq!(count("X032", &of_groups(&[group(4, 12), group(2, 6)])), 0);
        assert_eq!(count("X032", &of_groups(&[group(5, 16)])), 0, "padded");
        let bits = item(&[
            us(0x003A_0005, 3),
            el(0x003A_0010, b"UL", [1, 0, 0, 0]),
            us(0x5400_1004, 3),
            el(0x5400_1010, b"OW", [0; 2]),
        ]);
        assert_eq!(count("X032", &of_groups(&[bits])), 0, "9 bits");
    }

    #[test]
    fn what_is_not_known_is_silent() {
        let short = item(&[us(0x003A_0005, 3), us(0x5400_1004, 8), el(0x5400_1010, b"OW", [0; 2])]);
        assert_eq!(count("X032", &of_groups(&[short])), 0);
        let other = item(&[us(0x003A_0005, 3), us(0x003A_0010, 9), us(0x5400_1004, 8), el(0x5400_1010, b"OW", [0; 2])]);
        assert_eq!(count("X032", &of_groups(&[other])), 0, "samples of another VR");
        let nested = sequence(0x0040_A730, &[item(&[sequence(0x5400_0100, &[group(5, 14)])])]);
        assert_eq!(count("X032", &file(&[nested])), 0, "only the root");
    }
}

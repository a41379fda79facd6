//! ## What it checks
//! The Red, Green and Blue Palette Color Lookup Table Data have the Length of the entries that their descriptor says: two
//! bytes each, or also one where they are of 8 bits.
//!
//! ## Why
//! Readers show other colours, or fail.
//!
//! ## Standard
//! PS3.3 C.7.6.3.1.6.
//!
//! ## Example
//! A descriptor of 256 entries of 16 bits, and 256 bytes of data.
//!
//! ## Exceptions
//! Segmented tables; descriptors without their three numbers, or with other bits than 8 and 16; tables that are cut by the
//! end of the file.

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};
use crate::watch::{entries, even, tag};

/// See the page.
pub const META: Meta = Meta {
    code: "X027",
    name: "palette-data-length",
    need: Need::Presence,
    paragraph: "PS3.3 C.7.6.3.1.6",
    summary: "A palette has another length than its descriptor says.",
    message: "the palette has a length of {observed}, which is not that of the entries of its descriptor",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    for (described, data) in [
        (tag::RED_PALETTE_DESCRIPTOR, tag::RED_PALETTE_DATA),
        (tag::GREEN_PALETTE_DESCRIPTOR, tag::GREEN_PALETTE_DATA),
        (tag::BLUE_PALETTE_DESCRIPTOR, tag::BLUE_PALETTE_DATA),
    ] {
        let Some((index, data)) = context.in_root(data) else { continue };
        let Some(length) = context.known_length(data).filter(|length| *length > 0) else { continue };
        let descriptor = context.in_root(described).and_then(|(_, descriptor)| context.descriptor(descriptor));
        let Some([first, _, bits]) = descriptor else { continue };
        let entries = entries(first);
        let fits = match bits {
            8 => length == entries || length == even(entries) || length == 2 * entries,
            16 => length == 2 * entries,
            _ => continue,
        };
        if !fits {
            sink.put(id::PALETTE_DATA_LENGTH, META.severity, Place::Element(index), |raw| raw.observed = Some(length));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn palette(number: u32, entries: u16, bits: u16, length: usize) -> Vec<Vec<u8>> {
        let descriptor = [entries, 0, bits].map(u16::to_le_bytes).concat();
        vec![el(0x0028_1101 + number, b"US", descriptor), el(0x0028_1201 + number, b"OW", vec![0; length])]
    }

    #[test]
    fn other_lengths_are_told() {
        for number in 0..3 {
            for (entries, bits, length) in [(4, 16, 4), (4, 16, 10), (4, 8, 6), (5, 8, 8), (0, 16, 2), (0, 8, 2)] {
                let bytes = file(&palette(number, entries, bits, length));
                assert_eq!(measured("X027", &bytes), (0, Some(length as u64)), "{number} {entries} {bits}");
                assert_eq!(of("X027", &bytes)[0].path[0].tag.0, 0x0028_1201 + number);
            }
        }
        let mut all = [palette(0, 4, 16, 2), palette(1, 4, 16, 2), palette(2, 4, 16, 2)].concat();
        all.sort_by_key(|element| element[2..4].iter().rev().copied().collect::<Vec<u8>>());
        assert_eq!(count("X027", &file(&all)), 3);
    }

    #[test]
    fn the_length_of_the_entries_is_silent() {
        for (entries, bits, length) in
            [(4, 16, 8), (4, 8, 4), (5, 8, 5), (5, 8, 6), (4, 8, 8), (0, 16, 131_072), (0, 8, 65_536), (4, 16, 0)]
        {
            assert_eq!(count("X027", &file(&palette(0, entries, bits, length))), 0, "{entries} {bits} {length}");
        }
    }

    #[test]
    fn what_is_not_known_is_silent() {
        assert_eq!(count("X027", &file(&palette(0, 4, 12, 2))), 0, "bits that no palette has are another rule's");
        assert_eq!(count("X027", &file(&palette(0, 4, 16, 2)[1..])), 0, "no descriptor");
        let other = [palette(1, 4, 16, 8).swap_remove(0), palette(0, 4, 16, 2).swap_remove(1)];
        assert_eq!(count("X027", &file(&other)), 0, "the descriptor of another palette");
        let cut = [palette(0, 4, 16, 2).swap_remove(0), el_length(0x0028_1201, b"OW", 20, [0; 2])];
        assert_eq!(count("X027", &file(&cut)), 0, "cut by the end of the file");
        let segmented = [palette(0, 4, 16, 2).swap_remove(0), el(0x0028_1221, b"OW", [0; 2])];
        assert_eq!(count("X027", &file(&segmented)), 0, "segmented");
    }
}

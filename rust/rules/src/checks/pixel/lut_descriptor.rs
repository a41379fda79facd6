//! ## What it checks
//! LUT Descriptor in Items of Modality LUT, VOI LUT and Presentation LUT Sequence says 8 to 16 bits an entry, and LUT Data has
//! the Length of its entries: two bytes each, or also one where they are of 8 bits.
//!
//! ## Why
//! Readers show other grey values, or fail.
//!
//! ## Standard
//! PS3.3 C.11.1.1, C.11.2.1.1.
//!
//! ## Example
//! 4096 entries of 12 bits with 4096 bytes.
//!
//! ## Exceptions
//! Where the descriptor does not have its three numbers; tables that are cut by the end of the file.

use validicom_header::{Element, Flags, Tag};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};
use crate::watch::{entries, even, fault, tag};

/// See the page.
pub const META: Meta = Meta {
    code: "X033",
    name: "lut-descriptor",
    need: Need::Presence,
    paragraph: "PS3.3 C.11.1.1, C.11.2.1.1",
    summary: "The descriptor of a lookup table has bits that no table has, or the table does not fit it.",
    message: "the descriptor and the lookup table do not fit: {fault}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check =
    Check::At(&[tag::MODALITY_LUT_SEQUENCE, tag::VOI_LUT_SEQUENCE, tag::PRESENTATION_LUT_SEQUENCE], check);

const LUT_DESCRIPTOR: Tag = Tag(0x0028_3002);
const LUT_DATA: Tag = Tag(0x0028_3006);

fn check(context: &Context, sequence: u32, element: &Element, sink: &mut Sink) {
    if element.flags.has(Flags::ENCAPSULATED) {
        return;
    }
    for (item, _) in context.items(sequence) {
        judge(context, item, sink);
    }
}

fn judge(context: &Context, item: u32, sink: &mut Sink) {
    let Some((described, descriptor)) = context.first(item, LUT_DESCRIPTOR) else { return };
    let Some([first, _, bits]) = context.descriptor(descriptor) else { return };
    if !(8..=16).contains(&bits) {
        sink.put(id::LUT_DESCRIPTOR, META.severity, Place::Element(described), |raw| raw.detail = fault("bits"));
        return;
    }
    let Some((index, data)) = context.first(item, LUT_DATA) else { return };
    let Some(length) = context.known_length(data).filter(|length| *length > 0) else { return };
    let entries = entries(first);
    let fits = length == 2 * entries || (bits == 8 && (length == entries || length == even(entries)));
    if !fits {
        sink.put(id::LUT_DESCRIPTOR, META.severity, Place::Element(index), |raw| {
            raw.observed = Some(length);
            raw.detail = fault("length");
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    const SEQUENCES: [u32; 3] = [0x0028_3000, 0x0028_3010, 0x2050_0010];

    fn table(entries: u16, bits: u16, length: usize) -> Vec<u8> {
        let descriptor = [entries, 0, bits].map(u16::to_le_bytes).concat();
        item(&[el(0x0028_3002, b"US", descriptor), el(0x0028_3006, b"OW", vec![0; length])])
    }

    fn of_table(tag: u32, table: Vec<u8>) -> Vec<u8> {
        file(&[sequence(tag, &[table])])
    }

    #[test]
    fn bits_that_no_table_has_are_told_at_the_descriptor() {
        for tag in SEQUENCES {
            for bits in [0, 7, 17, 65535] {
                let bytes = of_table(tag, table(4, bits, 3));
                assert_eq!(detail("X033", &bytes, "fault"), "bits", "{tag:08x} {bits}");
                assert_eq!(of("X033", &bytes)[0].path[1].tag.0, 0x0028_3002);
            }
        }
    }

    #[test]
    fn tables_of_another_length_are_told() {
        for (entries, bits, length) in [(4, 16, 4), (4, 8, 6), (5, 8, 8), (4, 9, 4), (0, 16, 2)] {
            let bytes = of_table(0x0028_3010, table(entries, bits, length));
            assert_eq!(detail("X033", &bytes, "fault"), "length", "{entries} {bits} {length}");
            assert_eq!(measured("X033", &bytes), (0, Some(length as u64)));
            assert_eq!(of("X033", &bytes)[0].path[1].tag.0, 0x0028_3006);
        }
        let nested = sequence(0x0070_031C, &[item(&[sequence(0x0028_3010, &[table(4, 16, 4), table(4, 16, 8)])])]);
        assert_eq!(count("X033", &file(&[nested])), 1, "at any depth");
    }

    #[test]
    fn tables_that_fit_are_silent() {
        for tag in SEQUENCES {
            for (entries, bits, length) in [(4, 16, 8), (4, 8, 4), (5, 8, 6), (5, 8, 5), (4, 8, 8), (0, 12, 131_072), (4, 16, 0)]
            {
                assert_eq!(count("X033", &of_table(tag, table(entries, bits, length))), 0, "{entries} {bits} {length}");
            }
        }
    }

    #[test]
    fn what_is_not_known_is_silent() {
        let of = |vr, descriptor: &[u8]| item(&[el(0x0028_3002, vr, descriptor), el(0x0028_3006, b"OW", [0; 2])]);
        assert_eq!(count("X033", &of_table(0x0028_3000, of(b"US", &[4, 0, 0, 0]))), 0, "two numbers");
        assert_eq!(count("X033", &of_table(0x0028_3000, of(b"OW", &[4, 0, 0, 0, 7, 0]))), 0, "another VR");
        assert_eq!(count("X033", &of_table(0x0028_3000, of(b"SS", &[4, 0, 0, 0, 7, 0]))), 1);
        assert_eq!(count("X033", &of_table(0x0028_1101, table(4, 7, 3))), 0, "another Sequence");
        assert_eq!(count("X033", &of_table(0x0400_0550, table(4, 7, 3))), 0, "another Sequence");
        let open = sequence(0x0400_0550, &[item(&[sequence(0x0028_3000, &[table(4, 7, 3)])])]);
        assert_eq!(count("X033", &file(&[open])), 0, "in an open Item");
    }
}

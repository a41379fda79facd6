//! The Attributes that rules on pixel data and consistency look at: one question to a small table says whether an Element
//! is one of them, so that no rule goes over the root for itself and other Elements cost a comparison.
//!
//! The first Element of each in the root is kept for the rules of `Check::Root`; those of `Check::At` are run wherever one
//! stands outside open Items.

use std::cell::{Cell, OnceCell};

use validicom_header::{Element, Flags, NO_ELEMENT, Tag, Vr};

use crate::context::{Context, ROOT};
use crate::finding::{Detail, DetailValue};
use crate::rule::{Check, ElementCheck};
use crate::sink::Sink;
use crate::values::{decimal, fits_32_bits, is_integer, trim, without_nuls};

/// The Attributes, by the keywords of PS3.6.
#[allow(missing_docs)]
pub mod tag {
    use validicom_header::Tag;

    pub const IMAGE_TYPE: Tag = Tag(0x0008_0008);
    pub const SOP_INSTANCE_UID: Tag = Tag::SOP_INSTANCE_UID;
    pub const STUDY_DATE: Tag = Tag(0x0008_0020);
    pub const REFERENCED_IMAGE_SEQUENCE: Tag = Tag(0x0008_1140);
    pub const SOURCE_IMAGE_SEQUENCE: Tag = Tag(0x0008_2112);
    pub const PATIENTS_BIRTH_DATE: Tag = Tag(0x0010_0030);
    pub const SLICE_THICKNESS: Tag = Tag(0x0018_0050);
    pub const IMAGER_PIXEL_SPACING: Tag = Tag(0x0018_1164);
    pub const NOMINAL_SCANNED_PIXEL_SPACING: Tag = Tag(0x0018_2010);
    pub const VELOCITY_ENCODING_DIRECTION: Tag = Tag(0x0018_9090);
    pub const SLAB_ORIENTATION: Tag = Tag(0x0018_9105);
    pub const STUDY_INSTANCE_UID: Tag = Tag(0x0020_000D);
    pub const SERIES_INSTANCE_UID: Tag = Tag(0x0020_000E);
    pub const IMAGE_ORIENTATION_PATIENT: Tag = Tag(0x0020_0037);
    pub const FRAME_OF_REFERENCE_UID: Tag = Tag(0x0020_0052);
    pub const SAMPLES_PER_PIXEL: Tag = Tag(0x0028_0002);
    pub const PHOTOMETRIC_INTERPRETATION: Tag = Tag(0x0028_0004);
    pub const PLANAR_CONFIGURATION: Tag = Tag(0x0028_0006);
    pub const NUMBER_OF_FRAMES: Tag = Tag(0x0028_0008);
    pub const ROWS: Tag = Tag(0x0028_0010);
    pub const COLUMNS: Tag = Tag(0x0028_0011);
    pub const PIXEL_SPACING: Tag = Tag(0x0028_0030);
    pub const BITS_ALLOCATED: Tag = Tag(0x0028_0100);
    pub const BITS_STORED: Tag = Tag(0x0028_0101);
    pub const HIGH_BIT: Tag = Tag(0x0028_0102);
    pub const PIXEL_REPRESENTATION: Tag = Tag(0x0028_0103);
    pub const SMALLEST_IMAGE_PIXEL_VALUE: Tag = Tag(0x0028_0106);
    pub const LARGEST_IMAGE_PIXEL_VALUE: Tag = Tag(0x0028_0107);
    pub const PIXEL_PADDING_VALUE: Tag = Tag(0x0028_0120);
    pub const PIXEL_PADDING_RANGE_LIMIT: Tag = Tag(0x0028_0121);
    pub const RED_PALETTE_DESCRIPTOR: Tag = Tag(0x0028_1101);
    pub const GREEN_PALETTE_DESCRIPTOR: Tag = Tag(0x0028_1102);
    pub const BLUE_PALETTE_DESCRIPTOR: Tag = Tag(0x0028_1103);
    pub const RED_PALETTE_DATA: Tag = Tag(0x0028_1201);
    pub const GREEN_PALETTE_DATA: Tag = Tag(0x0028_1202);
    pub const BLUE_PALETTE_DATA: Tag = Tag(0x0028_1203);
    pub const MODALITY_LUT_SEQUENCE: Tag = Tag(0x0028_3000);
    pub const VOI_LUT_SEQUENCE: Tag = Tag(0x0028_3010);
    pub const IMAGE_ORIENTATION_SLIDE: Tag = Tag(0x0048_0102);
    pub const PRESENTATION_LUT_SEQUENCE: Tag = Tag(0x2050_0010);
    pub const WAVEFORM_SEQUENCE: Tag = Tag(0x5400_0100);
    pub const EXTENDED_OFFSET_TABLE: Tag = Tag(0x7FE0_0001);
    pub const EXTENDED_OFFSET_TABLE_LENGTHS: Tag = Tag(0x7FE0_0002);
    pub const FLOAT_PIXEL_DATA: Tag = Tag(0x7FE0_0008);
    pub const DOUBLE_FLOAT_PIXEL_DATA: Tag = Tag(0x7FE0_0009);
    pub const PIXEL_DATA: Tag = Tag::PIXEL_DATA;
}

const WATCHED: [Tag; 46] = [
    tag::IMAGE_TYPE,
    tag::SOP_INSTANCE_UID,
    tag::STUDY_DATE,
    tag::REFERENCED_IMAGE_SEQUENCE,
    tag::SOURCE_IMAGE_SEQUENCE,
    tag::PATIENTS_BIRTH_DATE,
    tag::SLICE_THICKNESS,
    tag::IMAGER_PIXEL_SPACING,
    tag::NOMINAL_SCANNED_PIXEL_SPACING,
    tag::VELOCITY_ENCODING_DIRECTION,
    tag::SLAB_ORIENTATION,
    tag::STUDY_INSTANCE_UID,
    tag::SERIES_INSTANCE_UID,
    tag::IMAGE_ORIENTATION_PATIENT,
    tag::FRAME_OF_REFERENCE_UID,
    tag::SAMPLES_PER_PIXEL,
    tag::PHOTOMETRIC_INTERPRETATION,
    tag::PLANAR_CONFIGURATION,
    tag::NUMBER_OF_FRAMES,
    tag::ROWS,
    tag::COLUMNS,
    tag::PIXEL_SPACING,
    tag::BITS_ALLOCATED,
    tag::BITS_STORED,
    tag::HIGH_BIT,
    tag::PIXEL_REPRESENTATION,
    tag::SMALLEST_IMAGE_PIXEL_VALUE,
    tag::LARGEST_IMAGE_PIXEL_VALUE,
    tag::PIXEL_PADDING_VALUE,
    tag::PIXEL_PADDING_RANGE_LIMIT,
    tag::RED_PALETTE_DESCRIPTOR,
    tag::GREEN_PALETTE_DESCRIPTOR,
    tag::BLUE_PALETTE_DESCRIPTOR,
    tag::RED_PALETTE_DATA,
    tag::GREEN_PALETTE_DATA,
    tag::BLUE_PALETTE_DATA,
    tag::MODALITY_LUT_SEQUENCE,
    tag::VOI_LUT_SEQUENCE,
    tag::IMAGE_ORIENTATION_SLIDE,
    tag::PRESENTATION_LUT_SEQUENCE,
    tag::WAVEFORM_SEQUENCE,
    tag::EXTENDED_OFFSET_TABLE,
    tag::EXTENDED_OFFSET_TABLE_LENGTHS,
    tag::FLOAT_PIXEL_DATA,
    tag::DOUBLE_FLOAT_PIXEL_DATA,
    tag::PIXEL_DATA,
];

/// Places of the table.
const PLACES: usize = 256;

#[inline]
const fn place(tag: Tag, factor: u32) -> usize {
    (tag.0.wrapping_mul(factor) >> 24) as usize
}

/// A factor by which no two Attributes get the same place.
const FACTOR: u32 = factor();

#[allow(clippy::indexing_slicing)] // const: a wrong index would not compile
const fn factor() -> u32 {
    let mut factor = 0x9E37_79B1u32;
    loop {
        let mut taken = [false; PLACES];
        let mut number = 0;
        while number < WATCHED.len() && !taken[place(WATCHED[number], factor)] {
            taken[place(WATCHED[number], factor)] = true;
            number += 1;
        }
        if number == WATCHED.len() {
            return factor;
        }
        factor = factor.wrapping_mul(0x0019_660D).wrapping_add(0x3C6E_F35E);
    }
}

/// Attribute and its number at each place; free places hold the first Attribute, which belongs to another.
static TABLE: [(Tag, u8); PLACES] = table();

#[allow(clippy::indexing_slicing)] // const: a wrong index would not compile
const fn table() -> [(Tag, u8); PLACES] {
    let mut table = [(WATCHED[0], 0); PLACES];
    let mut number = 0;
    while number < WATCHED.len() {
        table[place(WATCHED[number], FACTOR)] = (WATCHED[number], number as u8);
        number += 1;
    }
    table
}

/// The number of an Attribute, if it is watched.
#[inline]
fn number(tag: Tag) -> Option<usize> {
    let (there, number) = TABLE.get(place(tag, FACTOR))?;
    (*there == tag).then_some(usize::from(*number))
}

/// The number of the overlay plane that a Tag is of, from 0: those of (60xx,eeee) with even group up to 601E.
#[inline]
pub(crate) fn overlay_plane(tag: Tag) -> Option<usize> {
    (tag.0 & 0xFFE1_0000 == 0x6000_0000).then_some((tag.0 >> 17 & 15) as usize)
}

/// The rules of `Check::At` that run, by the number of the Attribute.
pub(crate) struct Watch {
    at: [Vec<ElementCheck>; WATCHED.len()],
}

impl Watch {
    pub(crate) fn new() -> Watch {
        Watch { at: [const { Vec::new() }; WATCHED.len()] }
    }

    /// Adds a rule.
    pub(crate) fn add(&mut self, check: Check) {
        let Check::At(tags, check) = check else { return };
        for tag in tags {
            if let Some(checks) = number(*tag).and_then(|number| self.at.get_mut(number)) {
                checks.push(check);
            }
        }
    }

    /// Looks at an Element that is no Item and stands in no open Item.
    #[inline]
    pub(crate) fn see(&self, context: &Context, index: u32, element: &Element, sink: &mut Sink) {
        let Some(number) = number(element.tag) else {
            if overlay_plane(element.tag).is_some() && element.depth == 0 {
                context.root.first_overlay.set(context.root.first_overlay.get().min(index));
            }
            return;
        };
        if element.depth == 0
            && let Some(known) = context.root.known.get(number)
        {
            known.set(known.get().min(index));
        }
        for check in self.at.get(number).map_or(&[][..], Vec::as_slice) {
            check(context, index, element, sink);
        }
    }
}

/// What the pass over the Elements found in the root, by the number of the Attribute.
pub(crate) struct Root {
    known: [Cell<u32>; WATCHED.len()],
    first_overlay: Cell<u32>,
    size: OnceCell<(Option<u16>, Option<u16>)>,
    six: Cell<(u32, u32, [f64; 6])>,
}

impl Root {
    pub(crate) const fn new() -> Root {
        Root {
            known: [const { Cell::new(NO_ELEMENT) }; WATCHED.len()],
            first_overlay: Cell::new(NO_ELEMENT),
            size: OnceCell::new(),
            six: Cell::new((0, 0, [0.0; 6])),
        }
    }
}

/// The detail that names the kind of fault.
pub(crate) fn fault(kind: &str) -> Detail {
    vec![("fault", DetailValue::Text(kind.to_owned()))]
}

/// The length that an odd number of bytes is padded to.
pub(crate) const fn even(bytes: u64) -> u64 {
    bytes.saturating_add(bytes & 1)
}

impl<'a> Context<'a> {
    /// The first Element of a watched Attribute in the root; known after the pass over the Elements.
    #[inline]
    pub(crate) fn in_root(&self, tag: Tag) -> Option<(u32, &'a Element)> {
        let index = self.root.known.get(number(tag)?)?.get();
        Some((index, self.element(index)?))
    }

    /// The first Element of the root that belongs to an overlay plane.
    pub(crate) fn first_overlay(&self) -> u32 {
        self.root.first_overlay.get()
    }

    /// The first value of an Element of VR US, if it is held.
    #[inline]
    pub(crate) fn us(&self, element: &Element) -> Option<u16> {
        if element.read_vr == Vr::US { self.unsigned(element) } else { None }
    }

    /// The first value of a watched Attribute of the root of VR US, if it is held.
    #[inline]
    pub(crate) fn root_us(&self, tag: Tag) -> Option<u16> {
        self.us(self.in_root(tag)?.1)
    }

    /// Rows and Columns of the root, at any time.
    pub(crate) fn rows_and_columns(&self) -> (Option<u16>, Option<u16>) {
        let of = |tag| self.first(ROOT, tag).and_then(|(_, element)| self.us(element));
        *self.root.size.get_or_init(|| (of(tag::ROWS), of(tag::COLUMNS)))
    }

    /// A number of frames: 1 where it has no value, `None` where it is not known.
    pub(crate) fn frames(&self, number: Option<(u32, &Element)>) -> Option<u64> {
        let Some((_, element)) = number.filter(|(index, element)| self.has_value(*index, element)) else {
            return Some(1);
        };
        if element.read_vr != Vr::IS {
            return None;
        }
        let value = trim(self.first_value(element)?);
        if !is_integer(value) || !fits_32_bits(value) {
            return None;
        }
        std::str::from_utf8(value).ok()?.parse().ok().filter(|frames| *frames > 0)
    }

    /// Number of Frames of the root.
    pub(crate) fn root_frames(&self) -> Option<u64> {
        self.frames(self.in_root(tag::NUMBER_OF_FRAMES))
    }

    /// Photometric Interpretation of the root; `None` where it is not known.
    pub(crate) fn photometric_interpretation(&self) -> Option<&'a [u8]> {
        let (_, element) = self.in_root(tag::PHOTOMETRIC_INTERPRETATION)?;
        if element.read_vr != Vr::CS {
            return None;
        }
        Some(trim(self.first_value(element)?)).filter(|value| !value.is_empty())
    }

    /// The first value of a string, without trailing NULs of the field.
    pub(crate) fn first_value(&self, element: &Element) -> Option<&'a [u8]> {
        self.strings(element)?.next()
    }

    /// The values of a string that is split at backslash, without trailing NULs of the field.
    pub(crate) fn strings(&self, element: &Element) -> Option<impl Iterator<Item = &'a [u8]> + use<'a>> {
        Some(without_nuls(self.value(element)?).split(|&b| b == b'\\'))
    }

    /// The Length of an Element, where it is that of its value. A converted value that is not at hand has a Length of 1.
    pub(crate) fn known_length(&self, element: &Element) -> Option<u64> {
        let is_known = !element.flags.has(Flags::UNDEFINED_LENGTH)
            && !element.flags.has(Flags::TRUNCATED)
            && (element.flags.has(Flags::HAS_VALUE) || element.length != 1);
        is_known.then_some(u64::from(element.length))
    }

    /// Whether Pixel Data is known to be native: a converted value or JSON does not say that it is encapsulated, its Transfer
    /// Syntax does.
    pub(crate) fn is_native(&self, pixel_data: &Element) -> bool {
        !pixel_data.flags.has(Flags::ENCAPSULATED)
            && (pixel_data.flags.has(Flags::RAW) || self.transfer_syntax().is_some_and(|syntax| !syntax.encapsulated))
    }

    /// The three numbers of the descriptor of a lookup table: first as count of entries, the third as bits; `None` where
    /// they are not known.
    pub(crate) fn descriptor(&self, element: &Element) -> Option<[u16; 3]> {
        if !matches!(element.read_vr, Vr::US | Vr::SS) {
            return None;
        }
        let is_big = element.flags.has(Flags::BIG_ENDIAN);
        let number = |bytes: [u8; 2]| if is_big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) };
        match *self.value(element)? {
            [a, b, c, d, e, f] => Some([number([a, b]), number([c, d]), number([e, f])]),
            _ => None,
        }
    }

    /// The six numbers of an orientation; `None` where it has others, or none. The last ones are kept: frame after frame
    /// has the same.
    pub(crate) fn six_numbers(&self, element: &Element) -> Option<[f64; 6]> {
        if element.read_vr != Vr::DS {
            return None;
        }
        let value = self.value(element)?;
        let (at, length, last) = self.root.six.get();
        let known = self.bytes.get(at as usize..(at as usize).saturating_add(length as usize));
        if length > 0 && known == Some(value) {
            return Some(last);
        }
        let mut numbers = [0.0; 6];
        let mut values = self.strings(element)?;
        for number in &mut numbers {
            *number = decimal(values.next()?)?;
        }
        if values.next().is_some() {
            return None;
        }
        self.root.six.set((element.value, element.value_len, numbers));
        Some(numbers)
    }
}

/// The number of entries that a descriptor says: 0 stands for 65536.
pub(crate) const fn entries(first: u16) -> u64 {
    if first == 0 { 65536 } else { first as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_attribute_has_a_number_and_others_have_none() {
        for (expected, tag) in WATCHED.iter().enumerate() {
            assert_eq!(number(*tag), Some(expected));
        }
        for tag in [0, 0xFFFF_FFFF, 0x0010_0010, 0xFFFE_E000, (0x0028_0101 + 1) << 8, 0x7FE0_0011] {
            assert_eq!(number(Tag(tag)), None, "{tag:08x}");
        }
    }

    #[test]
    fn what_rules_ask_for_is_watched() {
        for rule in &crate::RULES {
            if let Check::At(tags, _) = rule.check {
                assert!(tags.iter().all(|tag| WATCHED.contains(tag)), "{}", rule.meta.code);
            }
        }
    }

    #[test]
    fn decimal_strings_are_read_as_the_nearest_double() {
        for (text, number) in [("1.", 1.0), (" .5 ", 0.5), ("+1E-2", 0.01), ("-0", 0.0), ("1e400", f64::INFINITY)] {
            assert_eq!(decimal(text.as_bytes()), Some(number), "{text}");
        }
        for text in ["", "inf", "NaN", "1,5", "1 2"] {
            assert_eq!(decimal(text.as_bytes()), None, "{text}");
        }
    }
}

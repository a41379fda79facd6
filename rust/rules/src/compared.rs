//! The values of an Element as conditions, lists and consistency compare them: split and stripped but not decoded, numbers and
//! Tags by the order of their bytes. The V rules look at fields of their own (`fields.rs`): there padding is a matter, too.

use validicom_header::{Element, Flags, Tag, Vr};

use crate::rule::VrSet;
use crate::values::{trim, without_nuls};

/// Bytes of one value of the binary VRs that are numbers or Tags.
pub(crate) const fn size_of(vr: Vr) -> Option<usize> {
    Some(match vr {
        Vr::US | Vr::SS => 2,
        Vr::UL | Vr::SL | Vr::FL | Vr::AT => 4,
        Vr::UV | Vr::SV | Vr::FD => 8,
        _ => return None,
    })
}

/// The words of a binary VR, least significant byte first; a Tag as a number, its group first. `None` if the bytes are no
/// whole number of them.
fn words<'v>(element: &Element, value: &'v [u8]) -> Option<impl Iterator<Item = u64> + 'v> {
    let (is_tag, is_big) = (element.read_vr == Vr::AT, is_big(element));
    let size = size_of(element.read_vr).filter(|size| value.len().is_multiple_of(*size))?;
    Some(value.chunks_exact(size).map(move |chunk| {
        let word = chunk.iter().enumerate().fold(0u64, |word, (at, byte)| {
            let shift = if is_big { size - 1 - at } else { at };
            word | u64::from(*byte) << (shift * 8)
        });
        // Two numbers of 16 bits: of these each has its bytes turned, not both together.
        if is_tag && !is_big { u64::from((word as u32).rotate_left(16)) } else { word }
    }))
}

/// The numbers of a binary VR; Tags as numbers, too.
pub(crate) fn numbers<'v>(element: &Element, value: &'v [u8]) -> Option<impl Iterator<Item = f64> + 'v> {
    let vr = element.read_vr;
    Some(words(element, value)?.map(move |word| match vr {
        Vr::FL => f64::from(f32::from_bits(word as u32)),
        Vr::FD => f64::from_bits(word),
        _ => integer(vr, word) as f64,
    }))
}

/// The whole numbers of a binary VR, exactly; `None` for others.
pub(crate) fn integers<'v>(element: &Element, value: &'v [u8]) -> Option<impl Iterator<Item = i128> + 'v> {
    let vr = element.read_vr;
    let is_whole = !matches!(vr, Vr::FL | Vr::FD);
    Some(words(element, value).filter(|_| is_whole)?.map(move |word| integer(vr, word)))
}

fn integer(vr: Vr, word: u64) -> i128 {
    match vr {
        Vr::SS => i128::from(word as u16 as i16),
        Vr::SL => i128::from(word as u32 as i32),
        Vr::SV => i128::from(word as i64),
        _ => i128::from(word),
    }
}

/// The values of VR AT.
pub(crate) fn pointers<'v>(element: &Element, value: &'v [u8]) -> impl Iterator<Item = Tag> + 'v {
    words(element, value).into_iter().flatten().map(|word| Tag(word as u32))
}

/// Whether the Element's bytes stand in big endian order.
pub(crate) fn is_big(element: &Element) -> bool {
    element.flags.has(Flags::BIG_ENDIAN)
}

/// A string without trailing NULs, and spaces around it; other values as they are.
pub(crate) fn stripped<'v>(element: &Element, value: &'v [u8]) -> &'v [u8] {
    if VrSet::STRING.has(element.read_vr) { trim(without_nuls(value)) } else { value }
}

/// The values of a string, stripped.
pub(crate) fn strings<'v>(element: &Element, value: &'v [u8]) -> impl Iterator<Item = &'v [u8]> {
    let is_single = VrSet::SINGLE.has(element.read_vr);
    stripped(element, value).split(move |&b| b == b'\\' && !is_single).map(trim)
}

/// The first value of a string that is split at backslash, without what pads it.
pub(crate) fn first_value(value: &[u8]) -> &[u8] {
    trim(without_nuls(value).split(|b| *b == b'\\').next().unwrap_or(&[]))
}

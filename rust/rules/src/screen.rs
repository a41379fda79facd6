//! Screens: cheap questions that call most Elements clean, so that the rules need not be asked one by one.
//!
//! A screen may say "look closer" of a clean Element, never "clean" of one on which a rule would fire; `tests/screens.rs`
//! checks generated and damaged files with the screens off and on, and compares.

use validicom_header::{Element, Flags, Tag, Vr};

/// Flags that at least one rule of structure asks for.
const FLAGS: u16 = Flags::MISSING_VR.0 | Flags::RESERVED_NOT_ZERO.0 | Flags::ENCAPSULATED.0;

/// Whether no rule of structure (those of `Check::Element`) can fire on the Element. `last` is the highest Tag before it in
/// its data set; nothing is asked of the order of Items.
#[inline]
pub fn structure_is_clean(element: &Element, last: u32, in_file_meta: bool) -> bool {
    let tag = element.tag.0;
    let defined_and_even = element.length & 1 == 0 || element.flags.has(Flags::UNDEFINED_LENGTH);
    if !defined_and_even || element.flags.0 & FLAGS != 0 {
        return false;
    }
    if element.is_item() {
        return true;
    }
    // Private Elements, groups below 0004, group lengths, and Pixel Data have rules of their own.
    let is_plain =
        tag & 0x0001_0000 == 0 && (tag >= 0x0004_0000 || in_file_meta) && tag & 0xFFFF != 0 && tag != Tag::PIXEL_DATA.0;
    is_plain && tag > last && !matches!(element.vr, Vr::UN | Vr::Unknown) && element.occurrence <= 1
}

//! Screens: cheap questions that call most Elements clean, so that the rules need not be asked one by one.
//!
//! A screen may say "look closer" of a clean Element, never "clean" of one on which a rule would fire; a test
//! checks every file and generated data set with the screens off and on, and compares.

use validicom_header::{Element, Flags, Vr};

/// Flags that at least one rule of structure asks for.
const FLAGS: u16 = Flags::TRUNCATED.0 | Flags::MISSING_VR.0 | Flags::RESERVED_NOT_ZERO.0 | Flags::ENCAPSULATED.0;

/// Whether no rule of structure (those of `Check::Element`) can fire on the Element. `last` is the highest Tag before it in
/// its data set.
#[inline]
pub fn structure_is_clean(element: &Element, last: u32) -> bool {
    let tag = element.tag.0;
    // Private, the groups below 0008, FFFF, and group lengths have rules of their own.
    let plain_tag = tag & 0x0001_0000 == 0 && tag >= 0x0004_0000 && tag & 0xFFFF != 0;
    let defined_and_even = element.length & 1 == 0 || element.flags.has(Flags::UNDEFINED_LENGTH);
    plain_tag
        && tag > last
        && defined_and_even
        && element.flags.0 & FLAGS == 0
        && !matches!(element.vr, Vr::UN | Vr::Unknown)
        && element.occurrence <= 1
}

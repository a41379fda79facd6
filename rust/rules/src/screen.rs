//! Screens: cheap questions that call most Elements clean, so that the rules need not be asked one by one.
//!
//! A screen may say "look closer" of a clean Element, never "clean" of one on which a rule would fire; `tests/screens.rs`
//! checks generated and damaged files with the screens off and on, and compares.

use validicom_header::{Element, Flags, Tag, Vr};

/// Flags that at least one rule of structure asks for.
const FLAGS: u16 = Flags::MISSING_VR.0 | Flags::RESERVED_NOT_ZERO.0 | Flags::ENCAPSULATED.0;

/// What a look at the header says of an Element or Item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// No rule of structure (those of `Check::Element`) can fire.
    Clean,
    /// Only the rule that counts private Elements fires (P003).
    PlainPrivate,
    /// Any may fire.
    LookCloser,
}

/// Which rules of structure an Element needs. `last` is the highest Tag before it in its data set; nothing is asked of the
/// order of Items.
#[inline]
pub fn structure(element: &Element, last: u32, in_file_meta: bool) -> Structure {
    let tag = element.tag.0;
    let defined_and_even = element.length & 1 == 0 || element.flags.has(Flags::UNDEFINED_LENGTH);
    if !defined_and_even || element.flags.0 & FLAGS != 0 {
        return Structure::LookCloser;
    }
    if element.is_item() {
        return Structure::Clean;
    }
    if tag <= last || element.occurrence > 1 || element.vr == Vr::Unknown {
        return Structure::LookCloser;
    }
    if element.tag.is_private() {
        // Groups 0001 to 0007 and FFFF, Private Creators, and numbers of no block have rules of their own.
        let is_plain = tag > 0x0008_0000 && tag < 0xFFFF_0000 && element.tag.element() >= 0x1000;
        return if is_plain { Structure::PlainPrivate } else { Structure::LookCloser };
    }
    // Groups below 0004, group lengths, Pixel Data and known Elements of VR UN have rules of their own.
    let is_plain =
        (tag >= 0x0004_0000 || in_file_meta) && tag & 0xFFFF != 0 && tag != Tag::PIXEL_DATA.0 && element.vr != Vr::UN;
    if is_plain { Structure::Clean } else { Structure::LookCloser }
}

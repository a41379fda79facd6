//! The Tag of a Data Element (PS3.5 7.1): a group number and an element number in one `u32`.

use core::fmt;

/// A Data Element Tag, `(gggg,eeee)` as `0xggggeeee`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Tag(pub u32);

impl Tag {
    /// Item (FFFE,E000), PS3.5 7.5.
    pub const ITEM: Tag = Tag(0xFFFE_E000);
    /// Item Delimitation Item (FFFE,E00D), PS3.5 7.5.
    pub const ITEM_DELIMITER: Tag = Tag(0xFFFE_E00D);
    /// Sequence Delimitation Item (FFFE,E0DD), PS3.5 7.5.
    pub const SEQUENCE_DELIMITER: Tag = Tag(0xFFFE_E0DD);
    /// Pixel Data (7FE0,0010).
    pub const PIXEL_DATA: Tag = Tag(0x7FE0_0010);
    /// Specific Character Set (0008,0005).
    pub const SPECIFIC_CHARACTER_SET: Tag = Tag(0x0008_0005);
    /// SOP Class UID (0008,0016).
    pub const SOP_CLASS_UID: Tag = Tag(0x0008_0016);
    /// SOP Instance UID (0008,0018).
    pub const SOP_INSTANCE_UID: Tag = Tag(0x0008_0018);
    /// Media Storage SOP Class UID (0002,0002).
    pub const MEDIA_STORAGE_SOP_CLASS_UID: Tag = Tag(0x0002_0002);
    /// Transfer Syntax UID (0002,0010).
    pub const TRANSFER_SYNTAX_UID: Tag = Tag(0x0002_0010);

    /// The group number.
    #[inline]
    pub const fn group(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The element number within the group.
    #[inline]
    pub const fn element(self) -> u16 {
        self.0 as u16
    }

    /// A private Data Element has an odd group number (PS3.5 7.8).
    #[inline]
    pub const fn is_private(self) -> bool {
        self.0 & 0x0001_0000 != 0
    }

    /// A Private Creator Data Element (gggg,0010-00FF) of an odd group (PS3.5 7.8.1).
    #[inline]
    pub const fn is_private_creator(self) -> bool {
        self.is_private() && self.element() >= 0x10 && self.element() <= 0xFF
    }

    /// Item and delimitation Tags, which have no VR (PS3.5 7.5).
    #[inline]
    pub const fn is_item_or_delimiter(self) -> bool {
        self.group() == 0xFFFE
    }

    /// Group Length (gggg,0000), retired outside groups 0000 and 0002 (PS3.5 7.2).
    #[inline]
    pub const fn is_group_length(self) -> bool {
        self.element() == 0
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:04X},{:04X})", self.group(), self.element())
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

//! UIDs: the registry (PS3.6 A), Transfer Syntaxes (PS3.5 A), retired SOP Classes, and the IOD of a SOP Class (PS3.4 B).

use validicom_packer::layout::{NONE, Section, transfer_syntax_flag};

use crate::Edition;

/// A UID of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UidEntry<'e> {
    /// The UID.
    pub uid: &'e str,
    /// Its name; empty for two retired ones.
    pub name: &'e str,
    /// `SOP Class`, `Transfer Syntax`, `Meta SOP Class` and others.
    pub kind: &'e str,
    /// Whether it is retired.
    pub retired: bool,
}

/// How the data set is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Implicit VR Little Endian.
    ImplicitLittle,
    /// Explicit VR Little Endian.
    ExplicitLittle,
    /// Explicit VR Big Endian.
    ExplicitBig,
}

/// A Transfer Syntax of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferSyntax<'e> {
    /// The UID.
    pub uid: &'e str,
    /// Its name.
    pub name: &'e str,
    /// How the data set is encoded.
    pub encoding: Encoding,
    /// Whether Pixel Data is encapsulated.
    pub encapsulated: bool,
    /// Whether the data set is deflated.
    pub deflated: bool,
    /// Whether it is retired.
    pub retired: bool,
}

impl Edition {
    /// What the registry says of a UID, given without padding.
    pub fn uid(&self, uid: &[u8]) -> Option<UidEntry<'_>> {
        let row = self.find_string(Section::Uids, uid)?;
        let string = |offset| self.string(self.word(Section::Uids, row, offset)?);
        Some(UidEntry {
            uid: string(0)?,
            name: string(4)?,
            kind: string(8)?,
            retired: self.word(Section::Uids, row, 12)? != 0,
        })
    }

    /// A Transfer Syntax by its UID, given without padding; of all editions.
    pub fn transfer_syntax(&self, uid: &[u8]) -> Option<TransferSyntax<'_>> {
        let row = self.find_string(Section::TransferSyntaxes, uid)?;
        let flags = self.word(Section::TransferSyntaxes, row, 8)?;
        Some(TransferSyntax {
            uid: self.string(self.word(Section::TransferSyntaxes, row, 0)?)?,
            name: self.string(self.word(Section::TransferSyntaxes, row, 4)?)?,
            encoding: match flags & transfer_syntax_flag::ENCODING_MASK {
                0 => Encoding::ImplicitLittle,
                2 => Encoding::ExplicitBig,
                _ => Encoding::ExplicitLittle,
            },
            encapsulated: flags & transfer_syntax_flag::ENCAPSULATED != 0,
            deflated: flags & transfer_syntax_flag::DEFLATED != 0,
            retired: flags & transfer_syntax_flag::RETIRED != 0,
        })
    }

    /// Whether a storage SOP Class is retired, and what replaced it.
    pub fn retired_sop_class(&self, uid: &[u8]) -> Option<Option<&str>> {
        let row = self.find_string(Section::RetiredSopClasses, uid)?;
        match self.word(Section::RetiredSopClasses, row, 8)? {
            NONE => Some(None),
            by => Some(self.string(by)),
        }
    }

    /// Every SOP Class that has an IOD, by UID, with the index of its IOD.
    pub fn sop_classes(&self) -> impl Iterator<Item = (&str, u16)> {
        (0..self.count(Section::IodUids)).filter_map(|row| {
            let uid = self.string(self.word(Section::IodUids, row, 0)?)?;
            Some((uid, self.word(Section::IodUids, row, 4)? as u16))
        })
    }

    /// The IOD of a SOP Class.
    pub fn iod_for_sop_class(&self, uid: &[u8]) -> Option<u16> {
        let row = self.find_string(Section::IodUids, uid)?;
        self.word(Section::IodUids, row, 4).map(|iod| iod as u16)
    }
}

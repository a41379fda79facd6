//! The flat arena of Data Elements that all front ends (bytes, a data set in memory, DICOM JSON) fill, in document order.
//!
//! There is nothing to recurse in: nesting is `depth`, `parent` and `next`. An Item is an [`Element`] with the Tag
//! (FFFE,E000) whose parent is its Sequence; the Elements of the Item follow it. The arena holds no value: an Element
//! says where in the byte buffer its value stands.

use crate::limits::Limit;
use crate::tag::Tag;
use crate::vr::Vr;

/// Index of "no Element": the parent of the Elements of the root, the place of a note about the whole file.
pub const NO_ELEMENT: u32 = u32::MAX;

/// What is known of an Element besides its Tag, VR and value: a set of bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags(pub u16);

impl Flags {
    /// The Length field says FFFFFFFF.
    pub const UNDEFINED_LENGTH: Flags = Flags(1);
    /// The Element has no VR in the stream: Implicit VR, or Explicit VR with [`Flags::MISSING_VR`].
    pub const IMPLICIT: Flags = Flags(2);
    /// The value bytes are big endian.
    pub const BIG_ENDIAN: Flags = Flags(4);
    /// These are the bytes of the file (front end "bytes", or a data set whose Element is still raw).
    pub const RAW: Flags = Flags(8);
    /// `value..value+value_len` of the buffer is the whole value.
    pub const HAS_VALUE: Flags = Flags(16);
    /// The value was cut by the end of the file or of what encloses it. No value rule applies.
    pub const TRUNCATED: Flags = Flags(32);
    /// The Element stands in a value of VR UN that was read as Implicit VR Little Endian (PS3.5 6.2.2).
    pub const IN_UN: Flags = Flags(64);
    /// Explicit VR stream, but the two bytes after the Tag are no VR: read as Implicit VR.
    pub const MISSING_VR: Flags = Flags(128);
    /// The Element is encapsulated Pixel Data; its children are fragment Items without Elements.
    pub const ENCAPSULATED: Flags = Flags(256);
    /// The strings of this Element (data set in memory, JSON) are UTF-8 whatever Specific Character Set says.
    pub const UTF8: Flags = Flags(512);
    /// The two reserved bytes of a long explicit form are not zero.
    pub const RESERVED_NOT_ZERO: Flags = Flags(1024);

    /// Whether all bits of `other` are set.
    #[inline]
    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Sets the bits of `other`.
    #[inline]
    pub fn set(&mut self, other: Flags) {
        self.0 |= other.0;
    }
}

/// A Data Element or an Item: 40 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    /// The Tag; (FFFE,E000) for an Item.
    pub tag: Tag,
    /// The VR as encoded: `Vr::None` for Items and in Implicit VR.
    pub vr: Vr,
    /// The VR by which the value is read: the encoded one; in Implicit VR, and for UN on a known public Element, the
    /// dictionary's (`US or SS` gives US, `OB or OW` gives OW); SQ whenever the value was walked as a Sequence.
    pub read_vr: Vr,
    /// See [`Flags`].
    pub flags: Flags,
    /// 0 for Elements of the root data set and of File Meta; a Sequence's Items have the depth of the Sequence; the Elements of
    /// an Item have the depth of the Item + 1.
    pub depth: u16,
    /// 1 for the first Element with this Tag in its data set, 2 for its first duplicate ...; for an Item its number in the
    /// Sequence, from 1 (saturating).
    pub occurrence: u32,
    /// The Length field as read; `u32::MAX` where undefined.
    pub length: u32,
    /// Where the value starts in the buffer.
    pub value: u32,
    /// Bytes of the value in the buffer; 0 if it was skipped, is a Sequence, or is truncated to nothing.
    pub value_len: u32,
    /// Index of the enclosing Item (for an Element), Sequence (for an Item), or [`NO_ELEMENT`].
    pub parent: u32,
    /// Index of the first Element after this one and all it encloses.
    pub next: u32,
    /// Offset of the Element's first byte in the file; in a Deflated file, in the inflated data set that starts at the
    /// offset of the deflated one.
    pub at: u64,
}

impl Element {
    /// Whether this row is an Item.
    #[inline]
    pub const fn is_item(&self) -> bool {
        self.tag.0 == Tag::ITEM.0
    }

    /// The value, if the buffer holds all of it.
    #[inline]
    pub fn value<'b>(&self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        if !self.flags.has(Flags::HAS_VALUE) {
            return None;
        }
        bytes.get(self.value as usize..(self.value as usize).checked_add(self.value_len as usize)?)
    }
}

/// What the walker noticed and where. Rules of the families F, E and X turn notes into findings; each kind has one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// What was noticed.
    pub kind: NoteKind,
    /// The Element concerned or, where it stands in none, the container in which it was noticed; [`NO_ELEMENT`] for the root.
    pub element: u32,
    /// Offset in the file (as [`Element::at`]).
    pub at: u64,
    /// A number or code that belongs to the kind; 0 if there is none.
    pub detail: u64,
}

/// Kinds of structural notes; `docs/recovery.md` says when each is made and how the walk goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum NoteKind {
    /// A value, Item or Sequence is longer than what encloses it. Detail: [`Container`].
    LengthPastEnd,
    /// Undefined length on an Element that may not have it.
    UndefinedLengthNotAllowed,
    /// An Item of undefined length ended without Item Delimitation Item.
    MissingItemDelimiter,
    /// A Sequence (or encapsulated Pixel Data) of undefined length ended without Sequence Delimitation Item.
    MissingSequenceDelimiter,
    /// A delimiter or an Item where none may stand. Detail: its element number (E000, E00D, E0DD).
    StrayDelimiter,
    /// A delimiter whose Length is not zero. Detail: the Length.
    DelimiterLengthNotZero,
    /// Something other than an Item in a Sequence of defined length. Detail: the Tag.
    NotAnItem,
    /// Fewer bytes left than a header needs. Detail: how many.
    TrailingBytes,
    /// Zeros after the last Element of the root.
    TrailingZeros,
    /// The rest of a container cannot be read: the walk goes on after it, or ends.
    CannotGoOn,
    /// A limit was reached. Detail: [`Limit`].
    LimitReached,
    /// The Deflated data set is damaged or cut.
    DeflateDamaged,
    /// More than one byte of padding follows the deflated stream. Detail: how many bytes.
    BytesAfterDeflate,
    /// File Meta Information is not Explicit VR Little Endian.
    MetaNotExplicit,
    /// The data set is not encoded as its Transfer Syntax says. Detail: [`Encoding`] found.
    EncodingDiffers,
    /// The Transfer Syntax UID is absent, unknown or private; the encoding was found by reading. Detail: [`Encoding`].
    EncodingGuessed,
}

/// Details of [`NoteKind::LengthPastEnd`]: what was too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Container {
    Item = 1,
    Sequence = 2,
    File = 3,
}

/// The three encodings of PS3.5 annex A, and the Big Endian Implicit form of ACR-NEMA is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Encoding {
    ImplicitLittle = 1,
    ExplicitLittle = 2,
    ExplicitBig = 3,
}

/// What the first bytes say the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum FileKind {
    /// Preamble, DICM, then whatever follows.
    #[default]
    Part10 = 0,
    /// DICM at offset 0 (no preamble).
    NoPreamble = 1,
    /// File Meta Information at offset 0 (neither preamble nor DICM).
    BareMeta = 2,
    /// A data set at offset 0.
    BareDataSet = 3,
    /// A bare data set that says ACR-NEMA in Recognition Code (0008,0010), retired.
    AcrNema = 4,
    /// Not DICOM: no bytes at all.
    Empty = 5,
    /// Not DICOM: only text.
    Text = 6,
    /// Not DICOM: PNG.
    Png = 7,
    /// Not DICOM: JPEG.
    Jpeg = 8,
    /// Not DICOM: a zip archive.
    Zip = 9,
    /// Not DICOM: gzip.
    Gzip = 10,
    /// Not DICOM: PDF.
    Pdf = 11,
    /// Not DICOM: TIFF.
    Tiff = 12,
    /// Not DICOM: a program (ELF, PE, Mach-O, script).
    Executable = 13,
    /// Not DICOM: nothing that is known here.
    Other = 14,
    /// Not a file: a data set in memory or DICOM JSON.
    DataSet = 15,
}

impl FileKind {
    /// The name that reports and the reference use.
    pub const fn name(self) -> &'static str {
        match self {
            FileKind::Part10 => "part10",
            FileKind::NoPreamble => "no-preamble",
            FileKind::BareMeta => "bare-file-meta",
            FileKind::BareDataSet => "bare-data-set",
            FileKind::AcrNema => "acr-nema",
            FileKind::Empty => "empty",
            FileKind::Text => "text",
            FileKind::Png => "png",
            FileKind::Jpeg => "jpeg",
            FileKind::Zip => "zip",
            FileKind::Gzip => "gzip",
            FileKind::Pdf => "pdf",
            FileKind::Tiff => "tiff",
            FileKind::Executable => "executable",
            FileKind::Other => "other",
            FileKind::DataSet => "data-set",
        }
    }

    /// Whether a data set could be looked for.
    pub const fn is_dicom(self) -> bool {
        (self as u8) <= FileKind::AcrNema as u8 || matches!(self, FileKind::DataSet)
    }
}

/// The Elements of one file or data set, in document order, with the notes of the walk. Reused from file to file.
#[derive(Clone, Debug, Default)]
pub struct Arena {
    /// File Meta Information (group 0002) first, then the data set.
    pub elements: Vec<Element>,
    /// In the order in which they were made.
    pub notes: Vec<Note>,
    /// How many of `elements` are File Meta Information.
    pub meta_len: u32,
    /// What kind of file it is.
    pub kind: FileKind,
    /// Encoding by which the data set was read; `None` where there is none.
    pub encoding: Option<Encoding>,
    /// Whether the data set was inflated.
    pub deflated: bool,
    /// Data Elements and Items met, kept or not.
    pub seen: u64,
    /// Whether the walk ended before the end of the data set (`read="header"` at Pixel Data, or a limit).
    pub stopped: Option<Stopped>,
    /// File offset of the end of the last Element of File Meta Information (0 without one).
    pub meta_end: u64,
    /// File offset at which the last Element of the root ends, if the walk went to the end.
    pub data_end: Option<u64>,
}

/// Why a walk ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// `read="header"`: at Pixel Data of the root.
    AtPixelData,
    /// A limit.
    ByLimit(Limit),
    /// [`NoteKind::CannotGoOn`] at the root.
    CannotGoOn,
}

impl Arena {
    /// Empties the arena and keeps its memory.
    pub fn clear(&mut self) {
        let Arena { mut elements, mut notes, .. } = std::mem::take(self);
        elements.clear();
        notes.clear();
        *self = Arena { elements, notes, ..Arena::default() };
    }

    /// The Elements of File Meta Information.
    pub fn meta(&self) -> &[Element] {
        self.elements.get(..self.meta_len as usize).unwrap_or(&[])
    }

    /// Index of the first Element of the data set.
    pub const fn root(&self) -> u32 {
        self.meta_len
    }
}

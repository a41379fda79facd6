//! The layout of a pack, shared by its writer and its reader: a header, a directory of sections, then the sections.
//! Everything is little-endian; places are offsets from the start, so that a pack may lie anywhere.
//!
//! Header: magic (8 bytes), format version, length of the pack, digest (u64) of all after byte 24, number of sections,
//! string id of the edition's name. Directory: 16 bytes a section: id, offset, count of records, bytes of a record.

/// The first eight bytes of a pack.
pub const MAGIC: [u8; 8] = *b"VCIDPACK";
/// Changes whenever a section changes its meaning.
pub const FORMAT_VERSION: u32 = 1;
/// Bytes before the directory.
pub const HEADER_BYTES: usize = 32;
/// Bytes of a section's entry in the directory.
pub const DIRECTORY_ENTRY_BYTES: usize = 16;
/// The digest covers all bytes from here on.
pub const DIGEST_FROM: usize = 24;
/// "No string", "no node", "no condition" where an index may be missing.
pub const NONE: u32 = u32::MAX;
/// The same for 16-bit indexes.
pub const NONE16: u16 = u16::MAX;

/// The sections of a pack, in the order of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Section {
    /// u32 start of each string, one more than there are strings.
    StringStarts = 0,
    /// The strings' bytes, UTF-8.
    StringBytes,
    /// tag, mask, keyword, name, VR bits (u64), VR text, VM text, min|max|step|retired (bytes); sorted by mask, tag.
    Attributes,
    /// Index into Attributes (u32), sorted by keyword.
    Keywords,
    /// uid, name, kind (strings), retired; sorted by uid.
    Uids,
    /// uid, name, flags; sorted by uid.
    TransferSyntaxes,
    /// Tags (u32), sorted.
    OpenItems,
    /// tag, VR bits (u64); sorted.
    VrHistory,
    /// uid, name, replacement or NONE; sorted by uid.
    RetiredSopClasses,
    /// id, name, first module, modules, first macro, macros, root node, functional groups node.
    Iods,
    /// uid, IOD index; sorted by uid.
    IodUids,
    /// id, table, Information Entity (strings), usage (letter), condition, flags | demands << 16: modules of the IODs in their order.
    Modules,
    /// The same for functional group macros.
    Macros,
    /// label, kind, id (strings).
    Tables,
    /// table (index) | row number << 16, condition | flags << 16, items min | max << 16: where a claim comes from.
    TableRows,
    /// Condition ids (strings).
    Conditions,
    /// Value Types (strings) by which Includes hold.
    ValueTypes,
    /// first of its rows in NodeRows, rows, first demand, demands, slots and flag.
    Nodes,
    /// u16 index into Rows: the rows of all nodes, one node after the other. Equal rows are stored once.
    NodeRows,
    /// tag, first claim, claims | child node << 16.
    Rows,
    /// One u32, see [`claim`].
    Claims,
    /// u16 index of a row within its node that can demand something.
    Demands,
}

impl Section {
    /// All sections.
    pub const ALL: [Section; 22] = [
        Section::StringStarts,
        Section::StringBytes,
        Section::Attributes,
        Section::Keywords,
        Section::Uids,
        Section::TransferSyntaxes,
        Section::OpenItems,
        Section::VrHistory,
        Section::RetiredSopClasses,
        Section::Iods,
        Section::IodUids,
        Section::Modules,
        Section::Macros,
        Section::Tables,
        Section::TableRows,
        Section::Conditions,
        Section::ValueTypes,
        Section::Nodes,
        Section::NodeRows,
        Section::Rows,
        Section::Claims,
        Section::Demands,
    ];

    /// Bytes of one record.
    pub const fn stride(self) -> usize {
        match self {
            Section::StringBytes => 1,
            Section::Demands | Section::NodeRows => 2,
            Section::StringStarts
            | Section::Keywords
            | Section::OpenItems
            | Section::Conditions
            | Section::ValueTypes => 4,
            Section::IodUids => 8,
            Section::TransferSyntaxes
            | Section::VrHistory
            | Section::RetiredSopClasses
            | Section::Tables
            | Section::TableRows
            | Section::Rows => 12,
            Section::Uids => 16,
            Section::Nodes => 20,
            Section::Modules | Section::Macros => 24,
            Section::Iods => 32,
            Section::Attributes => 36,
            Section::Claims => 4,
        }
    }
}

/// Types of Attributes (PS3.5 7.4) as claims and the graph store them.
pub mod attribute_type {
    /// No Type is printed.
    pub const NONE: u8 = 0;
    /// Type 1.
    pub const ONE: u8 = 1;
    /// Type 1C.
    pub const ONE_C: u8 = 2;
    /// Type 2.
    pub const TWO: u8 = 3;
    /// Type 2C.
    pub const TWO_C: u8 = 4;
    /// Type 3.
    pub const THREE: u8 = 5;
}

/// Bits of a claim, a u32: slot (6 bits), Type (3), flags, Value Type (4 bits), then the table row (16 bits).
pub mod claim {
    /// Bits of the slot.
    pub const SLOT_MASK: u32 = 0x3F;
    /// Shift of the Type.
    pub const TYPE_SHIFT: u32 = 6;
    /// Mask of the Type, after the shift.
    pub const TYPE_MASK: u32 = 7;
    /// The demand stands in every shipped edition.
    pub const IN_ALL: u32 = 1 << 9;
    /// The claim has Items of its own: it is a slot of the row's child node.
    pub const CHILD: u32 = 1 << 10;
    /// Included only conditionally: its Type is stored as 3.
    pub const OPTIONAL: u32 = 1 << 11;
    /// Shift of the Value Type (0: none).
    pub const VALUE_TYPE_SHIFT: u32 = 12;
    /// Mask of the Value Type, after the shift.
    pub const VALUE_TYPE_MASK: u32 = 15;
    /// Shift of the table row.
    pub const ROW_SHIFT: u32 = 16;
}

/// In the last word of a node, above its number of slots: its slots are the functional group macros of an IOD.
pub const FUNCTIONAL_GROUPS_NODE: u32 = 1 << 8;

/// Flags of the number of Items of a table row.
pub mod items_flag {
    /// A number of Items is stated.
    pub const STATED: u32 = 1;
    /// Stated as "shall".
    pub const SHALL: u32 = 2;
    /// It depends on something else.
    pub const CONDITIONAL: u32 = 4;
}

/// Flags of a module or macro of an IOD.
pub mod usage_flag {
    /// This usage stands in every shipped edition.
    pub const IN_ALL: u32 = 1;
}

/// Flags of a Transfer Syntax.
pub mod transfer_syntax_flag {
    /// Mask of the encoding: 0 Implicit VR Little Endian, 1 Explicit VR Little Endian, 2 Explicit VR Big Endian.
    pub const ENCODING_MASK: u32 = 3;
    /// Pixel Data is encapsulated.
    pub const ENCAPSULATED: u32 = 4;
    /// The data set is deflated.
    pub const DEFLATED: u32 = 8;
    /// Retired.
    pub const RETIRED: u32 = 16;
}

/// Two letters of a VR in the order of its bit: bit `i + 1` is `VRS[i]`.
pub const VRS: [&str; 34] = [
    "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV", "OW", "PN",
    "SH", "SL", "SQ", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV",
];

/// A digest of bytes (FNV-1a over 64-bit words): tells packs apart and finds accidents, not attacks.
pub fn digest(bytes: &[u8]) -> u64 {
    let mut state = 0xCBF2_9CE4_8422_2325_u64 ^ bytes.len() as u64;
    let mut step = |word: u64| {
        state = (state ^ word).wrapping_mul(0x0000_0100_0000_01B3);
        state ^= state >> 29;
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        step(u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    step(u64::from_le_bytes(last));
    state
}

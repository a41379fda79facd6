//! The layout of a pack, shared by its writer and its reader: a header, a directory of sections, then the sections.
//! Everything is little-endian; places are offsets from the start, so that a pack may lie anywhere.
//!
//! Header: magic (8 bytes), format version, length of the pack, digest (u64) of all after byte 24, number of sections,
//! string id of the edition's name. Directory: 16 bytes a section: id, offset, count of records, bytes of a record.

/// The first eight bytes of a pack.
pub const MAGIC: [u8; 8] = *b"VCIDPACK";
/// Changes whenever a section changes its meaning.
pub const FORMAT_VERSION: u32 = 5;
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
    /// id (string), required (expression or NONE: not compiled), [`otherwise`], its expression or NONE.
    Conditions,
    /// op | scope << 8 | number << 16, Tag or the like, two words: see [`expression`]. What a node uses stands before it.
    Expressions,
    /// Operands and words of expressions (u32).
    ExpressionItems,
    /// Outside facts: name, sentence (strings); sorted by name.
    OutsideFacts,
    /// Value Types (strings) by which Includes hold.
    ValueTypes,
    /// first of its rows in NodeRows, rows, slots and flag.
    Nodes,
    /// u16 index into Rows: the rows of all nodes, one node after the other. Equal rows are stored once.
    NodeRows,
    /// tag, first claim, claims | child node << 16.
    Rows,
    /// One u32, see [`claim`].
    Claims,
    /// table row | value number << 16, [`list`] flags, first word, words, expression or NONE (always); sorted by table row.
    ValueLists,
    /// table row, fewest | most << 16 Items (0: no limit), expression or NONE (always); sorted by table row.
    ItemCounts,
    /// A word as printed, and as values are compared with it (strings).
    ListWords,
    /// IOD or NONE, module (string) or NONE, [`constraint`] bits, first Tag, Tags, first word, words, expression or NONE.
    Constraints,
    /// Tags (u32) of the paths of constraints.
    ConstraintTags,
    /// Value Types of Content Items (strings), at most 32.
    SrValueTypes,
    /// Relationship Types of Content Items (strings).
    SrRelationshipTypes,
    /// IOD index, flags, Value Types (a bit each), first triple, triples; sorted by IOD.
    SrIods,
    /// One u32, see [`sr`]; sorted for each IOD.
    SrTriples,
}

impl Section {
    /// All sections.
    pub const ALL: [Section; 33] = [
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
        Section::Expressions,
        Section::ExpressionItems,
        Section::OutsideFacts,
        Section::ValueTypes,
        Section::Nodes,
        Section::NodeRows,
        Section::Rows,
        Section::Claims,
        Section::ValueLists,
        Section::ItemCounts,
        Section::ListWords,
        Section::Constraints,
        Section::ConstraintTags,
        Section::SrValueTypes,
        Section::SrRelationshipTypes,
        Section::SrIods,
        Section::SrTriples,
    ];

    /// Bytes of one record.
    pub const fn stride(self) -> usize {
        match self {
            Section::StringBytes => 1,
            Section::NodeRows => 2,
            Section::StringStarts
            | Section::Keywords
            | Section::OpenItems
            | Section::ExpressionItems
            | Section::ValueTypes
            | Section::SrValueTypes
            | Section::SrRelationshipTypes
            | Section::SrTriples => 4,
            Section::IodUids | Section::OutsideFacts => 8,
            Section::TransferSyntaxes
            | Section::VrHistory
            | Section::RetiredSopClasses
            | Section::Tables
            | Section::TableRows
            | Section::Rows
            | Section::ItemCounts
            | Section::Nodes => 12,
            Section::Uids | Section::Conditions | Section::Expressions => 16,
            Section::SrIods | Section::ValueLists => 20,
            Section::Modules | Section::Macros => 24,
            Section::Iods => 32,
            Section::Attributes => 36,
            Section::Claims | Section::ConstraintTags => 4,
            Section::ListWords => 8,
            Section::Constraints => 32,
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

/// Flags of the condition of a table row, beside those of the number of Items.
pub mod condition_flag {
    /// The wording is doubtful: no error from it.
    pub const DOUBTFUL: u32 = 8;
    /// The wording is the edition's own.
    pub const OWN: u32 = 16;
    /// A sentence beside a row of Type 1, 2 or 3.
    pub const NOTE: u32 = 32;
}

/// What holds where a condition is not true.
pub mod otherwise {
    /// It may be present.
    pub const ALLOWED: u8 = 0;
    /// It shall not be present.
    pub const FORBIDDEN: u8 = 1;
    /// Nothing is said (PS3.5 7.4.2, 7.4.4: it shall not be present).
    pub const UNSTATED: u8 = 2;
    /// It may be present where an expression is true.
    pub const ALLOWED_WHEN: u8 = 3;
    /// It shall not be present where an expression is true.
    pub const FORBIDDEN_WHEN: u8 = 4;
}

/// Nodes of expressions. Scopes of operands: [`HERE`](expression::HERE), a number of steps outwards, or one of the others.
pub mod expression {
    /// List of nodes: first in ExpressionItems, count.
    pub const AND: u8 = 0;
    /// As AND.
    pub const OR: u8 = 1;
    /// The node.
    pub const NOT: u8 = 2;
    /// Always.
    pub const TRUE: u8 = 3;
    /// Never.
    pub const FALSE: u8 = 4;
    /// Not understood.
    pub const UNREAD: u8 = 5;
    /// Says nothing on presence.
    pub const NONE: u8 = 6;
    /// The first Item.
    pub const FIRST_ITEM: u8 = 7;
    /// The last Item.
    pub const LAST_ITEM: u8 = 8;
    /// Pixel Data is encapsulated.
    pub const ENCAPSULATED: u8 = 9;
    /// There, even if empty.
    pub const PRESENT: u8 = 10;
    /// Not there.
    pub const ABSENT: u8 = 11;
    /// There with a value.
    pub const HAS_VALUE: u8 = 12;
    /// There without a value.
    pub const EMPTY: u8 = 13;
    /// The Tag of an Attribute in a functional group is among the values.
    pub const POINTS_INTO_FUNCTIONAL_GROUPS: u8 = 14;
    /// Different values among the Items.
    pub const CHANGES: u8 = 15;
    /// A value is one of the words.
    pub const IN: u8 = 16;
    /// None is.
    pub const NOT_IN: u8 = 17;
    /// Numbers: comparison in the upper bits of the value number, the number as f64 in two words.
    pub const VALUE: u8 = 18;
    /// Number of values, compared.
    pub const COUNT: u8 = 19;
    /// Number of Items, compared.
    pub const ITEM_COUNT: u8 = 20;
    /// Number of characters, compared.
    pub const LENGTH: u8 = 21;
    /// Number of this Item, compared.
    pub const ITEM_NUMBER: u8 = 22;
    /// Code values and schemes by turns.
    pub const CODE: u8 = 23;
    /// The values are equal: Tag, scope | number << 8 of the second.
    pub const EQUAL: u8 = 24;
    /// The Tag of the second is among the values.
    pub const POINTS_TO: u8 = 25;
    /// For some Item.
    pub const ANY: u8 = 26;
    /// For every Item.
    pub const ALL: u8 = 27;
    /// A module is in the data set (its id).
    pub const MODULE: u8 = 28;
    /// A functional group macro is used (its id).
    pub const MACRO: u8 = 29;
    /// An Element of the group (value, mask) is there.
    pub const GROUP: u8 = 30;
    /// An outside fact (its place).
    pub const OUTSIDE: u8 = 31;
    /// The IOD is one of these.
    pub const IOD: u8 = 32;
    /// The Transfer Syntax is one of these.
    pub const TRANSFER_SYNTAX: u8 = 33;
    /// One more than the last.
    pub const OPS: u8 = 34;

    /// The data set of the condition's Attribute, from there outwards; 1 and more: the one around it, and so on.
    pub const HERE: u8 = 0;
    /// The functional groups of this frame.
    pub const FRAME: u8 = 253;
    /// The root.
    pub const ROOT: u8 = 254;
    /// The Attribute of the condition.
    pub const THIS: u8 = 255;

    /// Where the comparison begins in the number's half.
    pub const COMPARISON_SHIFT: u32 = 12;
    /// The highest value number.
    pub const MOST_VALUE_NUMBER: u16 = (1 << COMPARISON_SHIFT) - 1;
    /// The comparisons.
    pub const COMPARISONS: [&str; 6] = ["=", "!=", "<", "<=", ">", ">="];

    /// Atoms that stand alone.
    pub const BARE: [(&str, u8); 7] = [
        ("true", TRUE),
        ("false", FALSE),
        ("unread", UNREAD),
        ("none", NONE),
        ("first_item", FIRST_ITEM),
        ("last_item", LAST_ITEM),
        ("encapsulated", ENCAPSULATED),
    ];
    /// Atoms with an Attribute.
    pub const ABOUT: [(&str, u8); 6] = [
        ("present", PRESENT),
        ("absent", ABSENT),
        ("has_value", HAS_VALUE),
        ("empty", EMPTY),
        ("points_into_functional_groups", POINTS_INTO_FUNCTIONAL_GROUPS),
        ("changes", CHANGES),
    ];
    /// Atoms that count.
    pub const MEASURED: [(&str, u8); 3] = [("count", COUNT), ("items", ITEM_COUNT), ("length", LENGTH)];
    /// Atoms with two Attributes.
    pub const PAIR: [(&str, u8); 2] = [("equal", EQUAL), ("points_to", POINTS_TO)];
    /// Atoms with an expression.
    pub const ITEMS: [(&str, u8); 2] = [("any", ANY), ("all", ALL)];
    /// Atoms with a name.
    pub const NAMED: [(&str, u8); 4] = [("module", MODULE), ("macro", MACRO), ("group", GROUP), ("outside", OUTSIDE)];
    /// Atoms with a list of names.
    pub const ONE_OF: [(&str, u8); 2] = [("iod", IOD), ("transfer_syntax", TRANSFER_SYNTAX)];
}

/// Flags of a list of values: what a value that is in no list of its row is worth, and how sure the row is.
pub mod list {
    /// The list only permits.
    pub const SOFT: u32 = 0;
    /// Defined Terms: others are allowed.
    pub const INFO: u32 = 1;
    /// Enumerated Values that nothing confirms.
    pub const WARNING: u32 = 2;
    /// Enumerated Values.
    pub const ERROR: u32 = 3;
    /// Bits of these.
    pub const STRENGTH_MASK: u32 = 3;
    /// The lists of the row may not be whole: no error from them.
    pub const DOUBTFUL: u32 = 4;
}

/// Bits of a constraint: kind, severity, value number (0: all).
pub mod constraint {
    /// A value is one of the words.
    pub const ENUM: u32 = 0;
    /// No value is zero.
    pub const NOT_ZERO: u32 = 1;
    /// The module shall not be there; it has no path.
    pub const FORBIDDEN_MODULE: u32 = 2;
    /// The number is not below the first word nor above the second; an empty word: no limit.
    pub const RANGE: u32 = 3;
    /// The same for the number of Items.
    pub const ITEM_COUNT: u32 = 4;
    /// Bits of the kind.
    pub const KIND_MASK: u32 = 7;
    /// An error, not a warning.
    pub const ERROR: u32 = 8;
    /// Shift of the value number.
    pub const INDEX_SHIFT: u32 = 16;
}

/// Flags of a module or macro of an IOD.
pub mod usage_flag {
    /// This usage stands in every shipped edition.
    pub const IN_ALL: u32 = 1;
    /// A functional group macro that may stand in the Shared Functional Groups Sequence only.
    pub const SHARED_ONLY: u32 = 2;
    /// A functional group macro that may stand in the Per-Frame Functional Groups Sequence only.
    pub const PER_FRAME_ONLY: u32 = 4;
}

/// What is known of the Content Items of an IOD (PS3.3 A.35), and a relationship between two of them.
pub mod sr {
    /// Of an IOD: the list of its Value Types is that of PS3.3 itself.
    pub const SURE: u32 = 1;
    /// Of an IOD: relationships by reference are forbidden.
    pub const BY_REFERENCE_FORBIDDEN: u32 = 2;
    /// Of an IOD: its relationships come from two independent sources.
    pub const TWO_SOURCES: u32 = 4;

    /// Of a triple: the target may stand in the source.
    pub const BY_VALUE: u32 = 1;
    /// Of a triple: the target may be pointed to.
    pub const BY_REFERENCE: u32 = 2;
    /// Of a triple: shift of the place of the target's Value Type.
    pub const TARGET_SHIFT: u32 = 8;
    /// Of a triple: shift of the place of the Relationship Type.
    pub const RELATIONSHIP_SHIFT: u32 = 16;
    /// Of a triple: shift of the place of the source's Value Type.
    pub const SOURCE_SHIFT: u32 = 24;
    /// The highest number of Value Types.
    pub const MOST_VALUE_TYPES: u32 = 32;
    /// The highest number of Relationship Types.
    pub const MOST_RELATIONSHIP_TYPES: u32 = 32;
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

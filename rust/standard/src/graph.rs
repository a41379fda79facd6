//! IODs, their modules, and the graph of nodes (PS3.3): which Attributes each data set of an IOD may have, and who says so.
//!
//! A *node* is the rows of one data set, merged over all that speak of it, sorted by Tag. Each row has *claims*, one for
//! every table row that speaks of the Attribute; a claim stands in a *slot* of its node. Slots of an IOD's root node are
//! its modules, of its functional groups node its macros, of any other node the claims of the Sequence's row that have
//! Items (the k-th claim with `has_child` is slot k of the child).

use validicom_header::Tag;
use validicom_packer::layout::{
    FUNCTIONAL_GROUPS_NODE, NONE, NONE16, Section, attribute_type, claim, condition_flag, items_flag, usage_flag,
};

use crate::Edition;

/// The Type of an Attribute in a table (PS3.5 7.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttributeType {
    /// None is printed.
    None,
    /// Type 1: present, with a value.
    One,
    /// Type 1C: as Type 1 under a condition.
    OneC,
    /// Type 2: present, may be empty.
    Two,
    /// Type 2C: as Type 2 under a condition.
    TwoC,
    /// Type 3: optional.
    Three,
}

impl AttributeType {
    #[inline]
    const fn from_bits(bits: u32) -> AttributeType {
        match bits as u8 {
            attribute_type::ONE => AttributeType::One,
            attribute_type::ONE_C => AttributeType::OneC,
            attribute_type::TWO => AttributeType::Two,
            attribute_type::TWO_C => AttributeType::TwoC,
            attribute_type::THREE => AttributeType::Three,
            _ => AttributeType::None,
        }
    }

    /// As printed: `1C`; empty where none is.
    pub const fn name(self) -> &'static str {
        match self {
            AttributeType::None => "",
            AttributeType::One => "1",
            AttributeType::OneC => "1C",
            AttributeType::Two => "2",
            AttributeType::TwoC => "2C",
            AttributeType::Three => "3",
        }
    }
}

/// A Composite IOD.
#[derive(Clone, Copy)]
pub struct Iod<'e> {
    edition: &'e Edition,
    index: u16,
}

impl<'e> Iod<'e> {
    fn word(self, offset: usize) -> u32 {
        self.edition.word(Section::Iods, u32::from(self.index), offset).unwrap_or(0)
    }

    /// Its index in the edition.
    pub fn index(self) -> u16 {
        self.index
    }

    /// Its id, such as `ct-image`.
    pub fn id(self) -> &'e str {
        self.edition.string(self.word(0)).unwrap_or("")
    }

    /// Its name.
    pub fn name(self) -> &'e str {
        self.edition.string(self.word(4)).unwrap_or("")
    }

    /// How many modules it has, which are the slots of its root node (at most 64).
    #[inline]
    pub fn modules(self) -> u8 {
        self.word(12) as u8
    }

    /// A module by its slot.
    pub fn module(self, slot: u8) -> Option<Usage<'e>> {
        let index = self.word(8) + u32::from(slot);
        (slot < self.modules()).then_some(Usage { edition: self.edition, section: Section::Modules, index })
    }

    /// How many functional group macros it has, which are the slots of its functional groups node (at most 64).
    #[inline]
    pub fn macros(self) -> u8 {
        self.word(20) as u8
    }

    /// A functional group macro by its slot.
    pub fn fg_macro(self, slot: u8) -> Option<Usage<'e>> {
        let index = self.word(16) + u32::from(slot);
        (slot < self.macros()).then_some(Usage { edition: self.edition, section: Section::Macros, index })
    }

    /// The node of the data set.
    #[inline]
    pub fn root(self) -> NodeId {
        NodeId(self.word(24) as u16)
    }

    /// The node of the Items of the Functional Groups Sequences: also the child of their rows.
    #[inline]
    pub fn functional_groups(self) -> Option<NodeId> {
        let node = self.word(28);
        (node != NONE && self.macros() != 0).then_some(NodeId(node as u16))
    }
}

/// A module or functional group macro as an IOD uses it.
#[derive(Clone, Copy)]
pub struct Usage<'e> {
    edition: &'e Edition,
    section: Section,
    index: u32,
}

impl<'e> Usage<'e> {
    fn word(self, offset: usize) -> u32 {
        self.edition.word(self.section, self.index, offset).unwrap_or(0)
    }

    fn string(self, offset: usize) -> &'e str {
        self.edition.string(self.word(offset)).unwrap_or("")
    }

    /// Its id, such as `general-series`.
    pub fn id(self) -> &'e str {
        self.string(0)
    }

    /// The label of its table.
    pub fn table(self) -> &'e str {
        self.string(4)
    }

    /// The Information Entity of a module; empty for a macro.
    pub fn entity(self) -> &'e str {
        self.string(8)
    }

    /// `b'M'`, `b'C'` or `b'U'`.
    #[inline]
    pub fn usage(self) -> u8 {
        self.word(12) as u8
    }

    /// The condition of usage C.
    pub fn condition(self) -> Option<u16> {
        let condition = self.word(16);
        (condition != NONE).then_some(condition as u16)
    }

    /// Whether this usage stands in every shipped edition.
    #[inline]
    pub fn in_all_editions(self) -> bool {
        self.word(20) & usage_flag::IN_ALL != 0
    }

    /// Whether this functional group macro may stand in the Shared Functional Groups Sequence only.
    #[inline]
    pub fn is_shared_only(self) -> bool {
        self.word(20) & usage_flag::SHARED_ONLY != 0
    }

    /// Whether this functional group macro may stand in the Per-Frame Functional Groups Sequence only.
    #[inline]
    pub fn is_per_frame_only(self) -> bool {
        self.word(20) & usage_flag::PER_FRAME_ONLY != 0
    }

    /// How many Attributes a module demands without condition (Types 1 and 2) in the root, whatever the Value Type;
    /// repeating groups do not count.
    #[inline]
    pub fn demands(self) -> u16 {
        (self.word(20) >> 16) as u16
    }
}

/// A node of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u16);

/// The rows of one data set.
#[derive(Clone, Copy)]
pub struct Node<'e> {
    edition: &'e Edition,
    id: NodeId,
    first: u32,
    rows: u16,
    flags: u16,
}

impl<'e> Node<'e> {
    /// Its id.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// How many rows it has.
    #[inline]
    pub fn rows(self) -> u16 {
        self.rows
    }

    /// How many slots its claims stand in (at most 64).
    pub fn slots(self) -> u8 {
        self.flags as u8
    }

    /// Whether this is the node of an IOD's functional groups: its own rows demand nothing.
    #[inline]
    pub fn is_functional_groups(self) -> bool {
        self.flags & FUNCTIONAL_GROUPS_NODE as u16 != 0
    }

    #[inline]
    fn record(self, index: u16) -> Option<u32> {
        if index >= self.rows {
            return None;
        }
        self.edition.half(Section::NodeRows, self.first + u32::from(index)).map(u32::from)
    }

    /// The Tag of a row; rows are sorted by it. In repeating groups the digits `x` are 0.
    #[inline]
    pub fn tag(self, index: u16) -> Option<Tag> {
        self.edition.word(Section::Rows, self.record(index)?, 0).map(Tag)
    }

    /// A row.
    #[inline]
    pub fn row(self, index: u16) -> Option<Row<'e>> {
        let record = self.record(index)?;
        let last = self.edition.word(Section::Rows, record, 8)?;
        Some(Row {
            edition: self.edition,
            tag: Tag(self.edition.word(Section::Rows, record, 0)?),
            index,
            first: self.edition.word(Section::Rows, record, 4)?,
            claims: last as u16,
            child: (last >> 16) as u16,
        })
    }

    /// The index of the row for a Tag; a Tag of a repeating group finds the row of the group.
    pub fn find(self, tag: Tag) -> Option<u16> {
        let tag = tag_of_row(tag);
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.tag(middle)?.cmp(&tag) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

/// The Tag by which rows name an Attribute: in a repeating group that of the first group (PS3.5 7.6).
#[inline]
pub fn tag_of_row(tag: Tag) -> Tag {
    match tag.group() & 0xFF01 {
        0x5000 | 0x6000 => Tag(tag.0 & 0xFF00_FFFF),
        _ => tag,
    }
}

/// A row of a node: one Attribute.
#[derive(Clone, Copy)]
pub struct Row<'e> {
    edition: &'e Edition,
    tag: Tag,
    index: u16,
    first: u32,
    claims: u16,
    child: u16,
}

impl<'e> Row<'e> {
    /// Its Tag; in repeating groups the digits `x` are 0.
    #[inline]
    pub fn tag(self) -> Tag {
        self.tag
    }

    /// Its index in the node.
    #[inline]
    pub fn index(self) -> u16 {
        self.index
    }

    /// The node of its Items.
    #[inline]
    pub fn child(self) -> Option<NodeId> {
        (self.child != NONE16).then_some(NodeId(self.child))
    }

    /// Who speaks of it: at least one claim, in the order of slots.
    #[inline]
    pub fn claims(self) -> Claims<'e> {
        Claims { edition: self.edition, next: self.first, end: self.first + u32::from(self.claims) }
    }
}

/// The claims of a row.
#[derive(Clone)]
pub struct Claims<'e> {
    edition: &'e Edition,
    next: u32,
    end: u32,
}

impl Iterator for Claims<'_> {
    type Item = Claim;

    #[inline]
    fn next(&mut self) -> Option<Claim> {
        if self.next >= self.end {
            return None;
        }
        let bits = self.edition.word(Section::Claims, self.next, 0)?;
        self.next += 1;
        Some(Claim(bits))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end.saturating_sub(self.next) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Claims<'_> {}

/// What one table row says of an Attribute, in a slot of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Claim(u32);

impl Claim {
    /// The slot of the node.
    #[inline]
    pub const fn slot(self) -> u8 {
        (self.0 & claim::SLOT_MASK) as u8
    }

    /// The Type, after overrides; 3 if the Include holds only conditionally.
    #[inline]
    pub const fn attribute_type(self) -> AttributeType {
        AttributeType::from_bits(self.0 >> claim::TYPE_SHIFT & claim::TYPE_MASK)
    }

    /// Whether every shipped edition demands at least this here.
    #[inline]
    pub const fn in_all_editions(self) -> bool {
        self.0 & claim::IN_ALL != 0
    }

    /// Whether it comes from an Include that holds only conditionally.
    #[inline]
    pub const fn optional(self) -> bool {
        self.0 & claim::OPTIONAL != 0
    }

    /// Whether it is a slot of the row's child node.
    #[inline]
    pub const fn has_child(self) -> bool {
        self.0 & claim::CHILD != 0
    }

    /// The Value Type for which it holds, see [`Edition::value_type_of`]; 0: for all.
    #[inline]
    pub const fn value_type(self) -> u8 {
        (self.0 >> claim::VALUE_TYPE_SHIFT & claim::VALUE_TYPE_MASK) as u8
    }

    /// Where it comes from, see [`Edition::source`].
    #[inline]
    pub const fn source(self) -> u16 {
        (self.0 >> claim::ROW_SHIFT) as u16
    }
}

impl std::fmt::Debug for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "slot {} type {} row {}", self.slot(), self.attribute_type().name(), self.source())
    }
}

/// The number of Items that a table row states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Items {
    /// Fewest.
    pub min: u16,
    /// Most; 0: no limit.
    pub max: u16,
    /// Stated as "shall", not as "may".
    pub shall: bool,
    /// It depends on something else.
    pub conditional: bool,
}

/// A row of a table of PS3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'e> {
    /// The label of the table.
    pub table: &'e str,
    /// The row, from 0.
    pub row: u32,
    /// The condition of Types 1C and 2C.
    pub condition: Option<u16>,
    /// The condition's wording is doubtful: no error from it.
    pub is_doubtful: bool,
    /// The condition's wording is the edition's own, not taken from another.
    pub is_own: bool,
    /// The condition is a sentence beside a row of Type 1, 2 or 3.
    pub is_note: bool,
    /// The number of Items.
    pub items: Option<Items>,
}

impl Edition {
    /// How many IODs the edition has.
    pub fn iods(&self) -> u16 {
        self.count(Section::Iods) as u16
    }

    /// An IOD.
    pub fn iod(&self, index: u16) -> Option<Iod<'_>> {
        (index < self.iods()).then_some(Iod { edition: self, index })
    }

    /// A node.
    #[inline]
    pub fn node(&self, id: NodeId) -> Option<Node<'_>> {
        let word = |offset| self.word(Section::Nodes, u32::from(id.0), offset);
        Some(Node { edition: self, id, first: word(0)?, rows: word(4)? as u16, flags: word(8)? as u16 })
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> u16 {
        self.count(Section::Nodes) as u16
    }

    /// The table row of a claim.
    pub fn source(&self, source: u16) -> Option<Source<'_>> {
        let word = |offset| self.word(Section::TableRows, u32::from(source), offset);
        let (place, rest, items) = (word(0)?, word(4)?, word(8)?);
        let (condition, flags) = (rest as u16, rest >> 16);
        Some(Source {
            table: self.string(self.word(Section::Tables, place & 0xFFFF, 0)?)?,
            row: place >> 16,
            condition: (condition != NONE16).then_some(condition),
            is_doubtful: flags & condition_flag::DOUBTFUL != 0,
            is_own: flags & condition_flag::OWN != 0,
            is_note: flags & condition_flag::NOTE != 0,
            items: (flags & items_flag::STATED != 0).then_some(Items {
                min: items as u16,
                max: (items >> 16) as u16,
                shall: flags & items_flag::SHALL != 0,
                conditional: flags & items_flag::CONDITIONAL != 0,
            }),
        })
    }

    /// The id of a condition.
    pub fn condition_id(&self, condition: u16) -> Option<&str> {
        self.string(self.word(Section::Conditions, u32::from(condition), 0)?)
    }

    /// A Value Type by the number that claims have.
    pub fn value_type(&self, number: u8) -> Option<&str> {
        self.string(self.word(Section::ValueTypes, u32::from(number).checked_sub(1)?, 0)?)
    }

    /// The number of a Value Type (0040,A040), given without padding; 255 for those by which no Include holds.
    #[inline]
    pub fn value_type_of(&self, value: &[u8]) -> u8 {
        for index in 0..self.count(Section::ValueTypes) {
            let text = self.word(Section::ValueTypes, index, 0).and_then(|id| self.string_bytes(id));
            if text == Some(value) {
                return index as u8 + 1;
            }
        }
        u8::MAX
    }
}

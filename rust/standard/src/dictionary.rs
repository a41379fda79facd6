//! The data dictionary (PS3.6 6): what is known of a Tag, in a few nanoseconds, repeating groups included.

use validicom_header::{Tag, Vr};
use validicom_packer::layout::Section;

use crate::Edition;

/// The Value Multiplicity that the dictionary allows (PS3.5 6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vm {
    /// Fewest values.
    pub min: u8,
    /// Most values; 0: no limit.
    pub max: u8,
    /// The number of values is a multiple of this (`2-2n`: 2).
    pub step: u8,
}

impl Vm {
    /// Whether this number of values is allowed.
    #[inline]
    pub const fn allows(self, count: u64) -> bool {
        count >= self.min as u64
            && (self.max == 0 || count <= self.max as u64)
            && (self.step <= 1 || count.is_multiple_of(self.step as u64))
    }
}

/// A row of the dictionary.
#[derive(Clone, Copy)]
pub struct Entry<'e> {
    edition: &'e Edition,
    index: u16,
}

impl<'e> Entry<'e> {
    fn word(self, offset: usize) -> u32 {
        self.edition.word(Section::Attributes, u32::from(self.index), offset).unwrap_or(0)
    }

    fn string(self, offset: usize) -> &'e str {
        self.edition.string(self.word(offset)).unwrap_or("")
    }

    /// VR bits, and minimum, maximum, step and retired.
    #[inline]
    fn facts(self) -> (u64, [u8; 4]) {
        self.edition.dictionary.facts.get(usize::from(self.index)).copied().unwrap_or_default()
    }

    /// The Tag of the row; with repeating groups, its digits `x` as 0.
    pub fn tag(self) -> Tag {
        Tag(self.word(0))
    }

    /// The bits of a Tag that count in this row: all but in repeating groups.
    pub fn mask(self) -> u32 {
        self.word(4)
    }

    /// Whether the row is one of a repeating group (50xx, 60xx and their like).
    pub fn is_repeating(self) -> bool {
        self.mask() != u32::MAX
    }

    /// The keyword; empty for a few retired rows.
    pub fn keyword(self) -> &'e str {
        self.string(8)
    }

    /// The name.
    pub fn name(self) -> &'e str {
        self.string(12)
    }

    /// The VRs as bits `1 << Vr as u8`; 0 for Items and delimiters.
    #[inline]
    pub fn vr(self) -> u64 {
        self.facts().0
    }

    /// Whether a VR is one of the row's.
    #[inline]
    pub fn has_vr(self, vr: Vr) -> bool {
        self.vr() >> vr as u8 & 1 != 0
    }

    /// The VR as printed, such as `US or SS`.
    pub fn vr_text(self) -> &'e str {
        self.string(24)
    }

    /// The VM.
    #[inline]
    pub fn vm(self) -> Vm {
        let [min, max, step, _] = self.facts().1;
        Vm { min, max, step }
    }

    /// The VM as printed, such as `2-2n`.
    pub fn vm_text(self) -> &'e str {
        self.string(28)
    }

    /// Whether the Attribute is retired.
    #[inline]
    pub fn retired(self) -> bool {
        self.facts().1[3] != 0
    }
}

impl std::fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {} {} {}", self.tag(), self.keyword(), self.vr_text(), self.vm_text())
    }
}

/// No row.
const NO: u16 = 0;

/// Three small tables in a row: group -> page of the group -> block of 256 element numbers -> row + 1.
///
/// Repeating groups share one page, so nothing depends on how many groups repeat.
#[derive(Default)]
pub(crate) struct Index {
    groups: Vec<u16>,
    pages: Vec<[u16; 256]>,
    blocks: Vec<[u16; 256]>,
    /// One VR a row, for Implicit VR.
    vrs: Vec<Vr>,
    /// What rules ask of every Element, a row: VR bits; minimum, maximum, step and retired.
    facts: Vec<(u64, [u8; 4])>,
}

impl Index {
    pub(crate) fn new(edition: &Edition) -> Index {
        let mut index = Index {
            groups: vec![0; 1 << 16],
            pages: vec![[0; 256]],
            blocks: vec![[NO; 256]],
            vrs: Vec::new(),
            facts: Vec::new(),
        };
        for row in 0..edition.count(Section::Attributes) {
            let entry = Entry { edition, index: row as u16 };
            let vrs = u64::from(entry.word(16)) | u64::from(entry.word(20)) << 32;
            index.vrs.push(single(vrs));
            index.facts.push((vrs, entry.word(32).to_le_bytes()));
            index.insert(entry.tag().0, entry.mask(), row as u16 + 1);
        }
        index
    }

    fn insert(&mut self, tag: u32, mask: u32, row: u16) {
        let Some(page) = self.page(tag, mask) else {
            return;
        };
        for high in 0..256_usize {
            if (high as u32) << 8 & mask & 0xFF00 != tag & mask & 0xFF00 {
                continue;
            }
            let Some(place) = self.pages.get_mut(page).and_then(|p| p.get_mut(high)) else {
                return;
            };
            if *place == 0 {
                *place = self.blocks.len() as u16;
                self.blocks.push([NO; 256]);
            }
            let Some(block) = self.blocks.get_mut(*place as usize) else {
                return;
            };
            for (low, slot) in block.iter_mut().enumerate() {
                // A group length is never one of a repeating group.
                if mask != u32::MAX && high == 0 && low == 0 {
                    continue;
                }
                if low as u32 & mask & 0xFF == tag & mask & 0xFF && *slot == NO {
                    *slot = row;
                }
            }
        }
    }

    /// The page of a group; of a repeating group, which all its groups share. Odd groups are private.
    fn page(&mut self, tag: u32, mask: u32) -> Option<usize> {
        let (group, group_mask) = ((tag >> 16) as u16, (mask >> 16) as u16);
        let first = *self.groups.get(group as usize)?;
        let page = if first == 0 {
            self.pages.push([0; 256]);
            (self.pages.len() - 1) as u16
        } else {
            first
        };
        if group_mask == u16::MAX {
            *self.groups.get_mut(group as usize)? = page;
            return Some(page as usize);
        }
        for (number, place) in self.groups.iter_mut().enumerate() {
            let number = number as u16;
            if number & group_mask == group & group_mask && number.is_multiple_of(2) && *place == 0 {
                *place = page;
            }
        }
        Some(page as usize)
    }

    #[inline]
    pub(crate) fn row(&self, tag: Tag) -> Option<u16> {
        let page = *self.groups.get(tag.group() as usize)?;
        let block = *self.pages.get(page as usize)?.get((tag.element() >> 8) as usize)?;
        let row = *self.blocks.get(block as usize)?.get((tag.element() & 0xFF) as usize)?;
        row.checked_sub(1)
    }

    #[inline]
    pub(crate) fn vr(&self, tag: Tag) -> Option<Vr> {
        let vr = *self.vrs.get(self.row(tag)? as usize)?;
        (vr != Vr::None).then_some(vr)
    }
}

/// The one VR by which Implicit VR is read: `US or SS` as US, any with OW as OW.
fn single(bits: u64) -> Vr {
    if bits >> Vr::OW as u8 & 1 != 0 {
        return Vr::OW;
    }
    if bits >> Vr::US as u8 & 1 != 0 {
        return Vr::US;
    }
    Vr::from_code(bits.trailing_zeros().min(64) as u8).unwrap_or(Vr::None)
}

impl Edition {
    /// The row of the dictionary for a Tag; of a repeating group too. Private Tags have none.
    #[inline]
    pub fn entry(&self, tag: Tag) -> Option<Entry<'_>> {
        Some(Entry { edition: self, index: self.dictionary.row(tag)? })
    }

    /// The keyword of a Tag.
    pub fn keyword(&self, tag: Tag) -> Option<&str> {
        self.entry(tag).map(Entry::keyword).filter(|k| !k.is_empty())
    }

    /// The Tag of a keyword; of a repeating group, the first.
    pub fn tag_of(&self, keyword: &str) -> Option<Tag> {
        let (mut low, mut high) = (0, self.count(Section::Keywords));
        while low < high {
            let middle = low + (high - low) / 2;
            let row = self.word(Section::Keywords, middle, 0)?;
            match self.string(self.word(Section::Attributes, row, 8)?)?.cmp(keyword) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    return self.word(Section::Attributes, row, 0).map(Tag);
                }
            }
        }
        None
    }

    /// All rows of the dictionary.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.count(Section::Attributes)).map(|index| Entry { edition: self, index: index as u16 })
    }

    /// Whether the Items of this Sequence hold Attributes of any kind, so that no IOD speaks of them.
    #[inline]
    pub fn is_open_item(&self, tag: Tag) -> bool {
        self.search(Section::OpenItems, tag).is_some()
    }

    /// Whether this VR was the Element's in an earlier edition.
    pub fn vr_history(&self, tag: Tag, vr: Vr) -> bool {
        let Some(row) = self.search(Section::VrHistory, tag) else {
            return false;
        };
        let half = |offset| u64::from(self.word(Section::VrHistory, row, offset).unwrap_or(0));
        (half(4) | half(8) << 32) >> vr as u8 & 1 != 0
    }

    /// The record of a section sorted by Tag.
    fn search(&self, section: Section, tag: Tag) -> Option<u32> {
        let (mut low, mut high) = (0, self.count(section));
        while low < high {
            let middle = low + (high - low) / 2;
            match self.word(section, middle, 0)?.cmp(&tag.0) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

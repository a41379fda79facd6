//! The records of a DICOMDIR (PS3.3 F.3): where each Item stands in the file, and what its offsets lead to.
//!
//! Offsets are the file's own claims: they may lead anywhere, in circles or to one record many times. Each record is followed
//! once, by a stack, so the time is that of sorting the records however the offsets are.

use validicom_header::{Element, FileKind, Flags, Tag, Vr};

use crate::context::{Context, ROOT};

pub(crate) const FIRST_RECORD: Tag = Tag(0x0004_1200);
pub(crate) const LAST_RECORD: Tag = Tag(0x0004_1202);
pub(crate) const RECORDS: Tag = Tag(0x0004_1220);
pub(crate) const NEXT_RECORD: Tag = Tag(0x0004_1400);
const IN_USE: Tag = Tag(0x0004_1410);
pub(crate) const LOWER_RECORD: Tag = Tag(0x0004_1420);
const RECORD_TYPE: Tag = Tag(0x0004_1430);

/// The records of a directory.
pub(crate) struct Directory {
    /// Offset in the file and index of each Item, by offset.
    records: Vec<(u64, u32)>,
}

/// An offset, with the Element that says it.
#[derive(Clone, Copy)]
pub(crate) struct Link {
    pub(crate) element: u32,
    pub(crate) offset: u64,
}

impl Directory {
    /// The records of a DICOMDIR; `None` for other files, and where offsets cannot be judged: without a preamble, inflated, or
    /// not read to the end.
    pub(crate) fn of(context: &Context) -> Option<Directory> {
        let arena = context.arena;
        if arena.kind != FileKind::Part10 || arena.deflated || arena.stopped.is_some() || !context.is_dicomdir() {
            return None;
        }
        let (index, sequence) = context.first(ROOT, RECORDS)?;
        if sequence.read_vr != Vr::SQ || context.is_cut(index, sequence) {
            return None;
        }
        let items = context.items(index).filter(|(_, item)| item.is_item());
        let mut records: Vec<(u64, u32)> = items.map(|(index, item)| (item.at, index)).collect();
        records.sort_unstable();
        Some(Directory { records })
    }

    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The Items of all records, in document order.
    pub(crate) fn items(&self) -> impl Iterator<Item = u32> + '_ {
        self.records.iter().map(|(_, index)| *index)
    }

    /// The number of the record that starts at an offset.
    pub(crate) fn at(&self, offset: u64) -> Option<usize> {
        self.records.binary_search_by_key(&offset, |(at, _)| *at).ok()
    }

    /// The Item of a record.
    pub(crate) fn item(&self, record: usize) -> Option<u32> {
        self.records.get(record).map(|(_, index)| *index)
    }
}

impl Context<'_> {
    /// The offset that an Element of the root or of a record says; `None` if it cannot be read.
    pub(crate) fn link(&self, data_set: u32, tag: Tag) -> Option<Link> {
        let (element, found) = self.first(data_set, tag)?;
        if found.read_vr != Vr::UL {
            return None;
        }
        let bytes: [u8; 4] = self.value(found)?.try_into().ok()?;
        let is_big = found.flags.has(Flags::BIG_ENDIAN);
        let offset = if is_big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
        Some(Link { element, offset: u64::from(offset) })
    }

    /// Whether a record is one that readers pass over: its Record In-use Flag is 0.
    pub(crate) fn is_passed_over(&self, record: u32) -> bool {
        self.first(record, IN_USE).and_then(|(_, flag)| self.us(flag)) == Some(0)
    }

    /// Directory Record Type of a record, with its Element.
    pub(crate) fn record_type(&self, record: u32) -> Option<(u32, &[u8])> {
        let (index, element): (u32, &Element) = self.first(record, RECORD_TYPE)?;
        if element.read_vr != Vr::CS {
            return None;
        }
        Some((index, crate::values::trim(self.first_value(element)?))).filter(|(_, value)| !value.is_empty())
    }
}

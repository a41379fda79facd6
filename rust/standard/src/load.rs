//! Checks the bytes of a pack and finds its sections. The bytes are hostile: every index that an accessor follows without
//! looking is checked here, and accessors use `get` all the same.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use validicom_packer::layout::{
    self, DIGEST_FROM, DIRECTORY_ENTRY_BYTES, FORMAT_VERSION, HEADER_BYTES, MAGIC, NONE, NONE16, Section,
    attribute_type, claim,
};

use crate::{Edition, dictionary};

/// "No child" as it stands in the upper half of a word.
const NONE16_WORD: u32 = NONE16 as u32;

/// Why bytes are not a pack that this version can use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackError {
    /// The bytes do not begin as a pack does.
    NotAPack,
    /// A pack of another format version.
    Version(u32),
    /// The length in the header is not that of the bytes.
    Length,
    /// The digest in the header is not that of the bytes.
    Digest,
    /// A section is missing, out of bounds, overlapping its header, or of a wrong record size.
    Section(&'static str),
    /// A record points to something that is not there, or is out of order.
    Record(&'static str),
}

impl PackError {
    /// The name of the kind of fault.
    pub fn kind(&self) -> &'static str {
        match self {
            PackError::NotAPack => "not-a-pack",
            PackError::Version(_) => "other-version",
            PackError::Length | PackError::Digest | PackError::Section(_) | PackError::Record(_) => "damaged-pack",
        }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PackError::NotAPack => f.write_str("not an edition pack"),
            PackError::Version(found) => {
                write!(f, "a pack of format version {found}; this version reads {FORMAT_VERSION}")
            }
            PackError::Length => f.write_str("the pack is cut short or has bytes after its end"),
            PackError::Digest => f.write_str("the pack is damaged: its digest differs"),
            PackError::Section(name) => write!(f, "the pack is damaged: section {name}"),
            PackError::Record(name) => write!(f, "the pack is damaged: a record of {name}"),
        }
    }
}

impl std::error::Error for PackError {}

/// Where each section lies: offset and count of records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sections([(u32, u32); Section::ALL.len()]);

#[inline]
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

impl Edition {
    /// An edition from the bytes of a pack, which are checked.
    ///
    /// # Errors
    /// If the bytes are not a pack of this format, or damaged in any way.
    pub fn load(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Edition, PackError> {
        let bytes = bytes.into();
        if bytes.get(..8) != Some(&MAGIC[..]) {
            return Err(PackError::NotAPack);
        }
        let version = u32_at(&bytes, 8).ok_or(PackError::Length)?;
        if version != FORMAT_VERSION {
            return Err(PackError::Version(version));
        }
        if u32_at(&bytes, 12).ok_or(PackError::Length)? as usize != bytes.len() {
            return Err(PackError::Length);
        }
        let digest = u64::from_le_bytes(*bytes.get(16..).and_then(|b| b.first_chunk()).ok_or(PackError::Length)?);
        if layout::digest(bytes.get(DIGEST_FROM..).ok_or(PackError::Length)?) != digest {
            return Err(PackError::Digest);
        }
        let name = u32_at(&bytes, 28).ok_or(PackError::Length)?;
        let sections = sections(&bytes)?;
        let mut edition = Edition {
            bytes,
            sections,
            dictionary: dictionary::Index::default(),
            name: String::new(),
            digest,
            word_keys: OnceLock::new(),
        };
        edition.check()?;
        edition.name = edition.string(name).ok_or(PackError::Record("name"))?.to_owned();
        edition.dictionary = dictionary::Index::new(&edition);
        Ok(edition)
    }

    /// An edition without any fact, for the impossible case that an embedded pack does not load.
    pub(crate) fn none() -> Edition {
        Edition {
            bytes: Cow::Borrowed(&[]),
            sections: Sections([(0, 0); Section::ALL.len()]),
            dictionary: dictionary::Index::default(),
            name: "none".to_owned(),
            digest: 0,
            word_keys: OnceLock::new(),
        }
    }

    /// How many records a section has.
    #[inline]
    pub(crate) fn count(&self, section: Section) -> u32 {
        self.sections.0[section as usize].1
    }

    /// The word at an offset within a record of a section.
    #[inline]
    pub(crate) fn word(&self, section: Section, record: u32, offset: usize) -> Option<u32> {
        let (start, count) = self.sections.0[section as usize];
        if record >= count {
            return None;
        }
        u32_at(&self.bytes, start as usize + record as usize * section.stride() + offset)
    }

    /// A record of two bytes.
    #[inline]
    pub(crate) fn half(&self, section: Section, record: u32) -> Option<u16> {
        let (start, count) = self.sections.0[section as usize];
        if record >= count {
            return None;
        }
        let at = start as usize + record as usize * 2;
        Some(u16::from_le_bytes(*self.bytes.get(at..)?.first_chunk()?))
    }

    /// The bytes of a string.
    #[inline]
    pub(crate) fn string_bytes(&self, id: u32) -> Option<&[u8]> {
        let start = self.word(Section::StringStarts, id, 0)?;
        let end = self.word(Section::StringStarts, id.checked_add(1)?, 0)?;
        let from = self.sections.0[Section::StringBytes as usize].0 as usize;
        self.bytes.get(from + start as usize..from + end as usize)
    }

    /// A string.
    #[inline]
    pub(crate) fn string(&self, id: u32) -> Option<&str> {
        std::str::from_utf8(self.string_bytes(id)?).ok()
    }

    /// The record whose first string is these bytes, in a section sorted by it.
    pub(crate) fn find_string(&self, section: Section, wanted: &[u8]) -> Option<u32> {
        let (mut low, mut high) = (0, self.count(section));
        while low < high {
            let middle = low + (high - low) / 2;
            match self.string_bytes(self.word(section, middle, 0)?)?.cmp(wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    fn check(&self) -> Result<(), PackError> {
        self.check_strings()?;
        self.check_sorted(Section::Uids, "Uids", &[0, 4, 8], &[])?;
        self.check_sorted(Section::TransferSyntaxes, "TransferSyntaxes", &[0, 4], &[])?;
        self.check_sorted(Section::RetiredSopClasses, "RetiredSopClasses", &[0, 4], &[8])?;
        self.check_sorted(Section::IodUids, "IodUids", &[0], &[])?;
        self.check_strings_of(Section::Attributes, "Attributes", &[8, 12, 24, 28], &[])?;
        self.check_strings_of(Section::Iods, "Iods", &[0, 4], &[])?;
        for section in [Section::OpenItems, Section::VrHistory] {
            let tags = (0..self.count(section)).map(|i| self.word(section, i, 0));
            if !tags.is_sorted_by(|a, b| a < b) {
                return Err(PackError::Record("tags"));
            }
        }
        let attributes = self.count(Section::Attributes);
        if attributes >= u32::from(u16::MAX) {
            return Err(PackError::Record("Attributes"));
        }
        let mut last: &[u8] = &[];
        for index in 0..self.count(Section::Keywords) {
            let keyword = self
                .word(Section::Keywords, index, 0)
                .and_then(|a| self.word(Section::Attributes, a, 8))
                .and_then(|k| self.string_bytes(k))
                .ok_or(PackError::Record("Keywords"))?;
            if keyword <= last {
                return Err(PackError::Record("Keywords"));
            }
            last = keyword;
        }
        for index in 0..self.count(Section::IodUids) {
            if self.word(Section::IodUids, index, 4).is_none_or(|iod| iod >= self.count(Section::Iods)) {
                return Err(PackError::Record("IodUids"));
            }
        }
        self.check_graph()?;
        self.check_reports()
    }

    /// Every index that the graph's accessors follow, and that rows are sorted by Tag.
    fn check_graph(&self) -> Result<(), PackError> {
        self.check_strings_of(Section::Modules, "Modules", &[0, 4, 8], &[])?;
        self.check_strings_of(Section::Macros, "Macros", &[0, 4, 8], &[])?;
        self.check_strings_of(Section::Tables, "Tables", &[0, 4, 8], &[])?;
        self.check_conditions()?;
        self.check_lists()?;
        self.check_strings_of(Section::ValueTypes, "ValueTypes", &[0], &[])?;
        let conditions = self.count(Section::Conditions);
        let (nodes, value_types) = (self.count(Section::Nodes), self.count(Section::ValueTypes));
        if nodes >= u32::from(NONE16) || conditions >= u32::from(NONE16) || value_types >= claim::VALUE_TYPE_MASK {
            return Err(PackError::Record("counts"));
        }
        let within = |first: u32, count: u32, section: Section| {
            first.checked_add(count).is_some_and(|end| end <= self.count(section))
        };
        let [mut modules, mut macros] = [0; 2];
        if self.count(Section::Iods) >= u32::from(NONE16) {
            return Err(PackError::Record("Iods"));
        }
        for iod in 0..self.count(Section::Iods) {
            let word = |offset| self.word(Section::Iods, iod, offset).unwrap_or(NONE);
            let [module, module_count, fg, fg_count, root, groups] = [8, 12, 16, 20, 24, 28].map(word);
            let good = module == modules
                && fg == macros
                && within(module, module_count, Section::Modules)
                && within(fg, fg_count, Section::Macros)
                && module_count <= 64
                && fg_count <= 64
                && self.slots(root) == Some(module_count)
                && (groups == NONE) == (fg_count == 0)
                && (groups == NONE || self.slots(groups) == Some(fg_count));
            if !good {
                return Err(PackError::Record("Iods"));
            }
            modules += module_count;
            macros += fg_count;
        }
        for section in [Section::Modules, Section::Macros] {
            for usage in 0..self.count(section) {
                let word = |offset| self.word(section, usage, offset).unwrap_or(0);
                let letter = word(12);
                let known = [b'M', b'C', b'U'].into_iter().any(|l| u32::from(l) == letter);
                if !known || (word(16) != NONE && word(16) >= conditions) {
                    return Err(PackError::Record("usages"));
                }
            }
        }
        for row in 0..self.count(Section::TableRows) {
            let word = |offset| self.word(Section::TableRows, row, offset).unwrap_or(0);
            let condition = word(4) & 0xFFFF;
            let has_condition = condition != u32::from(NONE16);
            if word(0) & 0xFFFF >= self.count(Section::Tables) || (has_condition && condition >= conditions) {
                return Err(PackError::Record("TableRows"));
            }
        }
        let slots_of_rows = self.check_rows(nodes, value_types)?;
        let mut rows = 0;
        for node in 0..nodes {
            let word = |offset| self.word(Section::Nodes, node, offset).unwrap_or(NONE);
            let [first, count] = [0, 4].map(word);
            let good = first == rows
                && within(first, count, Section::NodeRows)
                && count < u32::from(NONE16)
                && self.slots(node).is_some_and(|slots| slots <= 64);
            if !good {
                return Err(PackError::Record("Nodes"));
            }
            let (mut last, slots) = (None, self.slots(node).unwrap_or(0));
            for index in first..first + count {
                let row = self.half(Section::NodeRows, index).map_or(NONE, u32::from);
                let tag = self.word(Section::Rows, row, 0).ok_or(PackError::Record("NodeRows"))?;
                let fits = slots_of_rows.get(row as usize).is_some_and(|needed| u32::from(*needed) <= slots);
                if !fits || last.is_some_and(|last| last >= tag) {
                    return Err(PackError::Record("NodeRows"));
                }
                last = Some(tag);
            }
            rows += count;
        }
        Ok(())
    }

    /// Checks rows and their claims; returns how many slots a node needs to have each row.
    fn check_rows(&self, nodes: u32, value_types: u32) -> Result<Vec<u8>, PackError> {
        let mut needed = Vec::new();
        let mut claims = 0;
        for row in 0..self.count(Section::Rows) {
            let word = |offset| self.word(Section::Rows, row, offset).unwrap_or(NONE);
            let (start, [number, child]) = (word(4), [word(8) & 0xFFFF, word(8) >> 16]);
            let good = start == claims
                && start.checked_add(number).is_some_and(|end| end <= self.count(Section::Claims))
                && (child == NONE16_WORD || child < nodes);
            if !good {
                return Err(PackError::Record("Rows"));
            }
            claims += number;
            let (mut with_child, mut slots) = (0, 0);
            for index in start..start + number {
                let bits = self.word(Section::Claims, index, 0).unwrap_or(NONE);
                let good = bits >> claim::TYPE_SHIFT & claim::TYPE_MASK <= u32::from(attribute_type::THREE)
                    && bits >> claim::VALUE_TYPE_SHIFT & claim::VALUE_TYPE_MASK <= value_types
                    && bits >> claim::ROW_SHIFT < self.count(Section::TableRows);
                if !good {
                    return Err(PackError::Record("Claims"));
                }
                slots = slots.max((bits & claim::SLOT_MASK) as u8 + 1);
                with_child += u32::from(bits & claim::CHILD != 0);
            }
            // The slots of a child are the claims that have one, but in functional groups, where they are macros.
            let fits = match child {
                NONE16_WORD => with_child == 0,
                child if self.is_functional_groups(child) => with_child == 0,
                child => self.slots(child) == Some(with_child),
            };
            if !fits {
                return Err(PackError::Record("children"));
            }
            needed.push(slots);
        }
        Ok(needed)
    }

    fn slots(&self, node: u32) -> Option<u32> {
        self.word(Section::Nodes, node, 8).map(|word| word & !layout::FUNCTIONAL_GROUPS_NODE)
    }

    fn is_functional_groups(&self, node: u32) -> bool {
        self.word(Section::Nodes, node, 8).is_some_and(|word| word & layout::FUNCTIONAL_GROUPS_NODE != 0)
    }

    fn check_strings(&self) -> Result<(), PackError> {
        let bad = PackError::Record("strings");
        let count = self.count(Section::StringStarts);
        let (from, length) = self.sections.0[Section::StringBytes as usize];
        let blob = self.bytes.get(from as usize..from as usize + length as usize).ok_or(bad.clone())?;
        let text = std::str::from_utf8(blob).map_err(|_| bad.clone())?;
        let mut last = 0;
        for index in 0..count {
            let start = self.word(Section::StringStarts, index, 0).ok_or(bad.clone())? as usize;
            if start < last || !text.is_char_boundary(start) {
                return Err(bad);
            }
            last = start;
        }
        if count == 0 || last != blob.len() { Err(bad) } else { Ok(()) }
    }

    /// The words at these offsets are strings; those at `or_none` may be missing.
    pub(crate) fn check_strings_of(
        &self,
        section: Section,
        name: &'static str,
        strings: &[usize],
        or_none: &[usize],
    ) -> Result<(), PackError> {
        let count = self.count(Section::StringStarts).saturating_sub(1);
        for record in 0..self.count(section) {
            for offset in strings {
                if self.word(section, record, *offset).is_none_or(|id| id >= count) {
                    return Err(PackError::Record(name));
                }
            }
            for offset in or_none {
                if self.word(section, record, *offset).is_none_or(|id| id >= count && id != NONE) {
                    return Err(PackError::Record(name));
                }
            }
        }
        Ok(())
    }

    /// As `check_strings_of`, and the records are sorted by the first string, without repeats.
    pub(crate) fn check_sorted(
        &self,
        section: Section,
        name: &'static str,
        strings: &[usize],
        or_none: &[usize],
    ) -> Result<(), PackError> {
        self.check_strings_of(section, name, strings, or_none)?;
        let keys = (0..self.count(section)).map(|i| self.word(section, i, 0).and_then(|id| self.string_bytes(id)));
        if keys.is_sorted_by(|a, b| a < b) { Ok(()) } else { Err(PackError::Record(name)) }
    }
}

fn sections(bytes: &[u8]) -> Result<Sections, PackError> {
    let bad = PackError::Section("directory");
    if u32_at(bytes, 24) != Some(Section::ALL.len() as u32) {
        return Err(bad);
    }
    let mut found = [(0, 0); Section::ALL.len()];
    let mut end = HEADER_BYTES + Section::ALL.len() * DIRECTORY_ENTRY_BYTES;
    for (index, section) in Section::ALL.into_iter().enumerate() {
        let at = HEADER_BYTES + index * DIRECTORY_ENTRY_BYTES;
        let word = |n: usize| u32_at(bytes, at + n * 4).ok_or(bad.clone());
        let [id, offset, count, stride] = [word(0)?, word(1)?, word(2)?, word(3)?];
        if id != section as u32 || stride as usize != section.stride() || (offset as usize) < end {
            return Err(bad);
        }
        let size = (count as usize).checked_mul(stride as usize).ok_or(bad.clone())?;
        end = (offset as usize).checked_add(size).ok_or(bad.clone())?;
        if end > bytes.len() {
            return Err(bad);
        }
        if let Some(place) = found.get_mut(index) {
            *place = (offset, count);
        }
    }
    Ok(Sections(found))
}

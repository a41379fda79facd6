//! What is known of the Content Items of a Structured Report's IOD (PS3.3 A.35): its Value Types, and which relationships
//! these may have.

use validicom_packer::layout::{Section, sr};

use crate::Edition;
use crate::load::PackError;

/// The Content Items that an IOD allows.
#[derive(Clone, Copy)]
pub struct Report<'e> {
    edition: &'e Edition,
    index: u32,
}

impl Report<'_> {
    #[inline]
    fn word(self, offset: usize) -> u32 {
        self.edition.word(Section::SrIods, self.index, offset).unwrap_or(0)
    }

    /// Whether the list of Value Types is that of PS3.3 itself.
    pub fn is_sure(self) -> bool {
        self.word(4) & sr::SURE != 0
    }

    /// Whether relationships by reference are forbidden.
    pub fn forbids_references(self) -> bool {
        self.word(4) & sr::BY_REFERENCE_FORBIDDEN != 0
    }

    /// Whether the relationships come from two independent sources.
    pub fn has_two_sources(self) -> bool {
        self.word(4) & sr::TWO_SOURCES != 0
    }

    /// Whether a Value Type is allowed, by [`Edition::sr_value_type`].
    #[inline]
    pub fn allows(self, value_type: u8) -> bool {
        1u32.checked_shl(value_type.into()).is_some_and(|bit| self.word(8) & bit != 0)
    }

    /// Whether a relationship between two Value Types is allowed, by value or by reference.
    #[inline]
    pub fn relates(self, source: u8, relationship: u8, target: u8, by_reference: bool) -> bool {
        let wanted = u32::from(source) << sr::SOURCE_SHIFT
            | u32::from(relationship) << sr::RELATIONSHIP_SHIFT
            | u32::from(target) << sr::TARGET_SHIFT;
        let (mut low, mut high) = (self.word(12), self.word(12).saturating_add(self.word(16)));
        while low < high {
            let middle = low + (high - low) / 2;
            let Some(triple) = self.edition.word(Section::SrTriples, middle, 0) else { return false };
            match (triple >> sr::TARGET_SHIFT).cmp(&(wanted >> sr::TARGET_SHIFT)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    return triple & if by_reference { sr::BY_REFERENCE } else { sr::BY_VALUE } != 0;
                }
            }
        }
        false
    }
}

impl Edition {
    /// What is known of the Content Items of an IOD; `None` if it is no Structured Report, or nothing is known.
    pub fn report(&self, iod: u16) -> Option<Report<'_>> {
        let (mut low, mut high) = (0, self.count(Section::SrIods));
        while low < high {
            let middle = low + (high - low) / 2;
            match self.word(Section::SrIods, middle, 0)?.cmp(&u32::from(iod)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(Report { edition: self, index: middle }),
            }
        }
        None
    }

    /// The number of a Value Type (0040,A040), given without padding, for [`Report`].
    pub fn sr_value_type(&self, name: &[u8]) -> Option<u8> {
        self.find_string(Section::SrValueTypes, name).map(|place| place as u8)
    }

    /// The number of a Relationship Type (0040,A010), given without padding, for [`Report`].
    pub fn sr_relationship_type(&self, name: &[u8]) -> Option<u8> {
        self.find_string(Section::SrRelationshipTypes, name).map(|place| place as u8)
    }

    /// Checks what this module follows: names, places, and that what is searched is sorted.
    pub(crate) fn check_reports(&self) -> Result<(), PackError> {
        self.check_sorted(Section::SrValueTypes, "SrValueTypes", &[0], &[])?;
        self.check_sorted(Section::SrRelationshipTypes, "SrRelationshipTypes", &[0], &[])?;
        let (types, relationships) = (self.count(Section::SrValueTypes), self.count(Section::SrRelationshipTypes));
        if types > sr::MOST_VALUE_TYPES || relationships > sr::MOST_RELATIONSHIP_TYPES {
            return Err(PackError::Record("SrValueTypes"));
        }
        let (mut triples, mut last) = (0, None);
        for record in 0..self.count(Section::SrIods) {
            let word = |offset| self.word(Section::SrIods, record, offset).unwrap_or(u32::MAX);
            let (iod, allowed, first, count) = (word(0), u64::from(word(8)), word(12), word(16));
            let end = first.checked_add(count).filter(|end| *end <= self.count(Section::SrTriples));
            let is_next = last.is_none_or(|last| last < iod) && iod < self.count(Section::Iods);
            let (Some(end), true, true, true) = (end, is_next, first == triples, allowed >> types == 0) else {
                return Err(PackError::Record("SrIods"));
            };
            let mut before = None;
            for place in first..end {
                let triple = self.word(Section::SrTriples, place, 0).unwrap_or(u32::MAX);
                let byte = |shift: u32| triple >> shift & 0xFF;
                let is_good = byte(sr::SOURCE_SHIFT) < types
                    && byte(sr::TARGET_SHIFT) < types
                    && byte(sr::RELATIONSHIP_SHIFT) < relationships
                    && before.is_none_or(|before| before < triple >> sr::TARGET_SHIFT);
                if !is_good {
                    return Err(PackError::Record("SrTriples"));
                }
                before = Some(triple >> sr::TARGET_SHIFT);
            }
            (triples, last) = (end, Some(iod));
        }
        if triples == self.count(Section::SrTriples) { Ok(()) } else { Err(PackError::Record("SrTriples")) }
    }
}

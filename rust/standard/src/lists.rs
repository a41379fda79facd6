//! Lists of values and numbers of Items of table rows, and what IODs and modules fix or forbid beside their tables.

use std::ops::Range;

use validicom_header::Tag;
use validicom_packer::layout::{NONE, Section, constraint, list};

use crate::conditions::Expr;
use crate::load::PackError;
use crate::{Edition, Iod};

/// What a value that is in no list of its row is worth by one of these lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Nothing: the list only permits.
    Soft,
    /// It is allowed, as the list has Defined Terms.
    Info,
    /// Enumerated Values that nothing confirms.
    Warning,
    /// Enumerated Values.
    Error,
}

/// A list of values of a table row.
#[derive(Clone, Copy)]
pub struct ValueList<'e> {
    edition: &'e Edition,
    place: u32,
}

impl<'e> ValueList<'e> {
    fn word(self, offset: usize) -> u32 {
        self.edition.word(Section::ValueLists, self.place, offset).unwrap_or(0)
    }

    /// Number of the value it holds for; 0: all.
    #[inline]
    pub fn index(self) -> u32 {
        self.word(0) >> 16
    }

    /// What it is worth.
    #[inline]
    pub fn strength(self) -> Strength {
        match self.word(4) & list::STRENGTH_MASK {
            list::INFO => Strength::Info,
            list::WARNING => Strength::Warning,
            list::ERROR => Strength::Error,
            _ => Strength::Soft,
        }
    }

    /// The lists of the row may not be whole: no error from them.
    pub fn is_doubtful(self) -> bool {
        self.word(4) & list::DOUBTFUL != 0
    }

    /// Its words.
    #[inline]
    pub fn words(self) -> Words<'e> {
        Words::new(self.edition, self.word(8), self.word(12))
    }

    /// It holds where this is true; `None`: always.
    #[inline]
    pub fn condition(self) -> Option<Expr<'e>> {
        self.edition.expr_if(self.word(16))
    }
}

/// A number of Items that a table row demands.
#[derive(Clone, Copy)]
pub struct ItemCount<'e> {
    edition: &'e Edition,
    place: u32,
}

impl<'e> ItemCount<'e> {
    fn word(self, offset: usize) -> u32 {
        self.edition.word(Section::ItemCounts, self.place, offset).unwrap_or(0)
    }

    /// Fewest and most Items; 0: no limit.
    pub fn limits(self) -> (u16, u16) {
        let word = self.word(4);
        (word as u16, (word >> 16) as u16)
    }

    /// It holds where this is true; `None`: always.
    pub fn condition(self) -> Option<Expr<'e>> {
        self.edition.expr_if(self.word(8))
    }
}

/// The words of a list or constraint.
#[derive(Clone)]
pub struct Words<'e> {
    edition: &'e Edition,
    places: Range<u32>,
}

impl<'e> Words<'e> {
    fn new(edition: &'e Edition, first: u32, count: u32) -> Words<'e> {
        Words { edition, places: first..first.saturating_add(count) }
    }

    /// As values are compared with them: hexadecimal words of numbers are decimal.
    #[inline]
    pub fn compared(self) -> impl Iterator<Item = &'e [u8]> {
        let edition = self.edition;
        self.places.map(move |place| edition.compared(place))
    }

    /// Whether a value is one of them, as [`Words::compared`] gives them.
    ///
    /// Most values are not the word they are compared with, and eight bytes and a length say so.
    #[inline]
    pub fn has(self, value: &[u8]) -> bool {
        let edition = self.edition;
        let keys = edition.word_keys.get_or_init(|| keys(edition));
        let wanted = key(value);
        let first = self.places.start;
        let range = first as usize..self.places.end as usize;
        let alike = (first..).zip(keys.get(range).unwrap_or(&[])).filter(|(_, key)| **key == wanted);
        alike.map(|(place, _)| edition.compared(place)).any(|word| word == value)
    }

    /// As printed.
    pub fn printed(self) -> impl Iterator<Item = &'e str> {
        let edition = self.edition;
        self.places
            .map(move |place| edition.word(Section::ListWords, place, 0).and_then(|id| edition.string(id)))
            .map(Option::unwrap_or_default)
    }
}

impl Edition {
    /// A word of a list as values are compared with it.
    #[inline]
    fn compared(&self, place: u32) -> &[u8] {
        self.word(Section::ListWords, place, 4).and_then(|id| self.string_bytes(id)).unwrap_or_default()
    }
}

/// What tells most words apart: the first eight bytes, mixed with the length.
#[inline]
fn key(word: &[u8]) -> u64 {
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(word) {
        *to = *from;
    }
    u64::from_le_bytes(first) ^ (word.len() as u64).rotate_right(8)
}

/// The keys of all words.
fn keys(edition: &Edition) -> Box<[u64]> {
    (0..edition.count(Section::ListWords)).map(|place| key(edition.compared(place))).collect()
}

/// What a constraint asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// The value is one of the words.
    Enum,
    /// No value is zero.
    NotZero,
    /// The module is not there.
    ForbiddenModule,
    /// No number is out of the range.
    Range,
    /// The number of Items is not out of the range.
    ItemCount,
}

/// What an IOD or module fixes or forbids beside its table.
#[derive(Clone, Copy)]
pub struct Constraint<'e> {
    edition: &'e Edition,
    place: u32,
}

impl<'e> Constraint<'e> {
    fn word(self, offset: usize) -> u32 {
        self.edition.word(Section::Constraints, self.place, offset).unwrap_or(0)
    }

    /// Whether it is one of this IOD, or of all.
    pub fn is_of(self, iod: Iod) -> bool {
        let own = self.word(0);
        own == NONE || own == u32::from(iod.index())
    }

    /// The IOD's index; `None` for all.
    pub fn iod(self) -> Option<u16> {
        let own = self.word(0);
        (own != NONE).then_some(own as u16)
    }

    /// The id of its module; `None`: it is of the IOD itself.
    pub fn module(self) -> Option<&'e str> {
        let id = self.word(4);
        (id != NONE).then(|| self.edition.string(id).unwrap_or(""))
    }

    /// What it asks.
    #[inline]
    pub fn kind(self) -> ConstraintKind {
        match self.word(8) & constraint::KIND_MASK {
            constraint::NOT_ZERO => ConstraintKind::NotZero,
            constraint::FORBIDDEN_MODULE => ConstraintKind::ForbiddenModule,
            constraint::RANGE => ConstraintKind::Range,
            constraint::ITEM_COUNT => ConstraintKind::ItemCount,
            _ => ConstraintKind::Enum,
        }
    }

    /// Whether to break it is an error, not a warning.
    pub fn is_error(self) -> bool {
        self.word(8) & constraint::ERROR != 0
    }

    /// Number of the value it holds for; 0: all.
    #[inline]
    pub fn index(self) -> u32 {
        self.word(8) >> constraint::INDEX_SHIFT
    }

    /// The Tags from the root to its Attribute; none for a module.
    pub fn path(self) -> impl Iterator<Item = Tag> + use<'e> {
        let (edition, first) = (self.edition, self.word(12));
        (first..first.saturating_add(self.word(16)))
            .map_while(move |place| edition.word(Section::ConstraintTags, place, 0))
            .map(Tag)
    }

    /// Its words.
    #[inline]
    pub fn words(self) -> Words<'e> {
        Words::new(self.edition, self.word(20), self.word(24))
    }

    /// It holds where this is true; `None`: always.
    pub fn condition(self) -> Option<Expr<'e>> {
        self.edition.expr_if(self.word(28))
    }

    /// Where its condition stands, to tell whether two are the same list.
    pub fn condition_place(self) -> u32 {
        self.word(28)
    }
}

impl Edition {
    /// The lists of a table row, see [`crate::Claim::source`]: numbers for [`Edition::value_list`].
    pub fn value_lists_of(&self, source: u16) -> Range<u32> {
        self.of_row(Section::ValueLists, source)
    }

    /// What is said of the number of Items of a table row, beside the row itself: numbers for [`Edition::item_count`].
    pub fn item_counts_of(&self, source: u16) -> Range<u32> {
        self.of_row(Section::ItemCounts, source)
    }

    /// The records of a section sorted by table row, which is the lower half of the first word.
    fn of_row(&self, section: Section, source: u16) -> Range<u32> {
        let row = |place: u32| self.word(section, place, 0).unwrap_or(0) & 0xFFFF;
        let end = self.count(section);
        let first_not = |is_before: &dyn Fn(u32) -> bool| {
            let (mut low, mut high) = (0, end);
            while low < high {
                let middle = low + (high - low) / 2;
                if is_before(row(middle)) { low = middle + 1 } else { high = middle }
            }
            low
        };
        first_not(&|row| row < u32::from(source))..first_not(&|row| row <= u32::from(source))
    }

    /// A list by its number.
    #[inline]
    pub fn value_list(&self, place: u32) -> ValueList<'_> {
        ValueList { edition: self, place }
    }

    /// A number of Items by its number.
    #[inline]
    pub fn item_count(&self, place: u32) -> ItemCount<'_> {
        ItemCount { edition: self, place }
    }

    /// An expression by its place; `None` where there is none.
    #[inline]
    fn expr_if(&self, place: u32) -> Option<Expr<'_>> {
        (place != NONE).then(|| self.expr(place))
    }

    /// All constraints, in the order of their table.
    pub fn constraints(&self) -> impl Iterator<Item = Constraint<'_>> {
        (0..self.count(Section::Constraints)).map(|place| self.constraint(place))
    }

    /// A constraint by its place among them.
    #[inline]
    pub fn constraint(&self, place: u32) -> Constraint<'_> {
        Constraint { edition: self, place }
    }

    /// Checks what this module follows.
    pub(crate) fn check_lists(&self) -> Result<(), PackError> {
        self.check_strings_of(Section::ListWords, "ListWords", &[0, 4], &[])?;
        self.check_strings_of(Section::Constraints, "Constraints", &[], &[4])?;
        let within = |first: u32, count: u32, section: Section| {
            first.checked_add(count).is_some_and(|end| end <= self.count(section))
        };
        let is_condition = |place: u32| place == NONE || place < self.count(Section::Expressions);
        let mut last = 0;
        for place in 0..self.count(Section::ItemCounts) {
            let one = self.item_count(place);
            let row = one.word(0);
            if row < last || row >= self.count(Section::TableRows) || !is_condition(one.word(8)) {
                return Err(PackError::Record("ItemCounts"));
            }
            last = row;
        }
        let mut last = 0;
        for place in 0..self.count(Section::ValueLists) {
            let one = self.value_list(place);
            let row = one.word(0) & 0xFFFF;
            let is_good = row >= last
                && row < self.count(Section::TableRows)
                && one.word(4) <= list::STRENGTH_MASK | list::DOUBTFUL
                && within(one.word(8), one.word(12), Section::ListWords)
                && is_condition(one.word(16));
            if !is_good {
                return Err(PackError::Record("ValueLists"));
            }
            last = row;
        }
        let known = constraint::KIND_MASK | constraint::ERROR | u32::MAX << constraint::INDEX_SHIFT;
        for one in self.constraints() {
            let kind = one.word(8) & constraint::KIND_MASK;
            let is_module = kind == constraint::FORBIDDEN_MODULE;
            let has_limits = matches!(kind, constraint::RANGE | constraint::ITEM_COUNT);
            let is_good = (one.word(0) == NONE || one.word(0) < self.count(Section::Iods))
                && one.word(8) & !known == 0
                && kind <= constraint::ITEM_COUNT
                && within(one.word(12), one.word(16), Section::ConstraintTags)
                && is_module == (one.word(16) == 0)
                && (!is_module || one.word(4) != NONE)
                && within(one.word(20), one.word(24), Section::ListWords)
                && (!has_limits || one.word(24) == 2)
                && is_condition(one.word(28));
            if !is_good {
                return Err(PackError::Record("Constraints"));
            }
        }
        Ok(())
    }
}

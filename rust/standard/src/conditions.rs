//! Conditions of Types 1C and 2C, of modules and of functional group macros, as expressions (docs/conditions.md).
//! What an expression is worth for a data set is decided elsewhere; a node never leads to itself, nor deeper than
//! [`MOST_DEPTH`], so that it may be walked by recursion.

use validicom_header::Tag;
use validicom_packer::layout::{NONE, Section, expression, otherwise};

use crate::Edition;
use crate::load::PackError;

/// How deep expressions may be nested.
pub const MOST_DEPTH: u8 = 64;

/// A condition of the edition.
#[derive(Clone, Copy)]
pub struct Condition<'e> {
    edition: &'e Edition,
    index: u16,
}

/// What holds where a condition is not true.
#[derive(Clone, Copy)]
pub enum Otherwise<'e> {
    /// It may be present.
    Allowed,
    /// It shall not be present.
    Forbidden,
    /// Nothing is said: it shall not be present (PS3.5 7.4.2, 7.4.4).
    Unstated,
    /// It may be present where this is true.
    AllowedWhen(Expr<'e>),
    /// It shall not be present where this is true.
    ForbiddenWhen(Expr<'e>),
}

impl<'e> Condition<'e> {
    /// Its id, a digest of its wording.
    pub fn id(self) -> &'e str {
        self.edition.condition_id(self.index).unwrap_or("")
    }

    /// Where it is demanded; `None` if the wording was not compiled.
    #[inline]
    pub fn required(self) -> Option<Expr<'e>> {
        let place = self.edition.word(Section::Conditions, u32::from(self.index), 4)?;
        (place != NONE).then_some(Expr { edition: self.edition, place })
    }

    /// What holds otherwise.
    #[inline]
    pub fn otherwise(self) -> Otherwise<'e> {
        let word = |offset| self.edition.word(Section::Conditions, u32::from(self.index), offset);
        let when = word(12).filter(|place| *place != NONE).map(|place| Expr { edition: self.edition, place });
        match (word(8).unwrap_or(0) as u8, when) {
            (otherwise::FORBIDDEN, _) => Otherwise::Forbidden,
            (otherwise::UNSTATED, _) => Otherwise::Unstated,
            (otherwise::ALLOWED_WHEN, Some(when)) => Otherwise::AllowedWhen(when),
            (otherwise::FORBIDDEN_WHEN, Some(when)) => Otherwise::ForbiddenWhen(when),
            _ => Otherwise::Allowed,
        }
    }
}

/// A node of an expression.
#[derive(Clone, Copy)]
pub struct Expr<'e> {
    edition: &'e Edition,
    place: u32,
}

impl<'e> Expr<'e> {
    pub(crate) fn edition(self) -> &'e Edition {
        self.edition
    }

    #[inline]
    fn word(self, offset: usize) -> u32 {
        self.edition.word(Section::Expressions, self.place, offset).unwrap_or(0)
    }

    /// What it asks: one of `layout::expression`.
    #[inline]
    pub fn op(self) -> u8 {
        self.word(0) as u8
    }

    /// Where its Attribute is looked for.
    #[inline]
    pub fn scope(self) -> u8 {
        (self.word(0) >> 8) as u8
    }

    /// The value number of its Attribute; 0: any.
    #[inline]
    pub fn number(self) -> u16 {
        (self.word(0) >> 16) as u16 & expression::MOST_VALUE_NUMBER
    }

    /// Place of its comparison in `layout::expression::COMPARISONS`.
    #[inline]
    pub fn comparison(self) -> usize {
        (self.word(0) >> 16 >> expression::COMPARISON_SHIFT) as usize
    }

    /// The number it compares with.
    #[inline]
    pub fn compared(self) -> f64 {
        f64::from_bits(u64::from(self.word(8)) | u64::from(self.word(12)) << 32)
    }

    /// Its Attribute.
    #[inline]
    pub fn tag(self) -> Tag {
        Tag(self.word(4))
    }

    /// The second Attribute of `equal` and `points_to`: scope, value number, Tag.
    pub fn second(self) -> (u8, u16, Tag) {
        let word = self.word(12);
        (word as u8, (word >> 8) as u16, Tag(self.word(8)))
    }

    /// The expression that `not`, `any` and `all` have.
    #[inline]
    pub fn inner(self) -> Expr<'e> {
        Expr { edition: self.edition, place: self.word(8) }
    }

    /// What `and` and `or` join, or nothing.
    #[inline]
    pub fn parts(self) -> impl Iterator<Item = Expr<'e>> {
        let edition = self.edition;
        self.items().map(move |place| Expr { edition, place })
    }

    /// The words of `in`, `code`, `iod` and `transfer_syntax`.
    #[inline]
    pub fn words(self) -> impl Iterator<Item = &'e [u8]> {
        let edition = self.edition;
        self.items().map(move |id| edition.string_bytes(id).unwrap_or(&[]))
    }

    #[inline]
    fn items(self) -> impl Iterator<Item = u32> + use<'e> {
        let (edition, first, count) = (self.edition, self.word(8), self.word(12));
        (first..first.saturating_add(count)).map_while(move |at| edition.word(Section::ExpressionItems, at, 0))
    }

    /// The id of `module` and `macro`.
    pub fn name(self) -> &'e str {
        self.edition.string(self.word(4)).unwrap_or("")
    }

    /// The place of an outside fact, see [`Edition::outside_fact`].
    #[inline]
    pub fn fact(self) -> u16 {
        self.word(4) as u16
    }

    /// Calls for every outside fact that the expression asks for, as often as it does.
    pub fn each_fact(self, f: &mut impl FnMut(u16)) {
        match self.op() {
            expression::AND | expression::OR => self.parts().for_each(|part| part.each_fact(f)),
            expression::NOT | expression::ANY | expression::ALL => self.inner().each_fact(f),
            expression::OUTSIDE => f(self.fact()),
            _ => {}
        }
    }

    /// The group and mask of `group`.
    pub fn group(self) -> (u16, u16) {
        (self.word(4) as u16, self.word(8) as u16)
    }
}

impl Edition {
    /// A condition by its index.
    #[inline]
    pub fn condition(&self, index: u16) -> Condition<'_> {
        Condition { edition: self, index }
    }

    /// How many conditions the edition has.
    pub fn conditions(&self) -> u16 {
        self.count(Section::Conditions) as u16
    }

    /// The index of the condition with an id.
    pub fn condition_of(&self, id: &str) -> Option<u16> {
        (0..self.conditions()).find(|index| self.condition_id(*index) == Some(id))
    }

    /// How many demands each outside fact bears on: rows of tables, and modules and functional group macros of IODs, by the
    /// place of the fact.
    pub fn demands_by_fact(&self) -> Vec<u32> {
        let mut counts = vec![0; usize::from(self.outside_facts())];
        let mut add = |index: u16| {
            let condition = self.condition(index);
            let mut of_this = Vec::new();
            let mut note = |fact: u16| {
                if !of_this.contains(&fact) {
                    of_this.push(fact);
                }
            };
            if let Some(required) = condition.required() {
                required.each_fact(&mut note);
            }
            if let Otherwise::AllowedWhen(when) | Otherwise::ForbiddenWhen(when) = condition.otherwise() {
                when.each_fact(&mut note);
            }
            for fact in of_this {
                if let Some(count) = counts.get_mut(usize::from(fact)) {
                    *count += 1;
                }
            }
        };
        let rows = (0..self.count(Section::TableRows)).filter_map(|row| self.source(row as u16)?.condition);
        rows.for_each(&mut add);
        for iod in (0..self.iods()).filter_map(|index| self.iod(index)) {
            let modules = (0..iod.modules()).filter_map(|slot| iod.module(slot)?.condition());
            modules.chain((0..iod.macros()).filter_map(|slot| iod.fg_macro(slot)?.condition())).for_each(&mut add);
        }
        counts
    }

    /// How many outside facts there are.
    pub fn outside_facts(&self) -> u16 {
        self.count(Section::OutsideFacts) as u16
    }

    /// An outside fact: its name, and the sentence that says when it holds.
    pub fn outside_fact(&self, index: u16) -> Option<(&str, &str)> {
        let string = |offset| self.string(self.word(Section::OutsideFacts, u32::from(index), offset)?);
        Some((string(0)?, string(4)?))
    }

    /// The place of an outside fact.
    pub fn outside_fact_of(&self, name: &str) -> Option<u16> {
        self.find_string(Section::OutsideFacts, name.as_bytes()).map(|place| place as u16)
    }

    /// Checks what this module follows: every node leads to earlier nodes and to words that are there.
    pub(crate) fn check_conditions(&self) -> Result<(), PackError> {
        use expression as e;
        self.check_strings_of(Section::Conditions, "Conditions", &[0], &[])?;
        self.check_sorted(Section::OutsideFacts, "OutsideFacts", &[0, 4], &[])?;
        let bad = PackError::Record("Expressions");
        let (count, items) = (self.count(Section::Expressions), self.count(Section::ExpressionItems));
        let strings = self.count(Section::StringStarts).saturating_sub(1);
        let mut depths: Vec<u8> = Vec::new();
        for place in 0..count {
            let expr = Expr { edition: self, place };
            let (first, number) = (expr.word(8), expr.word(12));
            let is_list =
                matches!(expr.op(), e::AND | e::OR | e::IN | e::NOT_IN | e::CODE | e::IOD | e::TRANSFER_SYNTAX);
            if is_list && first.checked_add(number).is_none_or(|end| end > items) {
                return Err(bad);
            }
            let depth_of = |child: u32| depths.get(child as usize).copied();
            let deepest = match expr.op() {
                e::AND | e::OR => expr.items().try_fold(0, |most: u8, child| Some(most.max(depth_of(child)?))),
                e::NOT | e::ANY | e::ALL => depth_of(first),
                e::IN | e::NOT_IN | e::IOD | e::TRANSFER_SYNTAX => expr.items().all(|id| id < strings).then_some(0),
                e::CODE => (number % 2 == 0 && expr.items().all(|id| id < strings)).then_some(0),
                e::VALUE | e::COUNT | e::ITEM_COUNT | e::LENGTH | e::ITEM_NUMBER => {
                    (expr.comparison() < e::COMPARISONS.len()).then_some(0)
                }
                e::MODULE | e::MACRO => (expr.word(4) < strings).then_some(0),
                e::OUTSIDE => (expr.word(4) < self.count(Section::OutsideFacts)).then_some(0),
                op => (op < e::OPS).then_some(0),
            };
            match deepest {
                Some(deepest) if deepest < MOST_DEPTH => depths.push(deepest + 1),
                _ => return Err(bad),
            }
        }
        for condition in 0..self.count(Section::Conditions) {
            let word = |offset| self.word(Section::Conditions, condition, offset).unwrap_or(0);
            let is_node = |place: u32| place == NONE || place < count;
            let needs_when = word(8) >= u32::from(otherwise::ALLOWED_WHEN);
            let is_good = is_node(word(4))
                && is_node(word(12))
                && word(8) <= u32::from(otherwise::FORBIDDEN_WHEN)
                && needs_when == (word(12) != NONE);
            if !is_good {
                return Err(PackError::Record("Conditions"));
            }
        }
        Ok(())
    }
}

//! What a condition is worth for a data set (docs/conditions.md): true, false, or unknown and why. Nothing is guessed: what
//! the data set does not tell is unknown, and an unknown condition never makes an error.

use std::cell::OnceCell;
use std::sync::Arc;

use validicom_header::{Element, Flags, Tag, Vr};
use validicom_standard::{AttributeType, Claim, Expr, Iod, NodeId, Otherwise, expression as e};

use crate::compared::{numbers, pointers, size_of, strings, stripped};
use crate::context::{Context, ROOT};
use crate::iod::{Compiled, REFERENCED_CONTENT_ITEM_IDENTIFIER, VALUE_TYPE, element_of, value_type};
use crate::rule::VrSet;
use crate::values::{decimal, is_blank, is_code_string, is_integer};

pub(crate) const SHARED: Tag = Tag(0x5200_9229);
pub(crate) const PER_FRAME: Tag = Tag(0x5200_9230);
/// Code Value, Long Code Value, URN Code Value.
const CODE_VALUES: [Tag; 3] = [Tag(0x0008_0100), Tag(0x0008_0119), Tag(0x0008_0120)];
const CODING_SCHEME_DESIGNATOR: Tag = Tag(0x0008_0102);

/// Why a condition is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A fact of the world, by its place in the edition.
    Fact(u16),
    /// An Attribute that is absent, empty or not held.
    Attribute(Tag),
    /// The place of the Attribute itself, or the file.
    This,
    /// The wording was not understood.
    Unread,
}

/// What an expression is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    True,
    False,
    Unknown(Cause),
}

impl Truth {
    const fn of(is_true: bool) -> Truth {
        if is_true { Truth::True } else { Truth::False }
    }

    const fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            unknown => unknown,
        }
    }
}

/// A data set on the way from the root to the one at hand: the root, or an Item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level {
    /// The Item, or [`ROOT`].
    pub(crate) data_set: u32,
    /// Its node; `None` below an Attribute that has none.
    pub(crate) node: Option<NodeId>,
    /// Slots in force.
    pub(crate) active: u64,
    /// Place of the level around it in the chain; `u32::MAX` for the root.
    pub(crate) outer: u32,
}

/// A level, and the way outwards: levels made by `any` and `all` are not in the chain.
#[derive(Clone, Copy)]
pub(crate) struct At<'x> {
    level: Level,
    outer: Option<&'x At<'x>>,
}

/// All that evaluation looks at.
pub(crate) struct World<'w, 'a> {
    pub(crate) context: &'w Context<'a>,
    pub(crate) iod: Iod<'a>,
    /// By the number of the node.
    pub(crate) compiled: &'w [Option<Arc<Compiled>>],
    /// From the root to the level at hand.
    pub(crate) chain: &'w [Level],
    /// For each row of the root's node: the first Element plus one, [`HAS_VALUE`].
    pub(crate) root_present: &'w [u32],
    /// The same for the level at hand.
    pub(crate) present: &'w [u32],
    /// Modules that are mandatory or have evidence.
    pub(crate) modules: u64,
    /// Functional group macros that are used.
    pub(crate) macros: &'w OnceCell<u64>,
    /// Outside facts that the caller knows, by place.
    pub(crate) facts: &'w [Option<bool>],
}

/// What an operand was found to be.
#[derive(Clone, Copy)]
struct Found<'a, 'x> {
    element: Option<(u32, &'a Element)>,
    /// The level at which it was looked for.
    at: At<'x>,
    /// It was looked for among the functional groups.
    in_frame: bool,
    /// The tables of the level have a row for it.
    has_row: bool,
}

impl<'a> World<'_, 'a> {
    /// The level at hand.
    pub(crate) fn here(&self) -> At<'static> {
        let level = self.chain.last().copied();
        At { level: level.unwrap_or(Level { data_set: ROOT, node: None, active: 0, outer: u32::MAX }), outer: None }
    }

    /// What an expression is worth at the level at hand, for the Attribute `this`.
    pub(crate) fn truth(&self, expr: Expr<'a>, this: Tag) -> Truth {
        self.eval(expr, &self.here(), this, true)
    }

    /// `follows`: an absent operand of Type 1C or 2C is demanded if its own condition is true; its operands are not followed.
    fn eval(&self, expr: Expr<'a>, at: &At, this: Tag, follows: bool) -> Truth {
        match expr.op() {
            e::AND | e::OR => {
                let ends = if expr.op() == e::AND { Truth::False } else { Truth::True };
                let mut result = ends.not();
                for part in expr.parts() {
                    match self.eval(part, at, this, follows) {
                        end if end == ends => return end,
                        Truth::Unknown(cause) if !matches!(result, Truth::Unknown(_)) => result = Truth::Unknown(cause),
                        _ => {}
                    }
                }
                result
            }
            e::NOT => self.eval(expr.inner(), at, this, follows).not(),
            e::TRUE => Truth::True,
            e::FALSE => Truth::False,
            e::OUTSIDE => match self.facts.get(usize::from(expr.fact())).copied().flatten() {
                Some(known) => Truth::of(known),
                None => Truth::Unknown(Cause::Fact(expr.fact())),
            },
            e::FIRST_ITEM | e::LAST_ITEM | e::ITEM_NUMBER | e::CHANGES => self.about_items(expr, at, this),
            e::ENCAPSULATED => self.encapsulated(),
            e::MODULE => {
                let place =
                    (0..self.iod.modules()).find(|slot| self.iod.module(*slot).is_some_and(|m| m.id() == expr.name()));
                Truth::of(place.is_some_and(|slot| self.modules >> (slot & 63) & 1 != 0))
            }
            e::MACRO => {
                let place =
                    (0..self.iod.macros()).find(|slot| self.iod.fg_macro(*slot).is_some_and(|m| m.id() == expr.name()));
                Truth::of(place.is_some_and(|slot| self.macros() >> (slot & 63) & 1 != 0))
            }
            e::GROUP => {
                let (group, mask) = expr.group();
                let is_of = |tag: Tag| tag.group() & mask == group && tag.group().is_multiple_of(2);
                Truth::of(self.context.data_set(ROOT).any(|(_, element)| is_of(element.tag)))
            }
            e::IOD => Truth::of(expr.words().any(|id| id == self.iod.id().as_bytes())),
            e::TRANSFER_SYNTAX => match self.context.transfer_syntax_uid() {
                Some((_, uid)) => Truth::of(expr.words().any(|word| word == uid)),
                None => Truth::Unknown(Cause::This),
            },
            e::UNREAD | e::NONE => Truth::Unknown(Cause::Unread),
            _ => self.about(expr, at, this, follows),
        }
    }

    /// Atoms on an Attribute.
    fn about(&self, expr: Expr<'a>, at: &At, this: Tag, follows: bool) -> Truth {
        let tag = if expr.scope() == e::THIS { this } else { expr.tag() };
        let number = expr.number();
        let is_this = tag.0 == 0 || expr.scope() == e::THIS;
        let unknown = Truth::Unknown(if is_this { Cause::This } else { Cause::Attribute(tag) });
        let found = self.find(tag, expr.scope(), at);
        let Some((index, element)) = found.element else {
            return match expr.op() {
                e::PRESENT | e::HAS_VALUE | e::EMPTY => Truth::False,
                e::ABSENT => Truth::True,
                e::EQUAL | e::ALL => unknown,
                _ if tag.0 == 0 || found.in_frame => unknown,
                _ if found.has_row && self.is_demanded(tag, &found.at, follows) => unknown,
                op => absent(op, expr, unknown),
            };
        };
        let has_value = self.context.has_value(index, element);
        let is_presence = matches!(expr.op(), e::PRESENT | e::ABSENT | e::HAS_VALUE | e::EMPTY);
        if is_presence && number == 0 {
            return Truth::of(match expr.op() {
                e::PRESENT => true,
                e::ABSENT => false,
                e::HAS_VALUE => has_value,
                _ => !has_value,
            });
        }
        if is_presence {
            let is_there = match self.context.value(element) {
                _ if !has_value => false,
                Some(value) => nth(element, value, number).is_some(),
                None => return unknown,
            };
            return Truth::of(is_there == matches!(expr.op(), e::PRESENT | e::HAS_VALUE));
        }
        let is_sequence = element.read_vr == Vr::SQ;
        match expr.op() {
            e::ITEM_COUNT if !is_sequence => return unknown,
            e::COUNT | e::ITEM_COUNT if !has_value => return compare(expr, 0.0),
            e::COUNT | e::ITEM_COUNT if is_sequence => {
                if self.context.is_cut(index, element) {
                    return unknown;
                }
                return compare(expr, f64::from(self.context.count_items(index)));
            }
            e::ANY | e::ALL | e::CODE => return self.over_items(expr, &found, this, follows, index, element, unknown),
            _ => {}
        }
        let value = self.context.value(element).filter(|_| has_value && !is_sequence);
        let Some(value) = value else { return unknown };
        match expr.op() {
            e::COUNT => match size_of(element.read_vr) {
                Some(size) if value.len().is_multiple_of(size) => compare(expr, (value.len() / size) as f64),
                None if VrSet::STRING.has(element.read_vr) => compare(expr, strings(element, value).count() as f64),
                _ => unknown,
            },
            e::IN => is_in(expr, element, value, unknown),
            e::NOT_IN => is_in(expr, element, value, unknown).not(),
            e::VALUE => compares(expr, element, value, unknown),
            e::LENGTH => match part(element, value, number) {
                Some(text) if VrSet::STRING.has(element.read_vr) && text.is_ascii() => compare(expr, text.len() as f64),
                _ => unknown,
            },
            e::EQUAL => {
                let (scope, second_number, tag) = expr.second();
                let tag = if scope == e::THIS { this } else { tag };
                let second = self.find(tag, scope, at).element;
                let held = second.filter(|(i, one)| self.context.has_value(*i, one) && one.read_vr != Vr::SQ);
                let second = held.and_then(|(_, one)| part_or_all(one, self.context.value(one)?, second_number));
                match (part_or_all(element, value, number), second) {
                    (Some(first), Some(second)) => Truth::of(first == second),
                    _ => unknown,
                }
            }
            e::POINTS_TO | e::POINTS_INTO_FUNCTIONAL_GROUPS if element.read_vr != Vr::AT || value.len() % 4 != 0 => {
                unknown
            }
            e::POINTS_TO => {
                let (scope, _, wanted) = expr.second();
                let wanted = if scope == e::THIS { this } else { wanted };
                match number {
                    0 => Truth::of(pointers(element, value).any(|tag| tag == wanted)),
                    n => Truth::of(pointers(element, value).nth(usize::from(n) - 1) == Some(wanted)),
                }
            }
            e::POINTS_INTO_FUNCTIONAL_GROUPS => {
                let groups = self.iod.functional_groups().and_then(|node| self.context.edition.node(node));
                let has = |tag: Tag| {
                    groups.is_some_and(|node| {
                        (0..node.rows()).filter_map(|row| node.row(row)?.child()).any(|child| self.has_row(child, tag))
                    })
                };
                Truth::of(pointers(element, value).any(|tag| has(tag) || self.is_in_some_group(tag)))
            }
            _ => unknown,
        }
    }

    /// `any`, `all` and `code` over the Items of a Sequence that is there.
    #[allow(clippy::too_many_arguments)]
    fn over_items(
        &self,
        expr: Expr<'a>,
        found: &Found<'a, '_>,
        this: Tag,
        follows: bool,
        index: u32,
        sequence: &Element,
        unknown: Truth,
    ) -> Truth {
        if sequence.read_vr != Vr::SQ {
            return unknown;
        }
        let is_cut = self.context.is_cut(index, sequence);
        if expr.op() == e::CODE && is_cut {
            return unknown;
        }
        let ends = if expr.op() == e::ALL { Truth::False } else { Truth::True };
        let mut result = None;
        let below = self.below(sequence.tag, &found.at);
        for (item, _) in self.context.items(index).filter(|(_, item)| item.is_item()) {
            let truth = if expr.op() == e::CODE {
                self.has_code(expr, item, unknown)
            } else {
                let level = Level { data_set: item, ..below };
                self.eval(expr.inner(), &At { level, outer: Some(&found.at) }, this, follows)
            };
            match truth {
                end if end == ends => return end,
                Truth::Unknown(_) if !matches!(result, Some(Truth::Unknown(_))) => result = Some(truth),
                _ => result = result.or(Some(truth)),
            }
        }
        match (result, expr.op()) {
            (_, e::ANY | e::ALL) if is_cut => match result {
                Some(Truth::Unknown(_)) => result.unwrap_or(unknown),
                _ => unknown,
            },
            (Some(result), _) => result,
            // No Item at all.
            (None, e::ANY) => Truth::False,
            (None, _) => unknown,
        }
    }

    /// The level that an Item of a Sequence has, but for the Item.
    fn below(&self, tag: Tag, at: &At) -> Level {
        let mut level = Level { data_set: ROOT, node: None, active: 0, outer: u32::MAX };
        let node = at.level.node.and_then(|node| self.context.edition.node(node));
        let Some(row) = node.and_then(|node| node.row(node.find(tag)?)) else { return level };
        level.node = row.child();
        let kind = value_type(self.context, at.level.data_set);
        let is_in_force = |claim: &Claim| {
            let fits = claim.value_type() == 0 || claim.value_type() == kind;
            fits && at.level.active >> (claim.slot() & 63) & 1 != 0
        };
        if level.node.is_some() && level.node == self.iod.functional_groups() {
            // The slots of functional groups are the macros of the IOD.
            level.active = if row.claims().any(|claim| is_in_force(&claim)) { u64::MAX } else { 0 };
            return level;
        }
        for (bit, claim) in (0u32..).zip(row.claims().filter(|claim| claim.has_child())) {
            if is_in_force(&claim) {
                level.active |= 1u64.checked_shl(bit).unwrap_or(0);
            }
        }
        level
    }

    fn has_code(&self, expr: Expr<'a>, item: u32, unknown: Truth) -> Truth {
        let text = |tag: Tag| {
            let (index, element) = self.context.first(item, tag)?;
            let value = self.context.has_value(index, element).then(|| self.context.value(element))??;
            Some(stripped(element, value))
        };
        let value = CODE_VALUES.into_iter().find_map(text);
        let (Some(value), Some(scheme)) = (value, text(CODING_SCHEME_DESIGNATOR)) else { return unknown };
        let mut words = expr.words();
        while let (Some(one), Some(of)) = (words.next(), words.next()) {
            if one == value && of == scheme {
                return Truth::True;
            }
        }
        Truth::False
    }

    /// Atoms on the Item in which the Attribute stands.
    fn about_items(&self, expr: Expr<'a>, at: &At, this: Tag) -> Truth {
        let changes = expr.op() == e::CHANGES;
        let is_this = !changes || expr.scope() == e::THIS;
        let tag = if is_this { this } else { expr.tag() };
        let unknown = Truth::Unknown(if is_this { Cause::This } else { Cause::Attribute(tag) });
        let mut level = *at;
        match expr.scope() {
            _ if is_this => {}
            e::FRAME | e::ROOT => return unknown,
            steps => {
                for _ in 0..steps {
                    let Some(outer) = self.outer(&level) else { return unknown };
                    level = outer;
                }
            }
        }
        let Some(item) = self.context.element(level.level.data_set) else { return unknown };
        let Some(sequence) = self.context.element(item.parent) else { return unknown };
        let (mut number, mut last) = (0u32, 0u32);
        let (mut first_value, mut differs, mut is_sure): (Option<&[u8]>, _, _) = (None, false, true);
        for (index, _) in self.context.items(item.parent).filter(|(_, item)| item.is_item()) {
            last += 1;
            if index == level.level.data_set {
                number = last;
            }
            if !changes {
                continue;
            }
            let Some((index, element)) = self.context.first(index, tag) else { continue };
            if !self.context.has_value(index, element) {
                continue;
            }
            match self.context.value(element).filter(|_| element.read_vr != Vr::SQ) {
                None => is_sure = false,
                Some(value) => {
                    let value = stripped(element, value);
                    differs |= *first_value.get_or_insert(value) != value;
                }
            }
        }
        let is_cut = self.context.is_cut(item.parent, sequence);
        match expr.op() {
            e::FIRST_ITEM => Truth::of(number == 1),
            e::LAST_ITEM if number < last => Truth::False,
            e::LAST_ITEM if is_cut => unknown,
            e::LAST_ITEM => Truth::True,
            e::ITEM_NUMBER => compare(expr, f64::from(number)),
            _ if differs => Truth::True,
            _ if is_sure && !is_cut => Truth::False,
            _ => unknown,
        }
    }

    pub(crate) fn encapsulated(&self) -> Truth {
        if let Some(syntax) = self.context.transfer_syntax() {
            return Truth::of(syntax.encapsulated);
        }
        match self.context.first(ROOT, Tag::PIXEL_DATA) {
            Some((_, element)) => Truth::of(element.flags.has(Flags::ENCAPSULATED)),
            None => Truth::Unknown(Cause::This),
        }
    }

    /// Whether the first frame, or what all share, has an Attribute in a group of any kind: a Standard Extended SOP Class
    /// may have more of them than the IOD (PS3.3 C.7.6.16).
    fn is_in_some_group(&self, tag: Tag) -> bool {
        let first_item = |index: u32| self.context.items(index).find(|(_, item)| item.is_item()).map(|(item, _)| item);
        [SHARED, PER_FRAME].into_iter().any(|groups| {
            let item = self.context.first(ROOT, groups).and_then(|(sequence, _)| first_item(sequence));
            item.is_some_and(|item| {
                let mut groups = self.context.data_set(item).filter(|(_, e)| e.occurrence == 1 && e.read_vr == Vr::SQ);
                groups.any(|(group, _)| first_item(group).is_some_and(|one| self.context.first(one, tag).is_some()))
            })
        })
    }

    /// Which macros of the IOD are used in some frame.
    fn macros(&self) -> u64 {
        *self.macros.get_or_init(|| {
            let Some(node) = self.iod.functional_groups().and_then(|node| self.context.edition.node(node)) else {
                return 0;
            };
            let mut used = 0;
            for groups in [SHARED, PER_FRAME] {
                let Some((sequence, _)) = self.context.first(ROOT, groups) else { continue };
                for (item, _) in self.context.items(sequence) {
                    for (index, element) in self.context.data_set(item) {
                        if self.context.has_value(index, element)
                            && let Some(row) = node.find(element.tag).and_then(|row| node.row(row))
                        {
                            for claim in row.claims() {
                                used |= 1u64 << (claim.slot() & 63);
                            }
                        }
                    }
                }
            }
            used
        })
    }

    /// The level around another.
    fn outer<'x>(&self, at: &At<'x>) -> Option<At<'x>> {
        match at.outer {
            Some(outer) => Some(*outer),
            None => self.chain.get(at.level.outer as usize).map(|level| At { level: *level, outer: None }),
        }
    }

    fn has_row(&self, node: NodeId, tag: Tag) -> bool {
        match self.compiled.get(usize::from(node.0)).and_then(Option::as_ref) {
            Some(compiled) => compiled.row(tag.0).is_some(),
            None => self.context.edition.node(node).is_some_and(|node| node.find(tag).is_some()),
        }
    }

    /// Looks for an operand: at the level at hand, and from there outwards to the first whose tables have it.
    fn find<'x>(&self, tag: Tag, scope: u8, at: &At<'x>) -> Found<'a, 'x> {
        let direct = |at: At<'x>, has_row| Found { element: self.first(&at.level, tag), at, in_frame: false, has_row };
        let mut start = *at;
        match scope {
            e::THIS => {
                // In `any` and `all`, the Attribute itself is still that of the level at hand.
                while let Some(outer) = start.outer {
                    start = *outer;
                }
                return direct(start, true);
            }
            e::ROOT => {
                let root = self.chain.first().map_or(*at, |level| At { level: *level, outer: None });
                let has_row = root.level.node.is_some_and(|node| self.has_row(node, tag));
                return direct(root, has_row);
            }
            e::FRAME => return self.in_frame(tag, at),
            steps => {
                for _ in 0..steps {
                    // Beyond the root there is no data set, so nothing stands in it, and lawfully.
                    let Some(outer) = self.outer(&start) else {
                        return Found { element: None, at: start, in_frame: false, has_row: false };
                    };
                    start = outer;
                }
            }
        }
        let mut level = start;
        // Each turn goes one level outwards, so this ends.
        loop {
            if let Some(node) = level.level.node {
                let compiled = self.compiled.get(usize::from(node.0)).and_then(Option::as_ref);
                if compiled.is_some_and(|compiled| compiled.has_in_frame(tag)) {
                    return self.in_frame(tag, &level);
                }
                if self.has_row(node, tag) {
                    return direct(level, true);
                }
            }
            match self.outer(&level) {
                Some(outer) => level = outer,
                None => return direct(start, false),
            }
        }
    }

    /// Whether an Attribute that is absent is one that a claim in force demands. `follows`: its own condition is asked, too.
    fn is_demanded(&self, tag: Tag, at: &At, follows: bool) -> bool {
        let Some(node) = at.level.node.and_then(|node| self.context.edition.node(node)) else { return false };
        let Some(row) = node.find(tag).and_then(|row| node.row(row)) else { return false };
        if tag == VALUE_TYPE && self.context.first(at.level.data_set, REFERENCED_CONTENT_ITEM_IDENTIFIER).is_some() {
            return false;
        }
        let mut of_level = None;
        for claim in row.claims() {
            let is_in_force = at.level.active >> (claim.slot() & 63) & 1 != 0;
            if !is_in_force || node.is_functional_groups() {
                continue;
            }
            let kind = claim.value_type();
            if kind != 0 && kind != *of_level.get_or_insert_with(|| value_type(self.context, at.level.data_set)) {
                continue;
            }
            match claim.attribute_type() {
                AttributeType::One | AttributeType::Two => return true,
                AttributeType::OneC | AttributeType::TwoC if follows => {
                    let condition = self.context.edition.source(claim.source()).and_then(|source| source.condition);
                    let required = condition.and_then(|index| self.context.edition.condition(index).required());
                    if required.is_some_and(|expr| self.eval(expr, at, tag, false) == Truth::True) {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// The first Element of a Tag at a level.
    fn first(&self, level: &Level, tag: Tag) -> Option<(u32, &'a Element)> {
        let known = match self.chain.last() {
            _ if level.data_set == ROOT => Some(self.root_present),
            Some(here) if here.data_set == level.data_set => Some(self.present),
            _ => None,
        };
        let compiled = level.node.and_then(|node| self.compiled.get(usize::from(node.0))?.as_ref());
        if let (Some(present), Some(row)) = (known, compiled.and_then(|compiled| compiled.row(tag.0))) {
            let index = element_of(*present.get(usize::from(row))?)?;
            return self.context.element(index).map(|element| (index, element));
        }
        self.context.first(level.data_set, tag)
    }

    /// An operand among the functional groups of the frame around a level.
    fn in_frame<'x>(&self, tag: Tag, at: &At<'x>) -> Found<'a, 'x> {
        let context = self.context;
        let mut level = Some(*at);
        let groups = self.iod.functional_groups();
        let of = |sequence: Tag| {
            let (sequence, _) = context.first(ROOT, sequence)?;
            context.items(sequence).next().map(|(item, _)| item)
        };
        // Each turn goes one level outwards, so this ends.
        let frame = loop {
            match level {
                Some(found) if found.level.node.is_some() && found.level.node == groups => {
                    break Some(found.level.data_set);
                }
                Some(inner) => level = self.outer(&inner),
                None => break None,
            }
        };
        let is_shared = |item: u32| {
            context.element(item).and_then(|i| context.element(i.parent)).is_some_and(|sequence| sequence.tag == SHARED)
        };
        let order = match frame {
            None => [of(SHARED), of(PER_FRAME)],
            Some(item) if is_shared(item) => [Some(item), None],
            Some(item) => [Some(item), of(SHARED)],
        };
        let element = order.into_iter().flatten().find_map(|item| {
            let node = context.edition.node(groups?)?;
            context.data_set(item).find_map(|(index, element)| {
                let child = node.row(node.find(element.tag)?)?.child()?;
                if element.read_vr != Vr::SQ || !self.has_row(child, tag) {
                    return None;
                }
                let (item, _) = context.items(index).next()?;
                context.first(item, tag)
            })
        });
        Found { element, at: *at, in_frame: true, has_row: false }
    }
}

/// Whether a value is among the words.
fn is_in(expr: Expr, element: &Element, value: &[u8], unknown: Truth) -> Truth {
    let number = expr.number();
    if size_of(element.read_vr).is_some() {
        let Some(mut numbers) = numbers(element, value) else { return unknown };
        let number_of = |word: &[u8]| std::str::from_utf8(word).ok().and_then(|word| word.parse::<f64>().ok());
        let is_one = |n: f64| expr.words().any(|word| number_of(word) == Some(n));
        return match number {
            0 => Truth::of(numbers.any(is_one)),
            n => numbers.nth(usize::from(n) - 1).map_or_else(|| absent(e::IN, expr, unknown), |n| Truth::of(is_one(n))),
        };
    }
    if !VrSet::STRING.has(element.read_vr) {
        return unknown;
    }
    let is_one = |text: &[u8]| expr.words().any(|word| word == text);
    let is_sound = |text: &[u8]| element.read_vr != Vr::CS || is_code_string(text);
    if number != 0 {
        return match nth(element, value, number) {
            None => absent(e::IN, expr, unknown),
            Some(text) if is_one(text) => Truth::True,
            Some(text) if is_sound(text) => Truth::False,
            Some(_) => unknown,
        };
    }
    let mut result = Truth::False;
    for text in strings(element, value).filter(|text| !is_blank(text)) {
        if is_one(text) {
            return Truth::True;
        }
        if !is_sound(text) {
            result = unknown;
        }
    }
    result
}

/// What an atom is worth for an Attribute, or value, that is lawfully absent.
fn absent(op: u8, expr: Expr, unknown: Truth) -> Truth {
    let is_unequal = e::COMPARISONS.get(expr.comparison()) == Some(&"!=");
    match op {
        // `not in` denies `in`, so what is absent is unknown to both.
        _ if expr.op() == e::NOT_IN => unknown,
        e::COUNT | e::ITEM_COUNT => compare(expr, 0.0),
        e::VALUE | e::LENGTH if is_unequal => unknown,
        e::ALL | e::EQUAL => unknown,
        _ => Truth::False,
    }
}

/// A number against the one that the expression has.
fn compare(expr: Expr, number: f64) -> Truth {
    let with = expr.compared();
    Truth::of(match e::COMPARISONS.get(expr.comparison()).copied().unwrap_or("=") {
        "=" => number == with,
        "!=" => number != with,
        "<" => number < with,
        "<=" => number <= with,
        ">" => number > with,
        _ => number >= with,
    })
}

/// The values of an Element against the number that the expression has: one that satisfies is enough; `!=` denies `=`.
fn compares(expr: Expr, element: &Element, value: &[u8], unknown: Truth) -> Truth {
    let is_unequal = e::COMPARISONS.get(expr.comparison()) == Some(&"!=");
    let one = |number: f64| if is_unequal { number == expr.compared() } else { compare(expr, number) == Truth::True };
    let mut result = Truth::False;
    let number = usize::from(expr.number());
    if size_of(element.read_vr).is_some() {
        let Some(mut numbers) = numbers(element, value) else { return unknown };
        result = match number {
            0 => Truth::of(numbers.any(one)),
            n => match numbers.nth(n - 1) {
                Some(number) => Truth::of(one(number)),
                None => return absent(e::VALUE, expr, unknown),
            },
        };
    } else if matches!(element.read_vr, Vr::DS | Vr::IS) {
        let is_form = |text: &&[u8]| element.read_vr == Vr::DS || is_integer(text);
        let parse = |text: &[u8]| Some(text).filter(is_form).and_then(decimal);
        if number != 0 {
            let Some(text) = nth(element, value, expr.number()) else { return absent(e::VALUE, expr, unknown) };
            let Some(parsed) = parse(text) else { return unknown };
            result = Truth::of(one(parsed));
        } else {
            for text in strings(element, value).filter(|text| !is_blank(text)) {
                match parse(text) {
                    Some(number) if one(number) => {
                        result = Truth::True;
                        break;
                    }
                    Some(_) => {}
                    None => result = unknown,
                }
            }
        }
    } else {
        return unknown;
    }
    if is_unequal { result.not() } else { result }
}

/// A value by its number, if it is there and not blank.
fn nth<'v>(element: &Element, value: &'v [u8], number: u16) -> Option<&'v [u8]> {
    strings(element, value).nth(usize::from(number).checked_sub(1)?).filter(|text| !is_blank(text))
}

/// A value by its number, or with 0 the first that is not blank.
fn part<'v>(element: &Element, value: &'v [u8], number: u16) -> Option<&'v [u8]> {
    match number {
        0 => strings(element, value).find(|text| !is_blank(text)),
        n => nth(element, value, n),
    }
}

/// A value by its number, or with 0 the whole.
fn part_or_all<'v>(element: &Element, value: &'v [u8], number: u16) -> Option<&'v [u8]> {
    match number {
        0 => Some(stripped(element, value)),
        n => nth(element, value, n),
    }
}

/// What holds where the condition is not true: whether the Attribute may be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Elsewhere {
    Allowed,
    Forbidden,
    /// Nothing is said.
    Unstated,
    Unknown(Cause),
}

impl<'a> World<'_, 'a> {
    /// What is said of a data set in which the condition is not true.
    pub(crate) fn elsewhere(&self, otherwise: Otherwise<'a>, this: Tag) -> Elsewhere {
        match otherwise {
            Otherwise::Allowed => Elsewhere::Allowed,
            Otherwise::Forbidden => Elsewhere::Forbidden,
            Otherwise::Unstated => Elsewhere::Unstated,
            Otherwise::AllowedWhen(when) => match self.truth(when, this) {
                Truth::True => Elsewhere::Allowed,
                Truth::False => Elsewhere::Forbidden,
                Truth::Unknown(cause) => Elsewhere::Unknown(cause),
            },
            Otherwise::ForbiddenWhen(when) => match self.truth(when, this) {
                Truth::True => Elsewhere::Forbidden,
                Truth::False => Elsewhere::Allowed,
                Truth::Unknown(cause) => Elsewhere::Unknown(cause),
            },
        }
    }
}

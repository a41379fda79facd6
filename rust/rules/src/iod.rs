//! Modules and Attributes: which IOD it is, which of its Modules are in force, and what these demand of each data set, at
//! every depth.
//!
//! The edition holds the demands as a graph of nodes, one for each level of a data set: one pass over the Elements says which
//! rows of the node are there, one over the rows that can demand something what is missing. Nesting is a worklist.

use std::sync::Arc;

use validicom_header::{Element, FileKind, NO_ELEMENT, Tag, Vr};
use validicom_standard::{AttributeType, Claim, Edition, Iod, Node, NodeId, Row, Usage};

use crate::checker::Outcome;
use crate::context::{Context, ROOT};
use crate::finding::{DetailValue, Severity};
use crate::registry::id;
use crate::sink::{Place, Sink};

/// Value Type (0040,A040), by which Includes of SR content hold.
const VALUE_TYPE: Tag = Tag(0x0040_A040);

/// Referenced Content Item Identifier (0040,DB73): the Item only points to a Content Item, and holds none itself.
const REFERENCED_CONTENT_ITEM_IDENTIFIER: Tag = Tag(0x0040_DB73);

/// In `present`: the Element has a value.
const HAS_VALUE: u32 = 1 << 31;

/// Where the claims of one slot of a node come from.
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// Module of the IOD; functional group macros are counted on after the Modules.
    module: u16,
    /// The Module is in force by evidence only: findings are warnings.
    is_mild: bool,
    /// The usage of the Module is the same in every edition.
    in_all_editions: bool,
}

/// A data set that waits to be checked: an Item.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    item: u32,
    node: NodeId,
    first_slot: u32,
    slots: u32,
    active: u64,
}

/// A node as the merge wants it: made of the edition's node when it is first met, and kept.
struct Compiled {
    /// The Tags of the rows, in order.
    tags: Vec<u32>,
    /// Row plus one by a digest of its Tag, 0 where there is none: half empty at least, searched onwards.
    by_tag: Vec<u16>,
    /// For each row the slots of its claims.
    slots: Vec<u64>,
    /// For each row whether it has rows below it.
    has_child: Vec<bool>,
    /// The rows that can demand something, the slots whose claims do, and those that do without condition (Type 1 or 2, of no
    /// Value Type).
    demands: Vec<(u16, u64, u64)>,
    /// Whether a claim depends on the Value Type.
    asks_value_type: bool,
}

impl Compiled {
    fn new(node: Node) -> Compiled {
        let mut compiled = Compiled {
            tags: Vec::with_capacity(usize::from(node.rows())),
            by_tag: vec![0; (usize::from(node.rows()) * 2).next_power_of_two().max(2)],
            slots: Vec::with_capacity(usize::from(node.rows())),
            has_child: Vec::with_capacity(usize::from(node.rows())),
            demands: Vec::new(),
            asks_value_type: false,
        };
        for row in (0..node.rows()).filter_map(|index| node.row(index)) {
            let mut slots = 0;
            for claim in row.claims() {
                slots |= 1 << (claim.slot() & 63);
                compiled.asks_value_type |= claim.value_type() != 0;
            }
            compiled.tags.push(row.tag().0);
            compiled.slots.push(slots);
            compiled.has_child.push(row.child().is_some());
        }
        for (number, tag) in (1u16..).zip(&compiled.tags) {
            let mut at = place(*tag, compiled.by_tag.len());
            // At least half of the places are free, so this ends.
            while compiled.by_tag.get(at).is_some_and(|taken| *taken != 0) {
                at = (at + 1) & (compiled.by_tag.len() - 1);
            }
            if let Some(free) = compiled.by_tag.get_mut(at) {
                *free = number;
            }
        }
        for index in node.demand_rows() {
            let Some(row) = node.row(index) else { continue };
            let (mut demanding, mut unconditional) = (0, 0);
            for claim in row.claims() {
                let bit = 1u64 << (claim.slot() & 63);
                match claim.attribute_type() {
                    AttributeType::One | AttributeType::Two if claim.value_type() == 0 => {
                        demanding |= bit;
                        unconditional |= bit;
                    }
                    AttributeType::None | AttributeType::Three => {}
                    _ => demanding |= bit,
                }
            }
            compiled.demands.push((index, demanding, unconditional));
        }
        compiled
    }
}

impl Compiled {
    /// The row of a Tag that is of no repeating group.
    #[inline]
    fn row(&self, tag: u32) -> Option<u16> {
        let mut at = place(tag, self.by_tag.len());
        // At least half of the places are free, so this ends.
        loop {
            let row = self.by_tag.get(at)?.checked_sub(1)?;
            if self.tags.get(usize::from(row)) == Some(&tag) {
                return Some(row);
            }
            at = (at + 1) & (self.by_tag.len() - 1);
        }
    }
}

/// The first place to look for a Tag among `places`, a power of two.
#[inline]
const fn place(tag: u32, places: usize) -> usize {
    (tag.wrapping_mul(0x9E37_79B1) >> 8) as usize & (places - 1)
}

/// A Module of an IOD as the check of the root wants it.
#[derive(Clone, Copy)]
struct ModuleUse {
    is_mandatory: bool,
    has_demands: bool,
    in_all_editions: bool,
}

/// Checks the demands of IODs. Keeps its memory from file to file.
#[derive(Default)]
pub(crate) struct Demands {
    /// By the number of the node.
    compiled: Vec<Option<Arc<Compiled>>>,
    /// By the number of the IOD.
    modules: Vec<Option<Arc<[ModuleUse]>>>,
    /// The SOP Class UID that was looked up last, and the number of its IOD.
    last_sop_class: (Vec<u8>, u16),
    /// For each row of the node at hand: the first Element of its Tag, plus one; [`HAS_VALUE`].
    present: Vec<u32>,
    /// Rows of the node at hand whose Element is a Sequence with rows below it.
    sequences: Vec<(u16, u32)>,
    slots: Vec<Slot>,
    /// The slots of the level at hand.
    level_slots: Vec<Slot>,
    waiting: Vec<Waiting>,
}

/// A node, its data set, and what is in force there.
struct Level<'a> {
    node: Node<'a>,
    compiled: &'a Compiled,
    parent: u32,
    slots: &'a [Slot],
    active: u64,
    value_type: u8,
}

impl Demands {
    /// Finds the IOD and checks all that it demands.
    pub(crate) fn check(
        &mut self,
        context: &Context,
        sink: &mut Sink,
        outcome: &mut Outcome,
        incomplete: &mut Vec<&'static str>,
    ) {
        if context.is_dicomdir() {
            incomplete.push("dicomdir");
            return;
        }
        let Some(iod) = find_iod(context, sink, outcome, incomplete, &mut self.last_sop_class) else { return };
        outcome.iod = Some(iod.index());
        self.waiting.clear();
        self.slots.clear();
        self.root(context, sink, outcome, iod);
        // Each turn takes one Item, and an Item is put here once, so this ends.
        while let Some(waiting) = self.waiting.pop() {
            let Some(node) = context.edition.node(waiting.node) else { continue };
            let compiled = self.compile(node);
            self.merge(context, sink, node, &compiled, waiting.item, |_, _, _, _| {});
            let first = waiting.first_slot as usize;
            let mut slots = std::mem::take(&mut self.level_slots);
            slots.clear();
            slots.extend_from_slice(self.slots.get(first..first + waiting.slots as usize).unwrap_or(&[]));
            let level = Level {
                node,
                compiled: &compiled,
                parent: waiting.item,
                slots: &slots,
                active: waiting.active,
                value_type: if compiled.asks_value_type { value_type(context, waiting.item) } else { u8::MAX },
            };
            self.demand(context, sink, outcome, &level);
            self.descend(context, iod, &level);
            self.level_slots = slots;
        }
    }

    /// The root: evidence says which conditional and optional Modules are in force.
    fn root(&mut self, context: &Context, sink: &mut Sink, outcome: &mut Outcome, iod: Iod) {
        let Some(node) = context.edition.node(iod.root()) else { return };
        let mut evidence = [NO_ELEMENT; 64];
        let mut touched = 0u64;
        let compiled = self.compile(node);
        self.merge(context, sink, node, &compiled, ROOT, |mask, index, element, has_value| {
            touched |= mask;
            if has_value
                && mask.is_power_of_two()
                && let Some(first) = evidence.get_mut(mask.trailing_zeros() as usize)
                && context.element(*first).is_none_or(|e| element.tag < e.tag)
            {
                *first = index;
            }
        });
        let mut active = 0u64;
        let mut slots = std::mem::take(&mut self.level_slots);
        slots.clear();
        for (slot, module) in (0u8..).zip(self.modules_of(iod).iter()) {
            let bit = 1u64 << (slot & 63);
            let is_mandatory = module.is_mandatory;
            let first = evidence.get(usize::from(slot)).copied().unwrap_or(NO_ELEMENT);
            if is_mandatory {
                active |= bit;
                if touched & bit == 0 && module.has_demands {
                    let severity = milder(context, Severity::Error, module.in_all_editions);
                    sink.put(id::MODULE_MISSING, severity, Place::File(NO_ELEMENT), |raw| {
                        raw.module = Some(u16::from(slot));
                    });
                }
            } else if first != NO_ELEMENT {
                if self.is_partly_present(&compiled, slot) {
                    sink.put(id::MODULE_PARTLY_PRESENT, Severity::Warning, Place::Element(first), |raw| {
                        raw.module = Some(u16::from(slot));
                    });
                } else {
                    active |= bit;
                }
            }
            slots.push(Slot {
                module: u16::from(slot),
                is_mild: !is_mandatory,
                in_all_editions: module.in_all_editions,
            });
        }
        let level = Level {
            node,
            compiled: &compiled,
            parent: ROOT,
            slots: &slots,
            active,
            value_type: if compiled.asks_value_type { value_type(context, ROOT) } else { u8::MAX },
        };
        self.demand(context, sink, outcome, &level);
        self.descend(context, iod, &level);
        self.level_slots = slots;
    }

    /// Whether a Module that is there by evidence lacks all that it demands besides the evidence.
    fn is_partly_present(&self, compiled: &Compiled, slot: u8) -> bool {
        let bit = 1u64 << (slot & 63);
        let mut has_others = false;
        for &(index, _, unconditional) in &compiled.demands {
            if unconditional & bit == 0 {
                continue;
            }
            let at = usize::from(index);
            let present = self.present.get(at).copied().unwrap_or(0);
            let is_evidence = present & HAS_VALUE != 0 && compiled.slots.get(at) == Some(&bit);
            if !is_evidence {
                if present != 0 {
                    return false;
                }
                has_others = true;
            }
        }
        has_others
    }

    /// The node as the merge wants it.
    fn compile(&mut self, node: Node) -> Arc<Compiled> {
        let index = usize::from(node.id().0);
        if self.compiled.len() <= index {
            self.compiled.resize(index + 1, None);
        }
        match self.compiled.get_mut(index) {
            Some(slot) => Arc::clone(slot.get_or_insert_with(|| Arc::new(Compiled::new(node)))),
            None => Arc::new(Compiled::new(node)),
        }
    }

    /// The Modules of an IOD, by slot.
    fn modules_of(&mut self, iod: Iod) -> Arc<[ModuleUse]> {
        let index = usize::from(iod.index());
        if self.modules.len() <= index {
            self.modules.resize(index + 1, None);
        }
        let make = || {
            let usages = (0..iod.modules()).map(|slot| iod.module(slot));
            usages
                .map(|usage| ModuleUse {
                    is_mandatory: usage.is_some_and(|u| u.usage() == b'M'),
                    has_demands: usage.is_some_and(|u| u.demands() > 0),
                    in_all_editions: usage.is_some_and(|u| u.in_all_editions()),
                })
                .collect()
        };
        match self.modules.get_mut(index) {
            Some(slot) => Arc::clone(slot.get_or_insert_with(make)),
            None => make(),
        }
    }

    /// Merges the Elements of a data set with the rows of a node: notes what is present, calls `found` for each first Element of
    /// a row (with the slots of the row's claims), and puts Attributes that have no row.
    fn merge(
        &mut self,
        context: &Context,
        sink: &mut Sink,
        node: Node,
        compiled: &Compiled,
        parent: u32,
        mut found: impl FnMut(u64, u32, &Element, bool),
    ) {
        self.present.clear();
        self.present.resize(compiled.tags.len(), 0);
        self.sequences.clear();
        for (index, element) in context.data_set(parent) {
            let tag = element.tag;
            let is_repeating = matches!(tag.group() & 0xFF01, 0x5000 | 0x6000);
            let row = if is_repeating { node.find(tag) } else { compiled.row(tag.0) };
            let Some(row) = row else {
                outside(context, sink, index, element);
                continue;
            };
            let at = usize::from(row);
            let Some(slot) = self.present.get_mut(at) else { continue };
            if *slot != 0 || element.occurrence > 1 {
                continue;
            }
            let has_value = context.has_value(index, element);
            *slot = (index + 1) | if has_value { HAS_VALUE } else { 0 };
            found(compiled.slots.get(at).copied().unwrap_or(0), index, element, has_value);
            if element.read_vr == Vr::SQ && element.next > index + 1 && compiled.has_child.get(at) == Some(&true) {
                self.sequences.push((row, index));
            }
        }
    }

    /// Checks the demands of one data set, after [`Demands::merge`].
    fn demand(&self, context: &Context, sink: &mut Sink, outcome: &mut Outcome, level: &Level) {
        for &(index, slots, _) in &level.compiled.demands {
            let present = self.present.get(usize::from(index)).copied().unwrap_or(0);
            if present & HAS_VALUE != 0 || slots & level.active == 0 {
                continue;
            }
            let Some(row) = level.node.row(index) else { continue };
            // By reference, the Document Content Macro is not included (PS3.3 C.17.3).
            if row.tag() == VALUE_TYPE && context.first(level.parent, REFERENCED_CONTENT_ITEM_IDENTIFIER).is_some() {
                continue;
            }
            let demand = strictest(level, row);
            let rule = match (demand.kind, present) {
                (AttributeType::One, 0) => id::TYPE_1_MISSING,
                (AttributeType::One, _) => id::TYPE_1_EMPTY,
                (AttributeType::Two, 0) => id::TYPE_2_MISSING,
                (AttributeType::OneC, _) | (AttributeType::TwoC, 0) => {
                    outcome.conditions_not_checked = outcome.conditions_not_checked.saturating_add(1);
                    continue;
                }
                _ => continue,
            };
            let severity = if demand.is_mild { Severity::Warning } else { Severity::Error };
            let severity = milder(context, severity, demand.in_all_editions);
            let place = match present {
                0 => Place::Missing { parent: level.parent, tag: row.tag(), first: NO_ELEMENT },
                _ => Place::Element((present & !HAS_VALUE).saturating_sub(1)),
            };
            sink.put(rule, severity, place, |raw| raw.module = Some(demand.module));
        }
    }

    /// Puts the Items of the Sequences of one data set on the worklist, with what is in force in them.
    fn descend(&mut self, context: &Context, iod: Iod, level: &Level) {
        for at in 0..self.sequences.len() {
            let Some(&(row, sequence)) = self.sequences.get(at) else { continue };
            let Some(row) = level.node.row(row) else { continue };
            let Some(child) = row.child() else { continue };
            let Some(element) = context.element(sequence) else { continue };
            if context.edition.is_open_item(element.tag) {
                continue;
            }
            let first_slot = self.slots.len() as u32;
            let mut active = 0u64;
            if context.edition.node(child).is_some_and(|node| node.is_functional_groups()) {
                let is_in_force = row.claims().any(|claim| is_active(level, &claim));
                for slot in 0..iod.macros() {
                    let Some(usage) = iod.fg_macro(slot) else { continue };
                    self.slots.push(slot_of_macro(iod, slot, usage));
                    if is_in_force {
                        active |= 1 << (slot & 63);
                    }
                }
            } else {
                for (bit, claim) in (0u32..).zip(row.claims().filter(|claim| claim.has_child())) {
                    if is_active(level, &claim) {
                        active |= 1u64.checked_shl(bit).unwrap_or(0);
                    }
                    self.slots.push(slot_of(level, claim.slot()));
                }
            }
            let slots = self.slots.len() as u32 - first_slot;
            for (item, element) in context.items(sequence) {
                if element.is_item() {
                    self.waiting.push(Waiting { item, node: child, first_slot, slots, active });
                }
            }
        }
    }
}

fn slot_of_macro(iod: Iod, slot: u8, usage: Usage) -> Slot {
    Slot {
        module: u16::from(iod.modules()) + u16::from(slot),
        is_mild: usage.usage() != b'M',
        in_all_editions: usage.in_all_editions(),
    }
}

fn slot_of(level: &Level, slot: u8) -> Slot {
    level.slots.get(usize::from(slot)).copied().unwrap_or(Slot { module: 0, is_mild: true, in_all_editions: false })
}

/// Whether a claim is in force in this data set.
fn is_active(level: &Level, claim: &Claim) -> bool {
    level.active >> (claim.slot() & 63) & 1 != 0 && (claim.value_type() == 0 || claim.value_type() == level.value_type)
}

/// What the claims in force demand together.
struct Demand {
    kind: AttributeType,
    module: u16,
    is_mild: bool,
    in_all_editions: bool,
}

/// The strictest of the claims in force: Type 1 before 2; where there is neither, 1C before 2C.
fn strictest(level: &Level, row: Row) -> Demand {
    let mut demand = Demand { kind: AttributeType::None, module: 0, is_mild: true, in_all_editions: false };
    for claim in row.claims() {
        let kind = claim.attribute_type();
        if rank(kind) == 0 || rank(kind) < rank(demand.kind) || !is_active(level, &claim) {
            continue;
        }
        let slot = slot_of(level, claim.slot());
        let in_all_editions = claim.in_all_editions() && slot.in_all_editions;
        if rank(kind) > rank(demand.kind) {
            demand = Demand { kind, module: slot.module, is_mild: slot.is_mild, in_all_editions };
        } else {
            if demand.is_mild && !slot.is_mild {
                demand.is_mild = false;
                demand.module = slot.module;
            }
            demand.in_all_editions |= in_all_editions;
        }
    }
    demand
}

const fn rank(kind: AttributeType) -> u8 {
    match kind {
        AttributeType::One => 4,
        AttributeType::Two => 3,
        AttributeType::OneC => 2,
        AttributeType::TwoC => 1,
        AttributeType::None | AttributeType::Three => 0,
    }
}

/// A demand that is not in every edition is a warning, unless the edition was named.
fn milder(context: &Context, severity: Severity, in_all_editions: bool) -> Severity {
    if severity == Severity::Error && !in_all_editions && !context.options.edition_named {
        Severity::Warning
    } else {
        severity
    }
}

/// Puts an Attribute that no Module of the IOD has at its place.
fn outside(context: &Context, sink: &mut Sink, index: u32, element: &Element) {
    let tag = element.tag;
    let is_of_no_module = tag.is_private() || tag.is_group_length() || matches!(tag.group(), 2 | 0xFFFA | 0xFFFC);
    if !is_of_no_module && context.edition.entry(tag).is_some() {
        sink.put(id::ATTRIBUTE_OUTSIDE_IOD, Severity::Info, Place::Element(index), |_| {});
    }
}

/// The number of a data set's Value Type in the edition; 255 if it has none that an Include asks for.
fn value_type(context: &Context, data_set: u32) -> u8 {
    let value = context.first(data_set, VALUE_TYPE).and_then(|(_, element)| context.value(element));
    let Some(value) = value else { return u8::MAX };
    let first = value.split(|&b| b == b'\\').next().unwrap_or(&[]);
    let end = first.iter().rposition(|b| !matches!(b, 0 | b' ')).map_or(0, |last| last + 1);
    let first = first.get(..end).unwrap_or(&[]);
    let start = first.iter().position(|b| *b != b' ').unwrap_or(0);
    context.edition.value_type_of(first.get(start..).unwrap_or(&[]))
}

/// The IOD of the data set; where there is none, why, as a finding and a reason.
fn find_iod<'a>(
    context: &Context<'a>,
    sink: &mut Sink,
    outcome: &mut Outcome,
    incomplete: &mut Vec<&'static str>,
    last: &mut (Vec<u8>, u16),
) -> Option<Iod<'a>> {
    let edition: &'a Edition = context.edition;
    let own = context.first(ROOT, Tag::SOP_CLASS_UID);
    let stored = context.file_meta().find(|(_, e)| e.tag == Tag::MEDIA_STORAGE_SOP_CLASS_UID);
    let named = [own, stored]
        .into_iter()
        .flatten()
        .find_map(|(index, element)| context.trimmed(element).filter(|uid| !uid.is_empty()).map(|uid| (index, uid)));
    let place = own.map_or(Place::missing(Tag::SOP_CLASS_UID), |(index, _)| Place::Element(index));
    let Some((index, uid)) = named else {
        incomplete.push("sop-class-missing");
        if context.arena.kind != FileKind::AcrNema {
            sink.put(id::SOP_CLASS_MISSING, Severity::Error, place, |_| {});
        }
        return None;
    };
    outcome.sop_class_element = Some(index);
    if last.0 == uid {
        return edition.iod(last.1);
    }
    if let Some(number) = edition.iod_for_sop_class(uid) {
        last.0.clear();
        last.0.extend_from_slice(uid);
        last.1 = number;
        return edition.iod(number);
    }
    if let Some(replacement) = edition.retired_sop_class(uid) {
        incomplete.push("sop-class-retired");
        sink.put(id::RETIRED_SOP_CLASS, Severity::Warning, place, |raw| {
            let replacement = replacement.unwrap_or("none").to_owned();
            raw.detail = vec![("replaced_by", DetailValue::Text(replacement))];
        });
    } else if edition.uid(uid).is_some() {
        incomplete.push("sop-class-not-covered");
        sink.put(id::SOP_CLASS_NOT_COVERED, Severity::Info, place, |_| {});
    } else if uid.starts_with(b"1.2.840.10008.") {
        incomplete.push("sop-class-unknown");
        sink.put(id::SOP_CLASS_UNKNOWN, Severity::Warning, place, |_| {});
    } else {
        incomplete.push("sop-class-private");
        sink.put(id::SOP_CLASS_PRIVATE, Severity::Info, place, |_| {});
    }
    None
}

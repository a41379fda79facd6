//! Functional groups (PS3.3 C.7.6.16): which macros each frame has, itself or shared, against what the IOD demands; and
//! dimensions (C.7.6.17). One pass over each Item's rows; conditions that no frame can change are asked once a file.

use std::collections::HashMap;
use std::sync::Arc;

use validicom_header::{Element, Tag, Vr};
use validicom_standard::{AttributeType, Condition, Edition, Expr, Iod, Node, NodeId, Otherwise, expression as e};

use crate::checker::Outcome;
use crate::compared::{first_value, pointers};
use crate::conditions::{Cause, Elsewhere, PER_FRAME, SHARED, Truth, World};
use crate::context::{Context, ROOT};
use crate::finding::{DetailValue, Severity};
use crate::iod::{Compiled, HAS_VALUE, cause_detail, condition_detail, element_of, milder, undecided};
use crate::registry::id;
use crate::sink::{Place, Sink};

const NUMBER_OF_FRAMES: Tag = Tag(0x0028_0008);
const CONCATENATION_UID: Tag = Tag(0x0020_9161);
const DIMENSION_ORGANIZATION_TYPE: Tag = Tag(0x0020_9311);
const DIMENSION_ORGANIZATION_SEQUENCE: Tag = Tag(0x0020_9221);
const DIMENSION_ORGANIZATION_UID: Tag = Tag(0x0020_9164);
const DIMENSION_INDEX_SEQUENCE: Tag = Tag(0x0020_9222);
const DIMENSION_INDEX_POINTER: Tag = Tag(0x0020_9165);
const FUNCTIONAL_GROUP_POINTER: Tag = Tag(0x0020_9167);
const FRAME_CONTENT_SEQUENCE: Tag = Tag(0x0020_9111);
const DIMENSION_INDEX_VALUES: Tag = Tag(0x0020_9157);

/// Macros that frames of a TILED_FULL image need not have: the order of the frames says it all.
const IMPLIED_BY_TILED_FULL: [&str; 3] = ["frame-content", "plane-position-slide", "optical-path-identification"];

/// A macro as an IOD uses it.
#[derive(Clone, Copy)]
struct MacroUse {
    /// Place of its condition in `GroupFacts::conditions`; `None`: without one, or not compiled.
    condition: Option<u8>,
    in_all_editions: bool,
}

/// A condition of the IOD's macros.
#[derive(Clone, Copy)]
struct ConditionUse {
    /// Its place in the edition.
    index: u16,
    /// What it is worth may differ from frame to frame.
    is_of_frame: bool,
}

/// Macros that a row belongs to, a bit each.
#[derive(Clone, Copy, Default)]
struct RowUse {
    /// All.
    slots: u64,
    /// Those of which the row may be empty: they are there if it is.
    may_be_empty: u64,
}

/// What is known of the functional groups of an IOD. Macros are bits, by slot.
struct GroupFacts {
    macros: Vec<MacroUse>,
    /// Each once.
    conditions: Vec<ConditionUse>,
    /// By row of the node.
    rows: Vec<RowUse>,
    /// Of usage M.
    mandatory: u64,
    /// Of usage C.
    conditional: u64,
    /// Of those, the ones that may be forbidden.
    forbidding: u64,
    /// That have a root row of Type 1 or 2: without it they are missing.
    demanding: u64,
    shared_only: u64,
    per_frame_only: u64,
    implied_by_tiled_full: u64,
}

impl GroupFacts {
    fn new(edition: &Edition, iod: Iod, node: Node, compiled: &Compiled) -> GroupFacts {
        let mut facts = GroupFacts {
            macros: Vec::new(),
            conditions: Vec::new(),
            rows: Vec::new(),
            mandatory: 0,
            conditional: 0,
            forbidding: 0,
            demanding: 0,
            shared_only: 0,
            per_frame_only: 0,
            implied_by_tiled_full: 0,
        };
        for row in (0..node.rows()).filter_map(|index| node.row(index)) {
            let mut of_row = RowUse::default();
            for claim in row.claims() {
                let bit = 1u64 << (claim.slot() & 63);
                of_row.slots |= bit;
                match claim.attribute_type() {
                    AttributeType::One => facts.demanding |= bit,
                    AttributeType::Two => {
                        facts.demanding |= bit;
                        of_row.may_be_empty |= bit;
                    }
                    AttributeType::OneC => {}
                    _ => of_row.may_be_empty |= bit,
                }
            }
            facts.rows.push(of_row);
        }
        for slot in 0..iod.macros() {
            let Some(usage) = iod.fg_macro(slot) else { continue };
            let bit = 1u64 << (slot & 63);
            let condition = usage.condition().filter(|_| usage.usage() == b'C');
            match usage.usage() {
                b'M' => facts.mandatory |= bit,
                b'C' => facts.conditional |= bit,
                _ => {}
            }
            facts.shared_only |= if usage.is_shared_only() { bit } else { 0 };
            facts.per_frame_only |= if usage.is_per_frame_only() { bit } else { 0 };
            facts.implied_by_tiled_full |= if IMPLIED_BY_TILED_FULL.contains(&usage.id()) { bit } else { 0 };
            let mut place = None;
            if let Some(index) = condition {
                let condition = edition.condition(index);
                if condition.required().is_some_and(|required| required.op() == e::NONE) {
                    facts.conditional &= !bit;
                } else if !matches!(condition.otherwise(), Otherwise::Allowed | Otherwise::Unstated) {
                    facts.forbidding |= bit;
                }
                place = facts.place_of(index, condition, compiled);
            }
            facts.macros.push(MacroUse { condition: place, in_all_editions: usage.in_all_editions() });
        }
        facts
    }

    /// The place of a condition that is compiled.
    fn place_of(&mut self, index: u16, condition: Condition, compiled: &Compiled) -> Option<u8> {
        let required = condition.required()?;
        let known = self.conditions.iter().position(|one| one.index == index);
        let place = known.unwrap_or_else(|| {
            self.conditions.push(ConditionUse { index, is_of_frame: is_of_frame(required, compiled) });
            self.conditions.len() - 1
        });
        // A macro has at most one, and there are at most 64.
        u8::try_from(place).ok()
    }

    fn condition(&self, slot: u32) -> Option<ConditionUse> {
        let place = self.macros.get(slot as usize)?.condition?;
        self.conditions.get(usize::from(place)).copied()
    }
}

/// Whether what an expression is worth may differ from frame to frame. Expressions are not nested deep.
fn is_of_frame(expr: Expr, compiled: &Compiled) -> bool {
    let operand = |tag: Tag, scope: u8| match scope {
        e::ROOT => false,
        e::HERE => tag.0 == 0 || compiled.has_in_frame(tag) || compiled.row(tag.0).is_some(),
        e::FRAME | e::THIS => true,
        // From the data set around the Item outwards: the root.
        _ => false,
    };
    match expr.op() {
        e::AND | e::OR => expr.parts().any(|part| is_of_frame(part, compiled)),
        e::NOT => is_of_frame(expr.inner(), compiled),
        e::TRUE | e::FALSE | e::UNREAD | e::NONE | e::ENCAPSULATED | e::MODULE | e::MACRO | e::GROUP => false,
        e::OUTSIDE | e::IOD | e::TRANSFER_SYNTAX => false,
        e::FIRST_ITEM | e::LAST_ITEM | e::ITEM_NUMBER | e::CHANGES => true,
        // What is asked of the Items of a Sequence of the root is looked for there, and in the root.
        e::ANY | e::ALL => operand(expr.tag(), expr.scope()),
        e::EQUAL => {
            let (scope, _, tag) = expr.second();
            operand(expr.tag(), expr.scope()) || operand(tag, scope)
        }
        _ => operand(expr.tag(), expr.scope()),
    }
}

/// The functional groups of the file at hand.
#[derive(Clone, Copy, Default)]
struct InFile {
    /// Item 1 of the Shared Functional Groups Sequence.
    shared: Option<u32>,
    /// Macros that are in it.
    in_shared: u64,
    /// Macros that are in it with an Item.
    with_item_in_shared: u64,
    /// Macros that are in some frame with an Item.
    with_item_in_frames: u64,
    /// The Per-Frame Functional Groups Sequence has Items.
    has_frames: bool,
    is_tiled_full: bool,
    is_concatenation: bool,
    /// Items of the Dimension Index Sequence, if they are all known, and there are some.
    dimensions: Option<u32>,
}

/// Checks functional groups. Keeps its memory from file to file.
#[derive(Default)]
pub(crate) struct Groups {
    /// By the number of the IOD.
    facts: Vec<Option<Arc<GroupFacts>>>,
    file: InFile,
    /// What the conditions of the IOD's macros are worth in this file, once asked.
    of_file: Vec<Option<Truth>>,
    /// The same in this Item.
    of_frame: Vec<Option<Truth>>,
    /// The Tags of all rows at and below a node, in order.
    below: HashMap<NodeId, Vec<u32>>,
    /// UIDs: where they stand in the bytes.
    uids: Vec<(u32, u32)>,
}

/// Without frames what each of them shall have is missing, if it may stand nowhere else (PS3.3 C.7.6.16.2.2).
fn no_frames(context: &Context, sink: &mut Sink, iod: Iod, facts: &GroupFacts) {
    for slot in slots(facts.mandatory & facts.per_frame_only & facts.demanding) {
        let in_all = facts.macros.get(slot as usize).is_some_and(|one| one.in_all_editions);
        let severity = milder(context, Severity::Error, in_all);
        let place = Place::missing(PER_FRAME);
        sink.put(id::MACRO_MISSING, severity, place, |raw| {
            raw.module = Some((u32::from(iod.modules()) + slot) as u16);
        });
    }
}

/// The first root Elements that matter here.
#[derive(Default)]
struct RootElements<'a> {
    shared: Option<(u32, &'a Element)>,
    per_frame: Option<(u32, &'a Element)>,
    number_of_frames: Option<(u32, &'a Element)>,
    concatenation: Option<(u32, &'a Element)>,
    organization_type: Option<(u32, &'a Element)>,
    organizations: Option<(u32, &'a Element)>,
    dimensions: Option<(u32, &'a Element)>,
}

impl Groups {
    /// Looks at the root of a file whose IOD has functional groups.
    pub(crate) fn begin(&mut self, context: &Context, sink: &mut Sink, iod: Iod, node: Node, compiled: &Compiled) {
        let facts = self.facts_of(context, iod, node, compiled);
        self.file = InFile::default();
        self.of_file.clear();
        self.of_file.resize(facts.conditions.len(), None);
        let mut root = RootElements::default();
        for (index, element) in context.data_set(ROOT) {
            let place = match element.tag {
                SHARED => &mut root.shared,
                PER_FRAME => &mut root.per_frame,
                NUMBER_OF_FRAMES => &mut root.number_of_frames,
                CONCATENATION_UID => &mut root.concatenation,
                DIMENSION_ORGANIZATION_TYPE => &mut root.organization_type,
                DIMENSION_ORGANIZATION_SEQUENCE => &mut root.organizations,
                DIMENSION_INDEX_SEQUENCE => &mut root.dimensions,
                _ => continue,
            };
            place.get_or_insert((index, element));
        }
        let is_sequence = |found: &(u32, &Element)| found.1.read_vr == Vr::SQ;
        self.file.is_concatenation = root.concatenation.is_some();
        let organization_type = root.organization_type.and_then(|(_, element)| context.value(element));
        self.file.is_tiled_full = organization_type.is_some_and(|value| first_value(value) == b"TILED_FULL");
        if let Some((sequence, element)) = root.shared.filter(is_sequence) {
            self.shared(context, sink, node, &facts, sequence, element);
        }
        if let Some((sequence, element)) = root.per_frame.filter(is_sequence) {
            self.file.has_frames = context.has_value(sequence, element);
            let items = context.count_items(sequence);
            let is_cut = context.is_cut(sequence, element);
            // Without a value it is not known here, though one frame elsewhere.
            let number = root.number_of_frames.filter(|(index, element)| context.has_value(*index, element));
            let frames = number.and_then(|number| context.frames(Some(number)));
            if let Some(frames) = frames
                && items > 0
                && !is_cut
                && u64::from(items) != frames
            {
                sink.put(id::FRAME_ITEM_COUNT, Severity::Error, Place::Element(sequence), |raw| {
                    raw.observed = Some(items.into());
                    raw.detail = vec![("demanded", DetailValue::Number(frames))];
                });
            }
        }
        if root.per_frame.is_none() && !self.file.is_tiled_full && !self.file.is_concatenation {
            no_frames(context, sink, iod, &facts);
        }
        if let Some((sequence, element)) = root.dimensions.filter(is_sequence) {
            let items = context.count_items(sequence);
            self.file.dimensions = (items > 0 && !context.is_cut(sequence, element)).then_some(items);
            self.pointers(context, sink, node, sequence);
            if let Some((organizations, element)) = root.organizations.filter(is_sequence)
                && !context.is_cut(organizations, element)
            {
                self.organizations(context, sink, sequence, organizations);
            }
        }
    }

    fn facts_of(&mut self, context: &Context, iod: Iod, node: Node, compiled: &Compiled) -> Arc<GroupFacts> {
        let index = usize::from(iod.index());
        if self.facts.len() <= index {
            self.facts.resize(index + 1, None);
        }
        let make = || Arc::new(GroupFacts::new(context.edition, iod, node, compiled));
        match self.facts.get_mut(index) {
            Some(slot) => Arc::clone(slot.get_or_insert_with(make)),
            None => make(),
        }
    }

    /// The Shared Functional Groups Sequence: its Items are counted, the macros of the first noted.
    fn shared(
        &mut self,
        context: &Context,
        sink: &mut Sink,
        node: Node,
        facts: &GroupFacts,
        sequence: u32,
        element: &Element,
    ) {
        let items = context.count_items(sequence);
        if items > 1 && !context.is_cut(sequence, element) {
            sink.put(id::SHARED_ITEM_COUNT, Severity::Error, Place::Element(sequence), |raw| {
                raw.observed = Some(items.into());
            });
        }
        let Some((item, _)) = context.items(sequence).find(|(_, item)| item.is_item()) else { return };
        self.file.shared = Some(item);
        for (index, element) in context.data_set(item).filter(|(_, element)| element.occurrence == 1) {
            let Some(row) = node.find(element.tag).and_then(|row| facts.rows.get(usize::from(row))) else { continue };
            let has_item = element.read_vr == Vr::SQ && context.has_value(index, element);
            self.file.in_shared |= if has_item { row.slots } else { row.may_be_empty };
            self.file.with_item_in_shared |= if has_item { row.slots } else { 0 };
        }
    }

    /// Dimensions: that the pointers lead to Attributes of the IOD's functional groups (PS3.3 C.7.6.17).
    fn pointers(&mut self, context: &Context, sink: &mut Sink, node: Node, dimensions: u32) {
        for (item, _) in context.items(dimensions).filter(|(_, item)| item.is_item()) {
            let pointer = |tag: Tag| {
                let (index, element) = context.first(item, tag)?;
                let value = context.value(element).filter(|value| value.len() == 4 && element.read_vr == Vr::AT)?;
                let tag = pointers(element, value).next().filter(|tag| !tag.is_private())?;
                Some((index, tag))
            };
            let Some((place, group)) = pointer(FUNCTIONAL_GROUP_POINTER) else { continue };
            let mut fault = |place: u32, what: &str| {
                sink.put(id::DIMENSION_POINTER, Severity::Warning, Place::Element(place), |raw| {
                    raw.detail = vec![("fault", DetailValue::Text(what.to_owned()))];
                });
            };
            let Some(row) = node.find(group).and_then(|row| node.row(row)) else {
                if !is_extended(context, group) {
                    fault(place, "group");
                }
                continue;
            };
            let Some((place, tag)) = pointer(DIMENSION_INDEX_POINTER) else { continue };
            let tag = match tag.group() & 0xFF01 {
                0x5000 | 0x6000 => tag.0 & 0xFF00_FFFF,
                _ => tag.0,
            };
            let has = row.child().is_some_and(|child| {
                let below = self.below.entry(child).or_insert_with(|| tags_below(context.edition, child));
                below.binary_search(&tag).is_ok()
            });
            if !has {
                fault(place, "pointer");
            }
        }
    }

    /// Dimensions: that each is of an organization that is listed (PS3.3 C.7.6.17).
    fn organizations(&mut self, context: &Context, sink: &mut Sink, dimensions: u32, organizations: u32) {
        self.uids.clear();
        let mut has_items = false;
        for (item, _) in context.items(organizations).filter(|(_, item)| item.is_item()) {
            has_items = true;
            let Some((_, element)) = context.first(item, DIMENSION_ORGANIZATION_UID) else { continue };
            match context.trimmed(element) {
                Some(uid) => self.uids.push((element.value, uid.len() as u32)),
                // What is not held may be any.
                None => return,
            }
        }
        if !has_items {
            return;
        }
        sort_uids(context, &mut self.uids);
        for (item, _) in context.items(dimensions).filter(|(_, item)| item.is_item()) {
            let Some((index, element)) = context.first(item, DIMENSION_ORGANIZATION_UID) else { continue };
            let Some(uid) = context.trimmed(element).filter(|uid| !uid.is_empty()) else { continue };
            if !has_uid(context, &self.uids, uid) {
                sink.element(id::DIMENSION_ORGANIZATION, index);
            }
        }
    }

    /// Looks at an Item of the Shared or Per-Frame Functional Groups Sequence, the level at hand of `world`.
    pub(crate) fn item<'a>(
        &mut self,
        world: &World<'_, 'a>,
        sink: &mut Sink,
        outcome: &mut Outcome,
        undetermined: &mut [u32],
        item: u32,
    ) {
        let context = world.context;
        let Some(facts) = self.facts.get(usize::from(world.iod.index())).cloned().flatten() else { return };
        let sequence = context.element(item).and_then(|item| context.element(item.parent));
        let is_shared = sequence.is_some_and(|sequence| sequence.tag == SHARED);
        if is_shared && self.file.shared != Some(item) {
            return;
        }
        self.of_frame.clear();
        self.of_frame.resize(facts.conditions.len(), None);
        let (mut is_in, mut with_item) = (0, 0);
        for (row, present) in facts.rows.iter().zip(world.present) {
            if *present != 0 {
                let has_item = has_item(context, *present);
                is_in |= if has_item { row.slots } else { row.may_be_empty };
                with_item |= if has_item { row.slots } else { 0 };
            }
        }
        let misplaced = is_in & if is_shared { facts.per_frame_only } else { facts.shared_only };
        for slot in slots(misplaced) {
            self.put(world, sink, id::MACRO_NOT_SHAREABLE, Severity::Error, first_of(world, &facts, slot), slot, None);
        }
        for slot in slots(is_in & facts.forbidding) {
            self.not_allowed(world, sink, &facts, slot);
        }
        let (missing, worst) = if is_shared {
            if self.file.has_frames || self.file.is_tiled_full || self.file.is_concatenation {
                return;
            }
            (!is_in & !facts.per_frame_only, Severity::Warning)
        } else {
            self.file.with_item_in_frames |= with_item;
            self.dimension_values(context, sink, item);
            let implied = if self.file.is_tiled_full { facts.implied_by_tiled_full } else { 0 };
            (!is_in & !self.file.in_shared & !implied, Severity::Error)
        };
        let missing = missing & facts.demanding;
        for slot in slots(missing & facts.mandatory) {
            self.missing(world, sink, &facts, slot, worst, item, None);
        }
        for slot in slots(missing & facts.conditional) {
            let condition = facts.condition(slot);
            match self.truth(world, &facts, slot) {
                Truth::True => {
                    self.missing(world, sink, &facts, slot, worst, item, condition.map(|condition| condition.index));
                }
                Truth::False => {}
                Truth::Unknown(cause) => undecided(sink, outcome, undetermined, cause, |sink| {
                    sink.put(id::MACRO_UNDETERMINED, Severity::Undetermined, Place::Element(item), |raw| {
                        raw.module = Some(module_of(world, slot));
                        raw.detail = cause_detail(context, cause);
                    });
                }),
            }
        }
    }

    /// What the condition of a macro is worth at the level at hand.
    fn truth<'a>(&mut self, world: &World<'_, 'a>, facts: &GroupFacts, slot: u32) -> Truth {
        let place = facts.macros.get(slot as usize).and_then(|one| one.condition).map(usize::from);
        let known = place.and_then(|place| facts.conditions.get(place));
        let (Some(place), Some(known)) = (place, known) else { return Truth::Unknown(Cause::Unread) };
        let memory = if known.is_of_frame { &mut self.of_frame } else { &mut self.of_file };
        let Some(memory) = memory.get_mut(place) else { return Truth::Unknown(Cause::Unread) };
        *memory.get_or_insert_with(|| match world.context.edition.condition(known.index).required() {
            Some(required) => world.truth(required, Tag(0)),
            None => Truth::Unknown(Cause::Unread),
        })
    }

    /// A macro that is there, though its condition may not hold and say that it shall not be.
    fn not_allowed<'a>(&mut self, world: &World<'_, 'a>, sink: &mut Sink, facts: &GroupFacts, slot: u32) {
        if self.truth(world, facts, slot) != Truth::False {
            return;
        }
        let Some(condition) = facts.condition(slot) else { return };
        let otherwise = world.context.edition.condition(condition.index).otherwise();
        if world.elsewhere(otherwise, Tag(0)) == Elsewhere::Forbidden {
            let place = first_of(world, facts, slot);
            self.put(world, sink, id::MACRO_NOT_ALLOWED, Severity::Warning, place, slot, Some(condition.index));
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn missing(
        &self,
        world: &World,
        sink: &mut Sink,
        facts: &GroupFacts,
        slot: u32,
        severity: Severity,
        item: u32,
        condition: Option<u16>,
    ) {
        let in_all = facts.macros.get(slot as usize).is_some_and(|one| one.in_all_editions);
        let severity = milder(world.context, severity, in_all);
        self.put(world, sink, id::MACRO_MISSING, severity, item, slot, condition);
    }

    #[allow(clippy::too_many_arguments)]
    fn put(
        &self,
        world: &World,
        sink: &mut Sink,
        rule: u16,
        severity: Severity,
        place: u32,
        slot: u32,
        condition: Option<u16>,
    ) {
        sink.put(rule, severity, Place::Element(place), |raw| {
            raw.module = Some(module_of(world, slot));
            if condition.is_some() {
                raw.detail = condition_detail(world.context, condition);
            }
        });
    }

    /// That a frame has a value for each dimension (PS3.3 C.7.6.17.1).
    fn dimension_values(&self, context: &Context, sink: &mut Sink, item: u32) {
        let Some(dimensions) = self.file.dimensions else { return };
        let Some((content, element)) = context.first(item, FRAME_CONTENT_SEQUENCE) else { return };
        if element.read_vr != Vr::SQ {
            return;
        }
        let Some((content, _)) = context.items(content).find(|(_, item)| item.is_item()) else { return };
        let Some((index, element)) = context.first(content, DIMENSION_INDEX_VALUES) else { return };
        let value = context.value(element).filter(|_| element.read_vr == Vr::UL);
        let Some(value) = value.filter(|value| !value.is_empty() && value.len().is_multiple_of(4)) else { return };
        let values = (value.len() / 4) as u64;
        if values != u64::from(dimensions) {
            sink.put(id::DIMENSION_INDEX_VALUES, Severity::Error, Place::Element(index), |raw| {
                raw.observed = Some(values);
                raw.detail = vec![("demanded", DetailValue::Number(dimensions.into()))];
            });
        }
    }

    /// After all Items: macros that are both shared and in a frame.
    pub(crate) fn end(&self, context: &Context, sink: &mut Sink, iod: Iod, node: Node) {
        let both = self.file.with_item_in_shared & self.file.with_item_in_frames;
        let facts = self.facts.get(usize::from(iod.index())).and_then(Option::as_ref);
        let (Some(facts), Some(item)) = (facts, self.file.shared) else { return };
        for slot in slots(both) {
            let place = context.data_set(item).find(|(index, element)| {
                let row = node.find(element.tag).and_then(|row| facts.rows.get(usize::from(row)));
                let is_of_macro = row.is_some_and(|row| row.slots >> slot & 1 != 0);
                is_of_macro && element.read_vr == Vr::SQ && context.has_value(*index, element)
            });
            let Some((place, _)) = place else { continue };
            sink.put(id::MACRO_IN_SHARED_AND_PER_FRAME, Severity::Error, Place::Element(place), |raw| {
                raw.module = Some(u16::from(iod.modules()) + slot as u16);
            });
        }
    }
}

/// The bits that are set, lowest first.
fn slots(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let slot = (bits != 0).then(|| bits.trailing_zeros());
        bits &= bits.wrapping_sub(1);
        slot
    })
}

/// Macros are counted on after the Modules.
fn module_of(world: &World, slot: u32) -> u16 {
    u16::from(world.iod.modules()) + slot as u16
}

/// Whether a row of the level at hand is a Sequence with an Item.
fn has_item(context: &Context, present: u32) -> bool {
    let element = element_of(present).and_then(|index| context.element(index));
    present & HAS_VALUE != 0 && element.is_some_and(|element| element.read_vr == Vr::SQ)
}

/// The first Element by which a macro is in the Item at hand.
fn first_of(world: &World, facts: &GroupFacts, slot: u32) -> u32 {
    let rows = facts.rows.iter().zip(world.present).filter(|(row, present)| {
        let by = if has_item(world.context, **present) { row.slots } else { row.may_be_empty };
        **present != 0 && by >> slot & 1 != 0
    });
    rows.filter_map(|(_, present)| element_of(*present)).min().unwrap_or(ROOT)
}

/// Whether the object has a group that the IOD has not: a Standard Extended SOP Class may (PS3.3 C.7.6.16). The first frame
/// and what all share are asked.
fn is_extended(context: &Context, group: Tag) -> bool {
    [SHARED, PER_FRAME].into_iter().any(|groups| {
        let sequence = context.first(ROOT, groups).map(|(sequence, _)| sequence);
        let item = sequence.and_then(|sequence| context.items(sequence).find(|(_, item)| item.is_item()));
        item.and_then(|(item, _)| context.first(item, group)).is_some_and(|(_, element)| element.read_vr == Vr::SQ)
    })
}

/// The Tags of all rows at and below a node, in order. A node is looked at once, so this ends.
fn tags_below(edition: &Edition, node: NodeId) -> Vec<u32> {
    let (mut tags, mut waiting) = (Vec::new(), vec![node]);
    let mut seen = vec![false; usize::from(edition.nodes())];
    while let Some(id) = waiting.pop() {
        match seen.get_mut(usize::from(id.0)) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        let Some(node) = edition.node(id) else { continue };
        for row in (0..node.rows()).filter_map(|index| node.row(index)) {
            tags.push(row.tag().0);
            waiting.extend(row.child());
        }
    }
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// Puts UIDs in order, so that they can be searched.
pub(crate) fn sort_uids(context: &Context, uids: &mut [(u32, u32)]) {
    uids.sort_unstable_by(|a, b| uid_at(context, *a).cmp(uid_at(context, *b)));
}

/// Whether a UID is among those of [`sort_uids`].
pub(crate) fn has_uid(context: &Context, uids: &[(u32, u32)], uid: &[u8]) -> bool {
    uids.binary_search_by(|one| uid_at(context, *one).cmp(uid)).is_ok()
}

fn uid_at<'a>(context: &Context<'a>, (start, length): (u32, u32)) -> &'a [u8] {
    context.bytes.get(start as usize..start as usize + length as usize).unwrap_or(&[])
}

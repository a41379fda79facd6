//! Modules and Attributes: which IOD it is, which of its Modules are in force, and what these demand of each data set, at
//! every depth.
//!
//! The edition holds the demands as a graph of nodes, one for each level of a data set: one pass over the Elements says which
//! rows of the node are there, one over the rows that can demand something what is missing. Nesting is a worklist.

use std::cell::OnceCell;
use std::sync::Arc;

use validicom_header::{Element, FileKind, NO_ELEMENT, Tag, Vr};
use validicom_standard::{AttributeType, Claim, Edition, Iod, Node, NodeId, Otherwise, Usage, expression};

use crate::checker::Outcome;
use crate::conditions::{Cause, Elsewhere, Truth, World};
use crate::content::Content;
use crate::context::{Context, ROOT};
use crate::finding::{Detail, DetailValue, Severity};
use crate::groups::Groups;
use crate::lists::{self, Fixed, InForce, Listed, NOTHING_FIXED};
use crate::registry::id;
use crate::shapes::{Kind, Shapes, Simple};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// Value Type (0040,A040), by which Includes of SR content hold.
pub(crate) const VALUE_TYPE: Tag = Tag(0x0040_A040);

/// Referenced Content Item Identifier (0040,DB73): the Item only points to a Content Item, and holds none itself.
pub(crate) const REFERENCED_CONTENT_ITEM_IDENTIFIER: Tag = Tag(0x0040_DB73);

/// In `present`: the Element has a value.
pub(crate) const HAS_VALUE: u32 = 1 << 31;

/// The Element of a row that is there, by its entry in `present`.
#[inline]
pub(crate) const fn element_of(present: u32) -> Option<u32> {
    (present & !HAS_VALUE).checked_sub(1)
}

/// Where the claims of one slot of a node come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    /// Module of the IOD; functional group macros are counted on after the Modules.
    pub(crate) module: u16,
    /// The Module is in force by evidence only: findings are warnings.
    pub(crate) is_mild: bool,
    /// The usage of the Module is the same in every edition.
    pub(crate) in_all_editions: bool,
}

/// A data set that waits to be checked: an Item.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    item: u32,
    node: NodeId,
    first_slot: u32,
    slots: u32,
    active: u64,
    /// Slots of Modules whose condition is false.
    dropped: u64,
    /// Place in the chain of the level around it.
    outer: u32,
    /// Node of what the IOD fixes.
    fixed: u32,
}

/// A claim as the check of demands wants it.
#[derive(Clone, Copy)]
struct Ready {
    slot: u8,
    kind: AttributeType,
    value_type: u8,
    in_all_editions: bool,
    /// The condition, if it bears on the claim.
    condition: Option<u16>,
    /// Its wording is doubtful: no error from it.
    is_doubtful: bool,
    /// Its wording is the edition's own.
    is_own: bool,
}

impl Ready {
    fn new(edition: &Edition, claim: Claim) -> Ready {
        let kind = claim.attribute_type();
        let source = edition.source(claim.source());
        let is_conditional = matches!(kind, AttributeType::OneC | AttributeType::TwoC);
        // A sentence beside a row of another Type bears on it, unless the row is only there conditionally.
        let bears = is_conditional || source.is_some_and(|s| s.is_note && !claim.optional());
        Ready {
            slot: claim.slot() & 63,
            kind,
            value_type: claim.value_type(),
            in_all_editions: claim.in_all_editions(),
            condition: source.and_then(|s| s.condition).filter(|_| bears),
            is_doubtful: source.is_some_and(|s| s.is_doubtful),
            is_own: source.is_some_and(|s| s.is_own),
        }
    }

    const fn bit(self) -> u64 {
        1 << self.slot
    }

    /// Whether the claim can demand something.
    fn can_demand(self) -> bool {
        !matches!(self.kind, AttributeType::None | AttributeType::Three) || self.condition.is_some()
    }

    /// Whether the Attribute may be there whatever the data set.
    fn permits(self, edition: &Edition) -> bool {
        match (self.kind, self.condition.map(|index| edition.condition(index).otherwise())) {
            (AttributeType::One | AttributeType::Two, Some(Otherwise::ForbiddenWhen(_))) => false,
            (AttributeType::One | AttributeType::Two, _) => true,
            (_, None | Some(Otherwise::Allowed)) => true,
            _ => false,
        }
    }
}

/// A row that can demand or forbid something.
struct DemandRow {
    row: u16,
    /// Its claims, in `Compiled::claims`.
    first: u32,
    claims: u16,
    /// Slots whose claims can demand.
    demanding: u64,
    /// Slots whose claims demand without condition (Type 1 or 2, of no Value Type).
    unconditional: u64,
    /// Slots whose claims permit it whatever the data set.
    permitting: u64,
    /// Whether a claim can forbid it.
    can_forbid: bool,
}

/// A row of a repeating group (PS3.5 7.6) that a Module demands in each group that it has.
struct RepeatingRow {
    /// In the first of the groups.
    tag: Tag,
    /// Its claims of Type 1 and 2, in `Compiled::claims`.
    first: u32,
    claims: u16,
    /// Slots of these.
    demanding: u64,
}

impl RepeatingRow {
    /// Its Tag in a group, if that is one of the groups.
    fn in_group(&self, group: u16) -> Option<Tag> {
        let is_of = self.tag.group() & 0xFF00 == group & 0xFF00;
        is_of.then_some(Tag(u32::from(group) << 16 | self.tag.0 & 0xFFFF))
    }
}

/// An Element of a repeating group that has a row.
#[derive(Clone, Copy)]
struct Repeated {
    tag: Tag,
    index: u32,
    has_value: bool,
    /// Slots of the claims of its row.
    slots: u64,
}

/// A node as the merge wants it: made of the edition's node when it is first met, and kept.
pub(crate) struct Compiled {
    /// The Tags of the rows, in order.
    tags: Vec<u32>,
    /// Row plus one by a digest of its Tag, 0 where there is none: half empty at least, searched onwards.
    by_tag: Vec<u16>,
    /// For each row the slots of its claims.
    slots: Vec<u64>,
    /// For each row whether it has rows below it.
    has_child: Vec<bool>,
    /// The rows that can demand or forbid something.
    demands: Vec<DemandRow>,
    /// Their claims.
    claims: Vec<Ready>,
    /// Of functional groups: the Tags of the rows below its rows, in order.
    in_frame: Vec<u32>,
    /// Whether a claim depends on the Value Type.
    asks_value_type: bool,
    /// Which demands depend on the shape of the data set alone.
    simple: Simple,
    /// Rows with lists of values, or with a number of Items.
    listed: Listed,
    /// Rows of repeating groups of Type 1 or 2.
    repeating: Vec<RepeatingRow>,
}

impl Compiled {
    fn new(edition: &Edition, node: Node, kind: Kind) -> Compiled {
        let mut compiled = Compiled {
            tags: Vec::with_capacity(usize::from(node.rows())),
            by_tag: vec![0; (usize::from(node.rows()) * 2).next_power_of_two().max(2)],
            slots: Vec::with_capacity(usize::from(node.rows())),
            has_child: Vec::with_capacity(usize::from(node.rows())),
            demands: Vec::new(),
            claims: Vec::new(),
            in_frame: Vec::new(),
            asks_value_type: false,
            simple: Simple::new(usize::from(node.rows())),
            listed: Listed::new(edition, node),
            repeating: Vec::new(),
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
        if node.is_functional_groups() {
            let rows = (0..node.rows()).filter_map(|index| node.row(index));
            let below = rows.filter_map(|row| edition.node(row.child()?));
            compiled
                .in_frame
                .extend(below.flat_map(|node| (0..node.rows()).filter_map(move |row| node.tag(row)).map(|t| t.0)));
            compiled.in_frame.sort_unstable();
            compiled.in_frame.dedup();
            return compiled;
        }
        for row in (0..node.rows()).filter_map(|index| node.row(index)) {
            let first = compiled.claims.len();
            // Repeating groups demand nothing by themselves: only what is there of a group says that there is one.
            if matches!(row.tag().group() & 0xFF00, 0x5000 | 0x6000)
                && edition.entry(row.tag()).is_some_and(|e| e.is_repeating())
            {
                let claims = row.claims().map(|claim| Ready::new(edition, claim));
                compiled.claims.extend(claims.filter(|claim| {
                    matches!(claim.kind, AttributeType::One | AttributeType::Two) && claim.value_type == 0
                }));
                let claims = compiled.claims.get(first..).unwrap_or(&[]);
                if !claims.is_empty() {
                    let demanding = claims.iter().fold(0, |slots, claim| slots | claim.bit());
                    compiled.repeating.push(RepeatingRow {
                        tag: row.tag(),
                        first: first as u32,
                        claims: claims.len() as u16,
                        demanding,
                    });
                }
                continue;
            }
            compiled.claims.extend(row.claims().map(|claim| Ready::new(edition, claim)));
            let claims = compiled.claims.get(first..).unwrap_or(&[]);
            let mut demand = DemandRow {
                row: row.index(),
                first: first as u32,
                claims: claims.len() as u16,
                demanding: 0,
                unconditional: 0,
                permitting: 0,
                can_forbid: false,
            };
            for claim in claims {
                demand.demanding |= if claim.can_demand() { claim.bit() } else { 0 };
                let is_plain = matches!(claim.kind, AttributeType::One | AttributeType::Two) && claim.value_type == 0;
                demand.unconditional |= if is_plain { claim.bit() } else { 0 };
                if claim.permits(edition) {
                    demand.permitting |= claim.bit();
                } else {
                    demand.can_forbid = true;
                }
            }
            if demand.demanding != 0 || demand.can_forbid {
                let conditions = claims.iter().filter_map(|claim| claim.condition);
                compiled.simple.add(edition, node, kind, row.index(), conditions);
                compiled.demands.push(demand);
            } else {
                compiled.claims.truncate(first);
            }
        }
        compiled.simple.finish();
        compiled
    }
}

impl Compiled {
    /// The row of a Tag that is of no repeating group.
    #[inline]
    pub(crate) fn row(&self, tag: u32) -> Option<u16> {
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

impl Compiled {
    /// Whether this is the node of functional groups, and one of its macros has this Attribute.
    pub(crate) fn has_in_frame(&self, tag: Tag) -> bool {
        self.in_frame.binary_search(&tag.0).is_ok()
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
    is_conditional: bool,
    /// The condition of usage C.
    condition: Option<u16>,
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
    /// First Elements of repeating groups in the node at hand.
    repeated: Vec<Repeated>,
    waiting: Vec<Waiting>,
    /// The same as `present`, of the root.
    root_present: Vec<u32>,
    /// From the root to the level at hand.
    chain: Vec<crate::conditions::Level>,
    /// Modules that are mandatory or have evidence.
    with_evidence: u64,
    /// Functional group macros that are used, once asked for.
    macros: OnceCell<u64>,
    /// Outside facts that the caller knows, by place.
    facts: Vec<Option<bool>>,
    /// How often each outside fact left something undecided.
    undetermined: Vec<u32>,
    /// What was found for the shapes of data sets that were met; `None`: not used.
    shapes: Option<Shapes>,
    /// Whether the data set at hand has a shape.
    has_shape: bool,
    /// What is found in the data set at hand.
    found: Vec<(u16, RowFinding)>,
    /// Elements of the data set at hand whose rows have lists, with the place of the row among these.
    listed: Vec<(u16, u32)>,
    /// Elements of the data set at hand at which A120 stands.
    enumerated: Vec<u32>,
    /// What IODs fix, by the number of the IOD.
    fixed: Vec<Option<Arc<Fixed>>>,
    /// The Modules in force at the root.
    in_force: InForce,
    /// Functional groups.
    groups: Groups,
    /// Content Items of Structured Reports.
    content: Content,
}

/// A finding on a row, but for its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowFinding {
    rule: u16,
    severity: Severity,
    module: u16,
    why: Why,
}

/// What the detail of a finding on a row says.
#[derive(Clone, Copy, Debug)]
enum Why {
    Nothing,
    Condition(Option<u16>),
    Cause(Cause),
}

/// A node, its data set, and what is in force there.
pub(crate) struct Level<'a> {
    pub(crate) node: Node<'a>,
    pub(crate) compiled: &'a Compiled,
    parent: u32,
    slots: &'a [Slot],
    pub(crate) active: u64,
    pub(crate) dropped: u64,
    pub(crate) value_type: u8,
    /// Node of what the IOD fixes.
    fixed: u32,
}

/// What a claim says of its Attribute in this data set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// By rank: Type 1 (4), Type 1C (3), Type 2 (2), Type 2C (1).
    Demands {
        rank: u8,
        is_note: bool,
    },
    Allows,
    /// `is_weak`: only since nothing else is said.
    Forbids {
        is_weak: bool,
    },
    /// `of_demand`: it is not known whether it is demanded, not only whether it may be there.
    Unknown {
        cause: Cause,
        may_be_there: bool,
        of_demand: bool,
    },
}

impl Demands {
    /// For an edition, with what the caller knows of the world.
    ///
    /// `shape_bits`: how many bits of the hash of a shape are used; `None`: shapes are not kept.
    pub(crate) fn new(edition: &Edition, facts: &[(String, bool)], shape_bits: Option<u32>) -> Demands {
        let mut demands = Demands { shapes: shape_bits.map(Shapes::new), ..Demands::default() };
        demands.undetermined = vec![0; usize::from(edition.outside_facts())];
        demands.facts = vec![None; demands.undetermined.len()];
        for (name, known) in facts {
            if let Some(slot) =
                edition.outside_fact_of(name).and_then(|place| demands.facts.get_mut(usize::from(place)))
            {
                *slot = Some(*known);
            }
        }
        demands
    }

    /// How often each outside fact, by its place in the edition, left something undecided in the last check.
    pub(crate) fn undetermined(&self) -> &[u32] {
        &self.undetermined
    }

    /// Forgets the last file.
    pub(crate) fn clear(&mut self) {
        self.undetermined.fill(0);
    }

    fn world<'w, 'a>(&'w self, context: &'w Context<'a>, iod: Iod<'a>) -> World<'w, 'a> {
        World {
            context,
            iod,
            compiled: &self.compiled,
            chain: &self.chain,
            root_present: if self.chain.len() > 1 { &self.root_present } else { &self.present },
            present: &self.present,
            modules: self.with_evidence,
            macros: &self.macros,
            facts: &self.facts,
        }
    }
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
        self.chain.clear();
        self.macros = OnceCell::new();
        let fixed = self.fixed_of(context, iod);
        self.root(context, sink, outcome, iod, &fixed);
        std::mem::swap(&mut self.present, &mut self.root_present);
        let kind = Kind::of_item(iod);
        // Sparse and real-time objects (PS3.3 C.7.6.28, C.7.6.29) have no Per-Frame Functional Groups Sequence: their frames
        // are told of elsewhere.
        let root = context.edition.node(iod.root());
        let has_per_frame = root.is_some_and(|root| root.find(crate::conditions::PER_FRAME).is_some());
        let groups = iod.functional_groups().filter(|_| has_per_frame).and_then(|node| context.edition.node(node));
        if let Some(node) = groups {
            let compiled = self.compile(context, node, kind);
            self.groups.begin(context, sink, iod, node, &compiled);
        }
        // Each turn takes one Item, and an Item is put here once, so this ends.
        while let Some(waiting) = self.waiting.pop() {
            let Some(node) = context.edition.node(waiting.node) else { continue };
            let compiled = self.compile(context, node, kind);
            self.merge(context, sink, node, &compiled, waiting.item, |_, _, _, _| {});
            let first = waiting.first_slot as usize;
            let mut slots = std::mem::take(&mut self.level_slots);
            slots.clear();
            slots.extend_from_slice(self.slots.get(first..first + waiting.slots as usize).unwrap_or(&[]));
            self.chain.truncate(waiting.outer as usize + 1);
            self.chain.push(crate::conditions::Level {
                data_set: waiting.item,
                node: Some(waiting.node),
                active: waiting.active,
                outer: waiting.outer,
            });
            let level = Level {
                node,
                compiled: &compiled,
                parent: waiting.item,
                slots: &slots,
                active: waiting.active,
                dropped: waiting.dropped,
                value_type: if compiled.asks_value_type { value_type(context, waiting.item) } else { u8::MAX },
                fixed: waiting.fixed,
            };
            self.demand(context, sink, outcome, iod, &level);
            if groups.is_some() && node.is_functional_groups() {
                self.functional_groups(context, sink, outcome, iod, waiting.item);
            }
            self.values(context, sink, iod, &level, &fixed);
            self.descend(context, iod, &level, &fixed);
            self.level_slots = slots;
        }
        if let Some(node) = groups {
            self.groups.end(context, sink, iod, node);
        }
        self.content.check(context, sink, iod);
    }

    /// Checks the macros of an Item of the root's Functional Groups Sequences, after [`Demands::merge`].
    fn functional_groups<'a>(
        &mut self,
        context: &Context<'a>,
        sink: &mut Sink,
        outcome: &mut Outcome,
        iod: Iod<'a>,
        item: u32,
    ) {
        if context.enclosing(item) != Some(ROOT) {
            return;
        }
        let mut groups = std::mem::take(&mut self.groups);
        let mut undetermined = std::mem::take(&mut self.undetermined);
        groups.item(&self.world(context, iod), sink, outcome, &mut undetermined, item);
        self.undetermined = undetermined;
        self.groups = groups;
    }

    /// The root: evidence says which conditional and optional Modules are in force.
    fn root<'a>(&mut self, context: &Context<'a>, sink: &mut Sink, outcome: &mut Outcome, iod: Iod<'a>, fixed: &Fixed) {
        let Some(node) = context.edition.node(iod.root()) else { return };
        let mut evidence = [NO_ELEMENT; 64];
        let mut touched = 0u64;
        let compiled = self.compile(context, node, Kind { is_root: true, ..Kind::of_item(iod) });
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
        let modules = self.modules_of(iod);
        let first_of = |slot: u8| evidence.get(usize::from(slot)).copied().unwrap_or(NO_ELEMENT);
        // What conditions see: mandatory Modules and those with evidence.
        let (mut by_evidence, mut active) = (0u64, 0u64);
        self.with_evidence = 0;
        for (slot, module) in (0u8..).zip(modules.iter()) {
            let bit = 1u64 << (slot & 63);
            let has_evidence = first_of(slot) != NO_ELEMENT;
            if module.is_mandatory || has_evidence {
                self.with_evidence |= bit;
            }
            if module.is_mandatory {
                active |= bit;
            } else if has_evidence && !self.is_partly_present(&compiled, slot) {
                by_evidence |= bit;
            }
        }
        self.chain.push(crate::conditions::Level {
            data_set: ROOT,
            node: Some(iod.root()),
            active: active | by_evidence,
            outer: u32::MAX,
        });
        let mut dropped = 0u64;
        let mut slots = std::mem::take(&mut self.level_slots);
        let mut undetermined = std::mem::take(&mut self.undetermined);
        slots.clear();
        for (slot, module) in (0u8..).zip(modules.iter()) {
            let bit = 1u64 << (slot & 63);
            let first = first_of(slot);
            let usage = self.usage(context, iod, module);
            let is_in_force = module.is_mandatory || matches!(usage, ByCondition::InForce);
            let severity = milder(context, Severity::Error, module.in_all_editions);
            if is_in_force {
                active |= bit;
                if touched & bit == 0 && module.has_demands {
                    let rule = if module.is_mandatory { id::MODULE_MISSING } else { id::CONDITIONAL_MODULE_MISSING };
                    sink.put(rule, severity, Place::File(NO_ELEMENT), |raw| {
                        raw.module = Some(u16::from(slot));
                        raw.detail =
                            if module.is_mandatory { Vec::new() } else { condition_detail(context, module.condition) };
                    });
                }
            } else if matches!(usage, ByCondition::Not) {
                dropped |= bit;
                if first != NO_ELEMENT {
                    sink.put(id::MODULE_NOT_ALLOWED, Severity::Warning, Place::Element(first), |raw| {
                        raw.module = Some(u16::from(slot));
                        raw.detail = condition_detail(context, module.condition);
                    });
                }
            } else if first != NO_ELEMENT {
                if by_evidence & bit == 0 {
                    sink.put(id::MODULE_PARTLY_PRESENT, Severity::Warning, Place::Element(first), |raw| {
                        raw.module = Some(u16::from(slot));
                    });
                } else {
                    active |= bit;
                }
            } else if let ByCondition::Unknown(cause) = usage
                && module.has_demands
            {
                undecided(sink, outcome, &mut undetermined, cause, |sink| {
                    sink.put(id::MODULE_UNDETERMINED, Severity::Undetermined, Place::File(NO_ELEMENT), |raw| {
                        raw.module = Some(u16::from(slot));
                        raw.detail = cause_detail(context, cause);
                    });
                });
            }
            slots.push(Slot {
                module: u16::from(slot),
                is_mild: !is_in_force,
                in_all_editions: module.in_all_editions,
            });
        }
        self.undetermined = undetermined;
        fixed.check_modules(context, sink, iod, |slot| Some(first_of(slot)).filter(|first| *first != NO_ELEMENT));
        self.in_force = InForce { active, firm: 0 };
        for (slot, module) in (0u32..).zip(&slots) {
            self.in_force.firm |= if module.is_mild { 0 } else { active & 1 << (slot & 63) };
        }
        if let Some(root) = self.chain.first_mut() {
            root.active = active;
        }
        let level = Level {
            node,
            compiled: &compiled,
            parent: ROOT,
            slots: &slots,
            active,
            dropped,
            value_type: if compiled.asks_value_type { value_type(context, ROOT) } else { u8::MAX },
            fixed: 0,
        };
        self.demand(context, sink, outcome, iod, &level);
        self.repeating_groups(context, sink, &level);
        frames_of_one(context, sink, &compiled);
        self.values(context, sink, iod, &level, fixed);
        self.descend(context, iod, &level, fixed);
        self.level_slots = slots;
    }

    /// Checks the repeating groups of the root (PS3.5 7.6): each that a Module has something of has all that it demands. A
    /// Module has a group if an Element with a value speaks for it there, and one that it demands is there.
    fn repeating_groups(&mut self, context: &Context, sink: &mut Sink, level: &Level) {
        let compiled = level.compiled;
        if self.repeated.is_empty() || compiled.repeating.is_empty() {
            return;
        }
        self.repeated.sort_unstable_by_key(|one| one.tag.0);
        for there in self.repeated.chunk_by(|a, b| a.tag.group() == b.tag.group()) {
            let Some(group) = there.first().map(|one| one.tag.group()) else { continue };
            let speaking = there.iter().filter(|one| one.has_value && one.slots.is_power_of_two());
            let mut speaking = speaking.fold(0, |slots, one| slots | one.slots) & level.active;
            let find = |tag: Tag| there.iter().find(|one| one.tag == tag);
            let rows = || compiled.repeating.iter().filter_map(|row| Some((row, row.in_group(group)?)));
            let is_there = rows().filter(|(_, tag)| find(*tag).is_some());
            speaking &= is_there.fold(0, |slots, (row, _)| slots | row.demanding);
            for (row, tag) in rows().filter(|(row, _)| row.demanding & speaking != 0) {
                let found = find(tag);
                if found.is_some_and(|one| one.has_value) {
                    continue;
                }
                let first = row.first as usize;
                let claims = compiled.claims.get(first..first + usize::from(row.claims)).unwrap_or(&[]);
                let mut strictest = Strictest::NONE;
                for claim in claims.iter().filter(|claim| claim.bit() & speaking != 0) {
                    if rank(claim.kind) >= strictest.rank {
                        strictest.add(level, claim, rank(claim.kind), false);
                    }
                }
                let rule = match (strictest.rank, found) {
                    (4, None) => id::TYPE_1_MISSING,
                    (4, Some(_)) => id::TYPE_1_EMPTY,
                    (2, None) => id::TYPE_2_MISSING,
                    _ => continue,
                };
                let severity = if strictest.is_mild { Severity::Warning } else { Severity::Error };
                let place = found.map_or(Place::Missing { parent: level.parent, tag, first: NO_ELEMENT }, |one| {
                    Place::Element(one.index)
                });
                sink.put(rule, milder(context, severity, strictest.in_all_editions), place, |raw| {
                    raw.module = Some(strictest.module);
                });
            }
        }
    }

    /// What the condition of a Module says.
    fn usage<'a>(&self, context: &Context<'a>, iod: Iod<'a>, module: &ModuleUse) -> ByCondition {
        let Some(condition) = module.condition.map(|index| context.edition.condition(index)) else {
            let is_unread = module.is_conditional;
            return if is_unread { ByCondition::Unknown(Cause::Unread) } else { ByCondition::Evidence };
        };
        let Some(required) = condition.required() else { return ByCondition::Unknown(Cause::Unread) };
        if required.op() == expression::NONE {
            return ByCondition::Evidence;
        }
        let world = self.world(context, iod);
        match world.truth(required, Tag(0)) {
            Truth::True => ByCondition::InForce,
            Truth::Unknown(cause) => ByCondition::Unknown(cause),
            Truth::False => match world.elsewhere(condition.otherwise(), Tag(0)) {
                Elsewhere::Forbidden | Elsewhere::Unstated => ByCondition::Not,
                Elsewhere::Allowed | Elsewhere::Unknown(_) => ByCondition::Evidence,
            },
        }
    }

    /// Whether a Module that is there by evidence lacks all that it demands besides the evidence.
    fn is_partly_present(&self, compiled: &Compiled, slot: u8) -> bool {
        let bit = 1u64 << (slot & 63);
        let mut has_others = false;
        for demand in &compiled.demands {
            if demand.unconditional & bit == 0 {
                continue;
            }
            let at = usize::from(demand.row);
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
    fn compile(&mut self, context: &Context, node: Node, kind: Kind) -> Arc<Compiled> {
        let index = usize::from(node.id().0);
        if self.compiled.len() <= index {
            self.compiled.resize(index + 1, None);
        }
        match self.compiled.get_mut(index) {
            Some(slot) => Arc::clone(slot.get_or_insert_with(|| Arc::new(Compiled::new(context.edition, node, kind)))),
            None => Arc::new(Compiled::new(context.edition, node, kind)),
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
                    is_conditional: usage.is_some_and(|u| u.usage() == b'C'),
                    condition: usage.filter(|u| u.usage() == b'C').and_then(|u| u.condition()),
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
        self.listed.clear();
        self.repeated.clear();
        let mut has_shape = true;
        if let Some(shapes) = &mut self.shapes {
            shapes.begin();
        }
        for (index, element) in context.data_set(parent) {
            let tag = element.tag;
            let is_repeating = matches!(tag.group() & 0xFF01, 0x5000 | 0x6000);
            let row = if is_repeating { node.find(tag) } else { compiled.row(tag.0) };
            let Some(row) = row else {
                has_shape &= compiled.simple.extra.binary_search(&tag.0).is_err();
                outside(context, sink, index, element);
                continue;
            };
            let at = usize::from(row);
            let Some(slot) = self.present.get_mut(at) else { continue };
            // A row of a repeating group speaks for each of its groups; the first stands for it in conditions.
            if element.occurrence > 1 || (*slot != 0 && !is_repeating) {
                continue;
            }
            let has_value = context.has_value(index, element);
            if *slot == 0 {
                *slot = (index + 1) | if has_value { HAS_VALUE } else { 0 };
                if let Some(shapes) = &mut self.shapes
                    && compiled.simple.relevant.get(at) == Some(&true)
                {
                    shapes.add_row(row, has_value);
                }
            }
            if has_value && let Some(place) = compiled.listed.place(at) {
                self.listed.push((place, index));
            }
            let slots = compiled.slots.get(at).copied().unwrap_or(0);
            if is_repeating {
                self.repeated.push(Repeated { tag, index, has_value, slots });
            }
            found(slots, index, element, has_value);
            if element.read_vr == Vr::SQ && element.next > index + 1 && compiled.has_child.get(at) == Some(&true) {
                self.sequences.push((row, index));
            }
        }
        self.has_shape = has_shape;
    }

    /// Checks the demands of one data set, after [`Demands::merge`].
    fn demand<'a>(
        &mut self,
        context: &Context<'a>,
        sink: &mut Sink,
        outcome: &mut Outcome,
        iod: Iod<'a>,
        level: &Level,
    ) {
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        let mut shapes = self.shapes.take();
        let has_shape = self.has_shape && shapes.as_mut().is_some_and(|shapes| self.shape(context, iod, level, shapes));
        let simple = &level.compiled.simple;
        let check = |number: &u16| {
            let demand = level.compiled.demands.get(usize::from(*number))?;
            self.row(context, iod, level, demand).map(|one| (*number, one))
        };
        match shapes
            .as_mut()
            .filter(|_| has_shape)
            .map(|shapes| (shapes.find().map(|known| found.extend(known)), shapes))
        {
            Some((Some(()), _)) => {}
            Some((None, shapes)) => {
                found.extend(simple.alone.iter().filter_map(check));
                shapes.keep(&found);
            }
            None => found.extend(simple.alone.iter().filter_map(check)),
        }
        found.extend(simple.others.iter().filter_map(check));
        self.shapes = shapes;
        let mut undetermined = std::mem::take(&mut self.undetermined);
        for (number, one) in &found {
            let Some(demand) = level.compiled.demands.get(usize::from(*number)) else { continue };
            let Some(tag) = level.node.tag(demand.row) else { continue };
            let place = match self.present.get(usize::from(demand.row)).copied().unwrap_or(0) {
                0 => Place::Missing { parent: level.parent, tag, first: NO_ELEMENT },
                present => Place::Element(element_of(present).unwrap_or(NO_ELEMENT)),
            };
            let put = |sink: &mut Sink| {
                sink.put(one.rule, one.severity, place, |raw| {
                    raw.module = Some(one.module);
                    raw.detail = match one.why {
                        Why::Nothing => Vec::new(),
                        Why::Condition(condition) => condition_detail(context, condition),
                        Why::Cause(cause) => cause_detail(context, cause),
                    };
                });
            };
            match one.why {
                Why::Cause(cause) => undecided(sink, outcome, &mut undetermined, cause, put),
                _ => put(sink),
            }
        }
        self.undetermined = undetermined;
        self.found = found;
    }

    /// Checks the values of one data set, and how many Items its Sequences have, after [`Demands::merge`].
    fn values<'a>(&mut self, context: &Context<'a>, sink: &mut Sink, iod: Iod<'a>, level: &Level, fixed: &Fixed) {
        self.enumerated.clear();
        let listed = &level.compiled.listed;
        for (place, index) in &self.listed {
            let Some(element) = context.element(*index) else { continue };
            if lists::check(context, sink, level, listed, *place, *index, element) {
                self.enumerated.push(*index);
            }
        }
        if level.fixed != NOTHING_FIXED {
            let world = self.world(context, iod);
            fixed.check(sink, &world, level, self.in_force, level.fixed, &self.enumerated);
        }
    }

    /// What an IOD fixes.
    fn fixed_of(&mut self, context: &Context, iod: Iod) -> Arc<Fixed> {
        let index = usize::from(iod.index());
        if self.fixed.len() <= index {
            self.fixed.resize(index + 1, None);
        }
        match self.fixed.get_mut(index) {
            Some(slot) => Arc::clone(slot.get_or_insert_with(|| Arc::new(Fixed::new(context.edition, iod)))),
            None => Arc::default(),
        }
    }

    /// Completes the shape of a data set, of which the merge has noted the rows that are there. False if it has none.
    fn shape<'a>(&self, context: &Context<'a>, iod: Iod<'a>, level: &Level, shapes: &mut Shapes) -> bool {
        let simple = &level.compiled.simple;
        shapes.end_rows();
        for row in &simple.drivers {
            let present = self.present.get(usize::from(*row)).copied().unwrap_or(0);
            if present & HAS_VALUE != 0
                && let Some(index) = element_of(present)
                && !context.element(index).is_some_and(|element| shapes.add_value(context, index, element))
            {
                return false;
            }
        }
        let (mut mild, mut in_all) = (0u64, 0u64);
        for (number, slot) in (0u32..).zip(level.slots) {
            mild |= u64::from(slot.is_mild) << (number & 63);
            in_all |= u64::from(slot.in_all_editions) << (number & 63);
            if level.parent != ROOT {
                shapes.add(u64::from(slot.module));
            }
        }
        if simple.asks_transfer_syntax {
            let uid = context.transfer_syntax_uid().map_or(&[][..], |(_, uid)| uid);
            shapes.add_bytes(uid);
        }
        let encapsulated = if simple.asks_encapsulated { self.world(context, iod).encapsulated() } else { Truth::True };
        let encapsulated = match encapsulated {
            Truth::True => 0,
            Truth::False => 1,
            Truth::Unknown(_) => 2,
        };
        shapes.add(u64::from(iod.index()) | u64::from(level.node.id().0) << 16 | u64::from(level.value_type) << 32);
        for number in [level.active, level.dropped, mild, in_all, self.with_evidence, encapsulated] {
            shapes.add(number);
        }
        true
    }

    /// Checks one row: at most one finding.
    fn row<'a>(&self, context: &Context<'a>, iod: Iod<'a>, level: &Level, demand: &DemandRow) -> Option<RowFinding> {
        let present = self.present.get(usize::from(demand.row)).copied().unwrap_or(0);
        let (is_there, has_value) = (present != 0, present & HAS_VALUE != 0);
        if has_value {
            if !demand.can_forbid || demand.permitting & !level.dropped != 0 {
                return None;
            }
        } else if !is_there && demand.demanding & level.active == 0 {
            return None;
        }
        let tag = level.node.tag(demand.row)?;
        let first = demand.first as usize;
        let claims = level.compiled.claims.get(first..first + usize::from(demand.claims)).unwrap_or(&[]);
        // By reference, the Document Content Macro is not included (PS3.3 C.17.3).
        if tag == VALUE_TYPE && context.first(level.parent, REFERENCED_CONTENT_ITEM_IDENTIFIER).is_some() {
            return None;
        }
        let world = self.world(context, iod);
        let mut unknown = None;
        if !has_value {
            let strictest = strictest(&world, level, claims, tag, is_there, &mut unknown);
            let rule = match (strictest.rank, is_there) {
                (4, false) => Some(id::TYPE_1_MISSING),
                (4, true) => Some(id::TYPE_1_EMPTY),
                (3, false) => Some(id::TYPE_1C_MISSING),
                (3, true) => Some(id::TYPE_1C_EMPTY),
                (2, false) => Some(id::TYPE_2_MISSING),
                (1, false) if strictest.is_note => Some(id::REQUIRED_BY_NOTE),
                (1, false) => Some(id::TYPE_2C_MISSING),
                _ => None,
            };
            if strictest.rank > 0 {
                let severity = if strictest.is_mild { Severity::Warning } else { Severity::Error };
                let severity = milder(context, severity, strictest.in_all_editions);
                let is_conditional = strictest.rank % 2 == 1;
                let why = if is_conditional { Why::Condition(strictest.condition) } else { Why::Nothing };
                return rule.map(|rule| RowFinding { rule, severity, module: strictest.module, why });
            }
        }
        if is_there && let Some(found) = presence(&world, level, claims, tag, has_value, &mut unknown) {
            return Some(found);
        }
        let (cause, module) = unknown?;
        let severity = Severity::Undetermined;
        Some(RowFinding { rule: id::CONDITION_UNDETERMINED, severity, module, why: Why::Cause(cause) })
    }

    /// Puts the Items of the Sequences of one data set on the worklist, with what is in force in them.
    fn descend(&mut self, context: &Context, iod: Iod, level: &Level, fixed: &Fixed) {
        for at in 0..self.sequences.len() {
            let Some(&(row, sequence)) = self.sequences.get(at) else { continue };
            let Some(row) = level.node.row(row) else { continue };
            let Some(child) = row.child() else { continue };
            let Some(element) = context.element(sequence) else { continue };
            if context.edition.is_open_item(element.tag) {
                continue;
            }
            let first_slot = self.slots.len() as u32;
            let (mut active, mut dropped) = (0u64, 0u64);
            if context.edition.node(child).is_some_and(|node| node.is_functional_groups()) {
                let is_in_force = row.claims().any(|claim| is_active(level, &claim));
                for slot in 0..iod.macros() {
                    let Some(usage) = iod.fg_macro(slot) else { continue };
                    self.slots.push(slot_of_macro(iod, slot, usage));
                    if is_in_force {
                        active |= 1 << (slot & 63);
                    }
                }
                let is_dropped = row.claims().all(|claim| level.dropped >> (claim.slot() & 63) & 1 != 0);
                dropped = if is_dropped { u64::MAX } else { 0 };
            } else {
                for (bit, claim) in (0u32..).zip(row.claims().filter(|claim| claim.has_child())) {
                    let bit = 1u64.checked_shl(bit).unwrap_or(0);
                    active |= if is_active(level, &claim) { bit } else { 0 };
                    dropped |= if level.dropped >> (claim.slot() & 63) & 1 != 0 { bit } else { 0 };
                    self.slots.push(slot_of(level, claim.slot()));
                }
            }
            let slots = self.slots.len() as u32 - first_slot;
            let outer = (self.chain.len() as u32).saturating_sub(1);
            let fixed = fixed.below(level.fixed, element.tag);
            for (item, element) in context.items(sequence) {
                if element.is_item() {
                    self.waiting.push(Waiting { item, node: child, first_slot, slots, active, dropped, outer, fixed });
                }
            }
        }
    }
}

/// Several frames where the IOD has images, and no row for their number (PS3.3 C.7.6.6).
fn frames_of_one(context: &Context, sink: &mut Sink, root: &Compiled) {
    if root.row(Tag::PIXEL_DATA.0).is_none() || root.row(tag::NUMBER_OF_FRAMES.0).is_some() {
        return;
    }
    let number = context.in_root(tag::NUMBER_OF_FRAMES);
    if let Some((index, _)) = number
        && context.frames(number).is_some_and(|frames| frames > 1)
    {
        sink.put(id::FRAMES_IN_SINGLE_FRAME_IOD, Severity::Warning, Place::Element(index), |_| {});
    }
}

fn slot_of_macro(iod: Iod, slot: u8, usage: Usage) -> Slot {
    Slot {
        module: u16::from(iod.modules()) + u16::from(slot),
        is_mild: usage.usage() != b'M',
        in_all_editions: usage.in_all_editions(),
    }
}

pub(crate) fn slot_of(level: &Level, slot: u8) -> Slot {
    level.slots.get(usize::from(slot)).copied().unwrap_or(Slot { module: 0, is_mild: true, in_all_editions: false })
}

/// Whether a claim is in force in this data set.
fn is_active(level: &Level, claim: &Claim) -> bool {
    level.active >> (claim.slot() & 63) & 1 != 0 && (claim.value_type() == 0 || claim.value_type() == level.value_type)
}

/// The same for a claim that is ready.
fn is_in_force(level: &Level, claim: &Ready) -> bool {
    level.active & claim.bit() != 0 && (claim.value_type == 0 || claim.value_type == level.value_type)
}

/// What the condition of a Module says of it.
enum ByCondition {
    /// It is in force.
    InForce,
    /// It is not allowed.
    Not,
    /// Evidence decides.
    Evidence,
    /// Not known; evidence decides, too.
    Unknown(Cause),
}

/// What a claim says of its Attribute.
fn state(world: &World, claim: Ready, tag: Tag) -> State {
    let rank = rank(claim.kind);
    let is_plain = matches!(claim.kind, AttributeType::One | AttributeType::Two);
    let is_conditional = matches!(claim.kind, AttributeType::OneC | AttributeType::TwoC);
    let Some(condition) = claim.condition.map(|index| world.context.edition.condition(index)) else {
        return match claim.kind {
            _ if is_plain => State::Demands { rank, is_note: false },
            // A conditional row without a condition.
            _ if is_conditional => State::Unknown { cause: Cause::Unread, may_be_there: true, of_demand: true },
            _ => State::Allows,
        };
    };
    let otherwise = condition.otherwise();
    if let Otherwise::ForbiddenWhen(when) = otherwise
        && world.truth(when, tag) == Truth::True
    {
        return State::Forbids { is_weak: false };
    }
    if is_plain {
        return State::Demands { rank, is_note: false };
    }
    let Some(required) = condition.required() else {
        return State::Unknown { cause: Cause::Unread, may_be_there: true, of_demand: true };
    };
    if required.op() == expression::NONE {
        return State::Allows;
    }
    match world.truth(required, tag) {
        Truth::True => State::Demands { rank: rank.max(1), is_note: !is_conditional },
        Truth::False => match world.elsewhere(otherwise, tag) {
            Elsewhere::Allowed => State::Allows,
            Elsewhere::Forbidden => State::Forbids { is_weak: false },
            Elsewhere::Unstated => State::Forbids { is_weak: true },
            Elsewhere::Unknown(cause) => State::Unknown { cause, may_be_there: false, of_demand: false },
        },
        Truth::Unknown(cause) => State::Unknown {
            cause,
            may_be_there: world.elsewhere(otherwise, tag) == Elsewhere::Allowed,
            of_demand: true,
        },
    }
}

/// What the claims in force demand together.
struct Strictest {
    rank: u8,
    is_note: bool,
    module: u16,
    condition: Option<u16>,
    is_mild: bool,
    in_all_editions: bool,
}

impl Strictest {
    const NONE: Strictest =
        Strictest { rank: 0, is_note: false, module: 0, condition: None, is_mild: true, in_all_editions: false };

    fn add(&mut self, level: &Level, claim: &Ready, rank: u8, is_note: bool) {
        let slot = slot_of(level, claim.slot);
        let in_all_editions = claim.in_all_editions && slot.in_all_editions;
        // Doubtful wordings bear on conditions only.
        let is_mild = slot.is_mild || claim.is_doubtful && rank % 2 == 1;
        if rank > self.rank {
            *self =
                Strictest { rank, is_note, module: slot.module, condition: claim.condition, is_mild, in_all_editions };
            return;
        }
        if self.is_mild && !is_mild {
            self.is_mild = false;
            self.module = slot.module;
            self.condition = claim.condition;
        }
        self.is_note &= is_note;
        self.in_all_editions |= in_all_editions;
    }
}

/// The strictest of the claims in force: Type 1, 1C, 2, 2C, the conditional ones where their condition is true. Notes the first
/// whose condition is unknown and would bear on an Attribute that is not there, or there without a value.
fn strictest(
    world: &World,
    level: &Level,
    claims: &[Ready],
    tag: Tag,
    is_there: bool,
    unknown: &mut Option<(Cause, u16)>,
) -> Strictest {
    let mut strictest = Strictest::NONE;
    for claim in claims.iter().filter(|claim| claim.can_demand() && is_in_force(level, claim)) {
        match state(world, *claim, tag) {
            State::Demands { rank, is_note } if rank >= strictest.rank => strictest.add(level, claim, rank, is_note),
            State::Unknown { cause, of_demand: true, .. } => {
                let bears = match claim.kind {
                    AttributeType::OneC => true,
                    AttributeType::TwoC => !is_there,
                    _ => false,
                };
                if bears {
                    unknown.get_or_insert((cause, slot_of(level, claim.slot).module));
                }
            }
            _ => {}
        }
    }
    strictest
}

/// What is said of an Attribute that is there: whether it may be.
fn presence(
    world: &World,
    level: &Level,
    claims: &[Ready],
    tag: Tag,
    has_value: bool,
    unknown: &mut Option<(Cause, u16)>,
) -> Option<RowFinding> {
    let mut first = None;
    let (mut all_forbid, mut is_permitted, mut is_error) = (true, false, has_value);
    let mut not_told = None;
    for claim in claims.iter().filter(|claim| claim.bit() & level.dropped == 0) {
        let slot = slot_of(level, claim.slot);
        first.get_or_insert((slot.module, claim.condition));
        match state(world, *claim, tag) {
            State::Forbids { is_weak } => {
                let is_sure = !claim.is_doubtful && (!is_weak || claim.is_own);
                // One of another Value Type says nothing for sure of this data set.
                let is_strict = is_in_force(level, claim) && !slot.is_mild;
                let in_all = claim.in_all_editions && slot.in_all_editions || world.context.options.edition_named;
                is_error &= is_sure && is_strict && in_all;
                continue;
            }
            State::Unknown { cause, may_be_there: false, .. } => {
                not_told.get_or_insert((cause, slot.module));
            }
            _ => is_permitted = true,
        }
        all_forbid = false;
    }
    if all_forbid && let Some((module, condition)) = first {
        let severity = if is_error { Severity::Error } else { Severity::Warning };
        let why = Why::Condition(condition);
        return Some(RowFinding { rule: id::CONDITION_NOT_MET, severity, module, why });
    }
    if !has_value && let Some(found) = is_empty_1c(world, level, claims, tag) {
        return Some(found);
    }
    if unknown.is_none() && !is_permitted {
        *unknown = not_told;
    }
    None
}

/// Type 1C, there without a value, where it could only be there with one (PS3.5 7.4.2).
fn is_empty_1c(world: &World, level: &Level, claims: &[Ready], tag: Tag) -> Option<RowFinding> {
    let context = world.context;
    let mut strictest = Strictest::NONE;
    for claim in claims.iter().filter(|claim| claim.bit() & level.dropped == 0) {
        let otherwise =
            claim.condition.map_or(Otherwise::Allowed, |index| context.edition.condition(index).otherwise());
        match claim.kind {
            AttributeType::OneC if world.elsewhere(otherwise, tag) == Elsewhere::Allowed => return None,
            AttributeType::OneC => {
                let is_bare = matches!(otherwise, Otherwise::Forbidden | Otherwise::Unstated);
                if is_bare && is_in_force(level, claim) {
                    strictest.add(level, claim, 3, false);
                }
            }
            AttributeType::One => {}
            _ => return None,
        }
    }
    let severity = if strictest.is_mild { Severity::Warning } else { Severity::Error };
    (strictest.rank != 0).then(|| RowFinding {
        rule: id::TYPE_1C_EMPTY,
        severity: milder(context, severity, strictest.in_all_editions),
        module: strictest.module,
        why: Why::Condition(strictest.condition),
    })
}

const fn rank(kind: AttributeType) -> u8 {
    match kind {
        AttributeType::One => 4,
        AttributeType::OneC => 3,
        AttributeType::Two => 2,
        AttributeType::TwoC => 1,
        AttributeType::None | AttributeType::Three => 0,
    }
}

/// Counts what could not be decided: by the fact that is missing, or as not checked where the wording is not understood.
pub(crate) fn undecided(
    sink: &mut Sink,
    outcome: &mut Outcome,
    undetermined: &mut [u32],
    cause: Cause,
    put: impl FnOnce(&mut Sink),
) {
    match cause {
        Cause::Unread => outcome.conditions_not_checked = outcome.conditions_not_checked.saturating_add(1),
        Cause::Fact(fact) => {
            if let Some(count) = undetermined.get_mut(usize::from(fact)) {
                *count = count.saturating_add(1);
            }
            put(sink);
        }
        Cause::Attribute(_) | Cause::This => put(sink),
    }
}

/// The detail that names a condition.
pub(crate) fn condition_detail(context: &Context, condition: Option<u16>) -> Detail {
    let id = condition.map_or("", |index| context.edition.condition(index).id());
    vec![("condition", DetailValue::Text(id.to_owned()))]
}

/// The detail that says what is missing to decide.
pub(crate) fn cause_detail(context: &Context, cause: Cause) -> Detail {
    let (name, text) = match cause {
        Cause::Fact(fact) => ("fact", context.edition.outside_fact(fact).map_or("", |(name, _)| name)),
        Cause::Attribute(tag) => ("attribute", context.edition.entry(tag).map_or("", |entry| entry.keyword())),
        Cause::This => ("attribute", "this"),
        Cause::Unread => ("unread", "yes"),
    };
    vec![(name, DetailValue::Text(text.to_owned()))]
}

/// A demand that is not in every edition is a warning, unless the edition was named.
pub(crate) fn milder(context: &Context, severity: Severity, in_all_editions: bool) -> Severity {
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
pub(crate) fn value_type(context: &Context, data_set: u32) -> u8 {
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

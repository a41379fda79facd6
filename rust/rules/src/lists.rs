//! Lists of values, and how many Items a Sequence has: what the tables say of what an Attribute may hold (A120, A121, A130),
//! and what an IOD or module fixes or forbids beside its table (A122, A123, A124).
//!
//! An Attribute that no usable list speaks of costs one look; nothing is made unless something is found.

use std::io::Write;
use std::ops::Range;

use validicom_header::{Element, Flags, Tag, Vr};
use validicom_standard::{
    Constraint, ConstraintKind, Edition, Expr, Iod, Node, Strength, ValueList, Words, tag_of_row,
};

use crate::compared::{integers, is_big, numbers, strings};
use crate::conditions::{Truth, World};
use crate::context::{Context, ROOT};
use crate::finding::{Detail, DetailValue, Severity};
use crate::iod::{HAS_VALUE, Level, element_of, milder, slot_of};
use crate::registry::{consistency::spacing, id};
use crate::rule::VrSet;
use crate::sink::{Place, Sink};
use crate::values::{decimal, is_blank, is_code_string, is_decimal, is_integer};

/// Shared and Per-Frame Functional Groups Sequence: rules of their own count their Items.
const FUNCTIONAL_GROUPS: [Tag; 2] = [Tag(0x5200_9229), Tag(0x5200_9230)];
/// How many words of a list a finding names.
const MOST_WORDS: usize = 8;
/// No node of [`Fixed`].
pub(crate) const NOTHING_FIXED: u32 = u32::MAX;

/// VRs whose values are compared with lists.
const LISTED: VrSet = VrSet::of(&[
    Vr::CS,
    Vr::SH,
    Vr::LO,
    Vr::ST,
    Vr::LT,
    Vr::UC,
    Vr::UT,
    Vr::UI,
    Vr::AE,
    Vr::IS,
    Vr::DS,
    Vr::US,
    Vr::SS,
    Vr::UL,
    Vr::SL,
    Vr::SV,
    Vr::UV,
    Vr::AT,
]);

/// A claim with lists, or with a number of Items.
struct ListClaim {
    slot: u8,
    value_type: u8,
    in_all_editions: bool,
    /// Its condition is doubtful, or its lists.
    is_doubtful: bool,
    /// Numbers of its lists.
    lists: Range<u32>,
    /// Fewest and most Items; 0: no limit.
    items: Option<(u16, u16)>,
    /// Numbers of what is said beside that of its Items.
    counts: Range<u32>,
}

impl ListClaim {
    fn is_in_force(&self, level: &Level) -> bool {
        level.active >> (self.slot & 63) & 1 != 0 && self.fits(level)
    }

    /// Whether it is of the data set's Value Type.
    fn fits(&self, level: &Level) -> bool {
        self.value_type == 0 || self.value_type == level.value_type
    }

    /// Whether it might be in force: all but those of a Module whose condition is false.
    fn is_possible(&self, level: &Level) -> bool {
        level.dropped >> (self.slot & 63) & 1 == 0
    }

    /// How bad a break of it is, that of itself would be an error.
    fn severity(&self, context: &Context, level: &Level) -> Severity {
        let slot = slot_of(level, self.slot);
        if slot.is_mild || self.is_doubtful {
            return Severity::Warning;
        }
        milder(context, Severity::Error, self.in_all_editions && slot.in_all_editions)
    }

    /// The lists for a value: those of its number if there are any, else those of all values.
    fn lists_for<'e>(&self, edition: &'e Edition, number: u32) -> impl Iterator<Item = ValueList<'e>> {
        let places = self.lists.clone();
        let has_own = number != 0 && places.clone().any(|place| edition.value_list(place).index() == number);
        let wanted = if has_own { number } else { 0 };
        places.map(|place| edition.value_list(place)).filter(move |list| list.index() == wanted)
    }
}

/// A row with lists, or with a number of Items.
struct ListRow {
    first: u32,
    claims: u32,
}

/// The rows of a node whose Elements are looked at here.
#[derive(Default)]
pub(crate) struct Listed {
    /// For each row of the node: its place in `rows` plus one; 0: not looked at.
    of_row: Vec<u16>,
    rows: Vec<ListRow>,
    claims: Vec<ListClaim>,
}

impl Listed {
    /// Of a node.
    pub(crate) fn new(edition: &Edition, node: Node) -> Listed {
        let mut listed = Listed::default();
        listed.of_row.resize(usize::from(node.rows()), 0);
        for row in (0..node.rows()).filter_map(|index| node.row(index)) {
            let first = listed.claims.len();
            let mut is_needed = false;
            let counts_items = !FUNCTIONAL_GROUPS.contains(&row.tag());
            for claim in row.claims() {
                let source = edition.source(claim.source());
                let items = source.and_then(|s| s.items).filter(|items| !items.conditional && counts_items);
                let lists = edition.value_lists_of(claim.source());
                let counts = edition.item_counts_of(claim.source());
                if items.is_none() && lists.is_empty() && counts.is_empty() {
                    continue;
                }
                is_needed |= !counts.is_empty();
                let all = lists.clone().map(|place| edition.value_list(place));
                // One Item or more is all that there can be.
                is_needed |= items.is_some_and(|items| items.min > 1 || items.max > 0);
                is_needed |= all.clone().any(|list| list.strength() != Strength::Soft);
                listed.claims.push(ListClaim {
                    slot: claim.slot(),
                    value_type: claim.value_type(),
                    in_all_editions: claim.in_all_editions(),
                    is_doubtful: source.is_some_and(|s| s.is_doubtful) || all.clone().any(ValueList::is_doubtful),
                    lists,
                    items: items.map(|items| (items.min, items.max)),
                    counts,
                });
            }
            let place = (listed.rows.len() + 1) as u16;
            match listed.of_row.get_mut(usize::from(row.index())) {
                Some(slot) if is_needed => *slot = place,
                _ => {
                    // Without a usable list, the others permit nothing that is forbidden here; constraints look at the row itself.
                    listed.claims.truncate(first);
                    continue;
                }
            }
            listed.rows.push(ListRow { first: first as u32, claims: (listed.claims.len() - first) as u32 });
        }
        listed
    }

    /// The place of a row of the node among those looked at.
    #[inline]
    pub(crate) fn place(&self, row: usize) -> Option<u16> {
        self.of_row.get(row).copied().and_then(|place| place.checked_sub(1))
    }

    fn claims(&self, place: u16) -> &[ListClaim] {
        let Some(row) = self.rows.get(usize::from(place)) else { return &[] };
        let first = row.first as usize;
        self.claims.get(first..first + row.claims as usize).unwrap_or(&[])
    }
}

/// One value as it is compared with words.
struct Probe<'v> {
    text: &'v [u8],
    /// Of decimal and integer strings.
    number: Option<f64>,
}

impl Probe<'_> {
    fn is(&self, word: &[u8]) -> bool {
        match self.number.map(|number| (number, decimal(word))) {
            Some((number, Some(other))) => number == other,
            _ => self.text == word,
        }
    }

    fn is_in(&self, words: Words) -> bool {
        match self.number {
            Some(_) => words.compared().any(|word| self.is(word)),
            None => words.has(self.text),
        }
    }
}

/// Calls `look` for each value that is compared, with its number from 1, until that says that it has seen enough.
fn each_value(context: &Context, element: &Element, mut look: impl FnMut(u32, &Probe) -> bool) {
    let vr = element.read_vr;
    if !LISTED.has(vr) || element.flags.has(Flags::TRUNCATED) {
        return;
    }
    let Some(value) = context.value(element).filter(|value| !value.is_empty()) else { return };
    if !VrSet::STRING.has(vr) {
        let Some(numbers) = integers(element, value) else { return };
        for (number, value) in (1u32..).zip(numbers) {
            let mut text = [0u8; 24];
            let mut rest = &mut text[..];
            // A number of 64 bits has at most 20 characters.
            if write!(rest, "{value}").is_err() {
                return;
            }
            let left = rest.len();
            let length = text.len() - left;
            let text = text.get(..length).unwrap_or(&[]);
            if look(number, &Probe { text, number: None }) {
                return;
            }
        }
        return;
    }
    for (number, text) in (1u32..).zip(strings(element, value)) {
        if is_blank(text) {
            continue;
        }
        let mut as_number = None;
        match vr {
            Vr::CS if !is_code_string(text) => continue,
            Vr::IS if !is_integer(text) => continue,
            Vr::DS if !is_decimal(text) => continue,
            Vr::IS | Vr::DS => as_number = decimal(text),
            _ => {}
        }
        if look(number, &Probe { text, number: as_number }) {
            return;
        }
    }
}

/// A value that is in no list of a claim.
struct Failure<'e> {
    number: u32,
    severity: Severity,
    module: u16,
    list: ValueList<'e>,
}

/// What is looked at: an Element with a row at hand.
#[derive(Clone, Copy)]
struct Asked<'l, 'w, 'a> {
    world: &'l World<'w, 'a>,
    level: &'l Level<'l>,
    index: u32,
    element: &'l Element,
}

impl<'a> Asked<'_, '_, 'a> {
    /// Whether something that has a condition holds; without one it does.
    fn truth(&self, condition: Option<Expr<'a>>) -> Truth {
        condition.map_or(Truth::True, |expr| self.world.truth(expr, tag_of_row(self.element.tag)))
    }

    /// Whether a list has the value and is not one that is known not to hold: then the value is allowed.
    fn permits(&self, list: ValueList<'a>, probe: &Probe) -> bool {
        probe.is_in(list.words()) && self.truth(list.condition()) != Truth::False
    }
}

/// Looks at an Element of a row with lists; says whether A120 or A130 stands there.
pub(crate) fn check(
    sink: &mut Sink,
    world: &World,
    level: &Level,
    listed: &Listed,
    place: u16,
    index: u32,
    element: &Element,
) -> bool {
    let claims = listed.claims(place);
    let context = world.context;
    let asked = Asked { world, level, index, element };
    if element.read_vr == Vr::SQ {
        return check_items(sink, &asked, claims);
    }
    let mut worst: Option<Failure> = None;
    each_value(context, element, |number, probe| {
        for (at, claim) in claims.iter().enumerate().filter(|(_, claim)| claim.is_in_force(level)) {
            let Some(list) = fails(&asked, claim, number, probe) else { continue };
            if is_excused(&asked, claims, at, number, probe, list) {
                continue;
            }
            let severity = match list.strength() {
                Strength::Error => claim.severity(context, level),
                Strength::Warning => Severity::Warning,
                _ => Severity::Info,
            };
            if worst.as_ref().is_none_or(|worst| severity < worst.severity) {
                worst = Some(Failure { number, severity, module: slot_of(level, claim.slot).module, list });
            }
        }
        worst.as_ref().is_some_and(|worst| worst.severity == Severity::Error)
    });
    let Some(worst) = worst else { return false };
    let is_enumerated = worst.severity != Severity::Info;
    let rule = if is_enumerated { id::ENUMERATED_VALUE } else { id::DEFINED_TERM };
    sink.put(rule, worst.severity, Place::Element(index), |raw| {
        raw.value_number = worst.number;
        raw.module = Some(worst.module);
        raw.detail = allowed(worst.list.words());
    });
    is_enumerated
}

/// The strongest usable list of a claim for a value, if the claim has one that holds and no list permits the value.
fn fails<'a>(asked: &Asked<'_, '_, 'a>, claim: &ListClaim, number: u32, probe: &Probe) -> Option<ValueList<'a>> {
    let mut strongest: Option<ValueList> = None;
    for list in claim.lists_for(asked.world.context.edition, number) {
        if asked.permits(list, probe) {
            return None;
        }
        if list.strength() > strongest.map_or(Strength::Soft, ValueList::strength)
            && asked.truth(list.condition()) == Truth::True
        {
            strongest = Some(list);
        }
    }
    strongest
}

/// Whether another claim permits the value, and does not merely say less than the list that lacks it.
fn is_excused(
    asked: &Asked,
    claims: &[ListClaim],
    failing: usize,
    number: u32,
    probe: &Probe,
    list: ValueList,
) -> bool {
    let (edition, level) = (asked.world.context.edition, asked.level);
    let others =
        claims.iter().enumerate().filter(|(at, claim)| *at != failing && claim.is_possible(level) && claim.fits(level));
    others.flat_map(|(_, claim)| claim.lists_for(edition, number)).any(|other| {
        let has = |word: &[u8]| other.words().compared().any(|one| one == word);
        asked.permits(other, probe) && !list.words().compared().all(has)
    })
}

/// The words of a list, as a finding names them.
fn allowed(words: Words) -> Detail {
    let mut text = String::new();
    for (number, word) in words.printed().enumerate() {
        if number > 0 {
            text.push('|');
        }
        if number == MOST_WORDS {
            text.push_str("...");
            break;
        }
        text.push_str(word);
    }
    vec![("allowed", DetailValue::Text(text))]
}

/// How many Items a Sequence has, where all are known and it has some.
fn count_items(context: &Context, index: u32, element: &Element) -> Option<u64> {
    let is_whole = !element.flags.has(Flags::TRUNCATED) && !context.items_not_kept(index, element);
    is_whole.then(|| u64::from(context.count_items(index))).filter(|count| *count > 0)
}

/// Looks at how many Items a Sequence has; says whether A130 stands there.
fn check_items(sink: &mut Sink, asked: &Asked, claims: &[ListClaim]) -> bool {
    let Asked { world: &World { context, .. }, level, index, element } = *asked;
    let Some(count) = count_items(context, index, element) else { return false };
    let is_broken = |(min, max): (u16, u16)| count < u64::from(min) || max != 0 && count > u64::from(max);
    let mut first: Option<(&ListClaim, (u16, u16))> = None;
    let mut severity = Severity::Warning;
    for claim in claims.iter().filter(|claim| claim.is_in_force(level)) {
        let stated = claim.counts.clone().map(|place| context.edition.item_count(place));
        let holding = stated.filter(|one| asked.truth(one.condition()) == Truth::True).map(|one| one.limits());
        let mut all = claim.items.into_iter().chain(holding).peekable();
        if all.peek().is_none() {
            continue;
        }
        let Some(items) = all.find(|items| is_broken(*items)) else { return false };
        severity = severity.min(claim.severity(context, level));
        first.get_or_insert((claim, items));
    }
    let Some((claim, (min, max))) = first else { return false };
    sink.put(id::ITEM_COUNT, severity, Place::Element(index), |raw| {
        raw.observed = Some(count);
        raw.module = Some(slot_of(level, claim.slot).module);
        let text = match max {
            0 => format!("{min}-n"),
            max if max == min => min.to_string(),
            max => format!("{min}-{max}"),
        };
        raw.detail = vec![("demanded", DetailValue::Text(text))];
    });
    true
}

/// Constraints of one list: of one module, Attribute, value number and condition, for this IOD or for any.
struct Group {
    /// Slot of the module; `None`: of the IOD itself.
    slot: Option<u8>,
    kind: ConstraintKind,
    index: u32,
    is_conditional: bool,
    /// Places among the edition's constraints.
    places: Vec<u32>,
}

/// What is fixed for an Attribute.
struct FixedTag {
    tag: u32,
    groups: Vec<Group>,
    /// Node of its Items, or [`NOTHING_FIXED`].
    below: u32,
}

/// The Modules in force, by slot.
#[derive(Clone, Copy, Default)]
pub(crate) struct InForce {
    /// All, those by evidence included.
    pub(crate) active: u64,
    /// Those of which that is sure.
    pub(crate) firm: u64,
}

/// A module that shall not be there.
struct Forbidden {
    place: u32,
    /// Its slot, if the IOD lists it all the same.
    slot: Option<u8>,
    /// Otherwise its Attributes at the root that the IOD has by no module.
    tags: Vec<u32>,
}

/// The constraints of an IOD, by the data sets they are for; node 0 is the root.
#[derive(Default)]
pub(crate) struct Fixed {
    nodes: Vec<Vec<FixedTag>>,
    forbidden: Vec<Forbidden>,
}

impl Fixed {
    /// Of an IOD.
    pub(crate) fn new(edition: &Edition, iod: Iod) -> Fixed {
        let mut fixed = Fixed { nodes: vec![Vec::new()], forbidden: Vec::new() };
        let slot_of =
            |module: &str| (0..iod.modules()).find(|slot| iod.module(*slot).is_some_and(|m| m.id() == module));
        for (place, one) in (0u32..).zip(edition.constraints()).filter(|(_, one)| one.is_of(iod)) {
            let slot = one.module().and_then(slot_of);
            if one.kind() == ConstraintKind::ForbiddenModule {
                let tags = match slot {
                    Some(_) => Vec::new(),
                    None => attributes_of(edition, iod, one.module().unwrap_or("")),
                };
                fixed.forbidden.push(Forbidden { place, slot, tags });
                continue;
            }
            if one.module().is_some() && slot.is_none() {
                continue;
            }
            let mut node = 0usize;
            let mut tags = one.path().peekable();
            while let Some(tag) = tags.next() {
                let next = fixed.nodes.len() as u32;
                let Some(known) = fixed.nodes.get_mut(node) else { break };
                let at = known.iter().position(|t| t.tag == tag.0).unwrap_or_else(|| {
                    known.push(FixedTag { tag: tag.0, groups: Vec::new(), below: NOTHING_FIXED });
                    known.len() - 1
                });
                let Some(found) = known.get_mut(at) else { break };
                if tags.peek().is_some() {
                    let is_new = found.below == NOTHING_FIXED;
                    if is_new {
                        found.below = next;
                    }
                    node = found.below as usize;
                    if is_new {
                        fixed.nodes.push(Vec::new());
                    }
                    continue;
                }
                let is_alike = |group: &&mut Group| {
                    group.places.first().is_some_and(|first| {
                        let first = edition.constraint(*first);
                        (first.kind(), first.index(), first.condition_place())
                            == (one.kind(), one.index(), one.condition_place())
                    }) && group.slot == slot
                };
                match found.groups.iter_mut().find(is_alike) {
                    Some(group) => group.places.push(place),
                    None => {
                        let is_conditional = one.condition().is_some();
                        let (kind, index) = (one.kind(), one.index());
                        let group = Group { slot, kind, index, is_conditional, places: vec![place] };
                        found.groups.push(group);
                    }
                }
            }
        }
        fixed
    }

    /// The node for the Items of a Sequence in a data set of a node.
    pub(crate) fn below(&self, node: u32, tag: Tag) -> u32 {
        let known = self.nodes.get(node as usize).and_then(|tags| tags.iter().find(|t| t.tag == tag.0));
        known.map_or(NOTHING_FIXED, |t| t.below)
    }

    /// Modules that are there and shall not be; `evidence`: for each slot the first Element that only this module has.
    pub(crate) fn check_modules(
        &self,
        context: &Context,
        sink: &mut Sink,
        iod: Iod,
        evidence: impl Fn(u8) -> Option<u32>,
    ) {
        for forbidden in &self.forbidden {
            let first = match forbidden.slot {
                Some(slot) => evidence(slot),
                None => {
                    let is_one = |index: u32, element: &Element| {
                        element.occurrence <= 1
                            && forbidden.tags.binary_search(&tag_of_row(element.tag).0).is_ok()
                            && context.has_value(index, element)
                    };
                    let found = context.data_set(ROOT).filter(|(index, element)| is_one(*index, element));
                    found.min_by_key(|(_, element)| element.tag).map(|(index, _)| index)
                }
            };
            let Some(first) = first else { continue };
            let one = context.edition.constraint(forbidden.place);
            let severity = if one.is_error() { Severity::Error } else { Severity::Warning };
            sink.put(id::MODULE_FORBIDDEN, severity, Place::Element(first), |raw| {
                raw.module = Some(module_of(iod, forbidden));
            });
        }
    }

    /// What is fixed in one data set. `enumerated`: Elements at which A120 or A130 stands.
    pub(crate) fn check(
        &self,
        sink: &mut Sink,
        world: &World,
        level: &Level,
        modules: InForce,
        node: u32,
        enumerated: &[u32],
    ) {
        let Some(tags) = self.nodes.get(node as usize) else { return };
        for fixed in tags.iter().filter(|fixed| !fixed.groups.is_empty()) {
            let Some(row) = level.compiled.row(fixed.tag) else { continue };
            let present = world.present.get(usize::from(row)).copied().unwrap_or(0);
            if present & HAS_VALUE == 0 {
                continue;
            }
            let Some(index) = element_of(present) else { continue };
            let Some(element) = world.context.element(index) else { continue };
            let asked = Asked { world, level, index, element };
            // Numbers that no meaning can have are a warning in a module that is there by evidence as well.
            let is_for = |group: &&Group| {
                let is_number = matches!(group.kind, ConstraintKind::NotZero | ConstraintKind::Range);
                let of = if is_number { modules.active } else { modules.firm };
                group.slot.is_none_or(|slot| of >> (slot & 63) & 1 != 0)
            };
            // Asked last: most values are right.
            let holds = |group: &Group| {
                let condition = group.places.first().map(|place| world.context.edition.constraint(*place).condition());
                condition.flatten().is_none_or(|expr| world.truth(expr, Tag(fixed.tag)) == Truth::True)
            };
            let groups = fixed.groups.iter().filter(is_for);
            let of = |kind: ConstraintKind| groups.clone().filter(move |group| group.kind == kind);
            if !enumerated.contains(&index) {
                if element.read_vr == Vr::SQ {
                    fixed_items(sink, &asked, of(ConstraintKind::ItemCount), holds);
                } else {
                    enumerate(sink, &asked, of(ConstraintKind::Enum), holds, row);
                }
            }
            let is_firm = |group: &Group| group.slot.is_none_or(|slot| modules.firm >> (slot & 63) & 1 != 0);
            if in_range(sink, &asked, of(ConstraintKind::Range), holds, is_firm) {
                continue;
            }
            let mut not_zero = groups.filter(|group| group.kind == ConstraintKind::NotZero).peekable();
            if not_zero.peek().is_some()
                && let Some(number) = first_zero(world.context, element)
                && let Some(group) = not_zero.find(|group| holds(group))
                && !spacing::is_told(world.context, element)
            {
                sink.put(id::VALUE_ZERO, Severity::Warning, Place::Element(index), |raw| {
                    raw.value_number = number;
                    raw.module = group.slot.map(u16::from);
                });
            }
        }
    }
}

/// A module of the IOD by its slot; one that it has not by the place of the constraint, counted on after Modules and macros.
fn module_of(iod: Iod, forbidden: &Forbidden) -> u16 {
    match forbidden.slot {
        Some(slot) => u16::from(slot),
        None => (u32::from(iod.modules()) + u32::from(iod.macros()) + forbidden.place) as u16,
    }
}

/// Root Attributes of a module that the IOD has not, and that none of its modules has; sorted.
fn attributes_of(edition: &Edition, iod: Iod, module: &str) -> Vec<u32> {
    let own = edition.node(iod.root());
    let other = (0..edition.iods()).filter_map(|index| edition.iod(index)).find_map(|other| {
        let slot = (0..other.modules()).find(|slot| other.module(*slot).is_some_and(|m| m.id() == module))?;
        Some((edition.node(other.root())?, slot))
    });
    let Some((node, slot)) = other else { return Vec::new() };
    (0..node.rows())
        .filter_map(|row| node.row(row))
        .filter(|row| row.claims().any(|claim| claim.slot() == slot))
        .filter(|row| own.is_none_or(|own| own.find(row.tag()).is_none()))
        .map(|row| row.tag().0)
        .collect()
}

/// The ends of a range: numbers, or nothing where there is no limit.
fn limits(words: Words) -> [Option<f64>; 2] {
    let mut ends = words.compared().map(decimal);
    [ends.next().flatten(), ends.next().flatten()]
}

/// Whether a number is out of a range.
fn is_out(number: f64, [low, high]: [Option<f64>; 2]) -> bool {
    low.is_some_and(|low| number < low) || high.is_some_and(|high| number > high)
}

/// The constraint of some group whose range a number is out of.
fn broken<'c>(context: &Context<'c>, group: &Group, number: f64) -> Option<Constraint<'c>> {
    let mut all = group.places.iter().map(|place| context.edition.constraint(*place));
    all.find(|one| is_out(number, limits(one.words())))
}

/// Looks at the numbers of an Element; says whether one is out of a range.
fn in_range<'f>(
    sink: &mut Sink,
    asked: &Asked,
    groups: impl Iterator<Item = &'f Group>,
    holds: impl Fn(&Group) -> bool,
    is_firm: impl Fn(&Group) -> bool,
) -> bool {
    for group in groups {
        let mut found = None;
        each_number(asked.world.context, asked.element, |order, number| {
            found = broken(asked.world.context, group, number).map(|one| (order, one));
            found.is_some()
        });
        let Some((order, one)) = found.filter(|_| holds(group)) else { continue };
        let severity = if is_firm(group) { severity_of(asked.world.context, group) } else { Severity::Warning };
        sink.put(id::VALUE_OUT_OF_RANGE, severity, Place::Element(asked.index), |raw| {
            raw.value_number = order;
            raw.module = group.slot.map(u16::from);
            raw.detail = vec![("demanded", DetailValue::Text(ends(one.words(), "..")))];
        });
        return true;
    }
    false
}

/// Looks at the number of Items of a Sequence.
fn fixed_items<'f>(
    sink: &mut Sink,
    asked: &Asked,
    groups: impl Iterator<Item = &'f Group>,
    holds: impl Fn(&Group) -> bool,
) {
    let context = asked.world.context;
    let Some(count) = count_items(context, asked.index, asked.element) else { return };
    for group in groups {
        let Some(one) = broken(context, group, count as f64).filter(|_| holds(group)) else { continue };
        sink.put(id::ITEM_COUNT, severity_of(context, group), Place::Element(asked.index), |raw| {
            raw.observed = Some(count);
            raw.module = group.slot.map(u16::from);
            raw.detail = vec![("demanded", DetailValue::Text(ends(one.words(), "-")))];
        });
        return;
    }
}

/// Both ends of a range, as a finding shows them.
fn ends(words: Words, between: &str) -> String {
    let mut ends = words.printed();
    let (low, high) = (ends.next().unwrap_or(""), ends.next().unwrap_or(""));
    if low == high { low.to_owned() } else { format!("{low}{between}{high}") }
}

/// Calls `look` for each number of an Element, with its place from 1, until that says that it has seen enough.
fn each_number(context: &Context, element: &Element, mut look: impl FnMut(u32, f64) -> bool) {
    if element.flags.has(Flags::TRUNCATED) {
        return;
    }
    let Some(value) = context.value(element).filter(|value| !value.is_empty()) else { return };
    match element.read_vr {
        Vr::IS | Vr::DS => {
            for (order, text) in (1u32..).zip(strings(element, value)) {
                let is_good = if element.read_vr == Vr::IS { is_integer(text) } else { is_decimal(text) };
                if let Some(number) = decimal(text).filter(|_| is_good)
                    && look(order, number)
                {
                    return;
                }
            }
        }
        Vr::AT => {}
        _ => {
            for (order, number) in (1u32..).zip(numbers(element, value).into_iter().flatten()) {
                if look(order, number) {
                    return;
                }
            }
        }
    }
}

/// The first value, of the highest severity, that is in no list of some group.
fn enumerate<'f>(
    sink: &mut Sink,
    asked: &Asked,
    groups: impl Iterator<Item = &'f Group>,
    holds: impl Fn(&Group) -> bool,
    row: u16,
) {
    let Asked { world: &World { context, .. }, index, element, .. } = *asked;
    let mut worst: Option<(Severity, u32, &Group)> = None;
    for group in groups {
        each_value(context, element, |number, probe| {
            if group.index != 0 && group.index != number {
                return false;
            }
            let is_known = group.places.iter().any(|place| probe.is_in(context.edition.constraint(*place).words()));
            // A constraint with a condition narrows the table's own list on purpose.
            let slot = group.slot.filter(|_| !group.is_conditional);
            if is_known || slot.is_some_and(|slot| is_in_table(asked, slot, row, number, probe)) {
                return false;
            }
            if !holds(group) {
                return true;
            }
            let severity = severity_of(context, group);
            if worst.as_ref().is_none_or(|worst| (severity, number) < (worst.0, worst.1)) {
                worst = Some((severity, number, group));
            }
            true
        });
    }
    let Some((severity, number, group)) = worst else { return };
    sink.put(id::VALUE_FIXED_BY_IOD, severity, Place::Element(index), |raw| {
        raw.value_number = number;
        raw.module = group.slot.map(u16::from);
        let mut constraints = group.places.iter().map(|place| context.edition.constraint(*place));
        let strongest = constraints.clone().find(|one| one.is_error()).or_else(|| constraints.next());
        raw.detail = strongest.map_or_else(Vec::new, |one| allowed(one.words()));
    });
}

fn severity_of(context: &Context, group: &Group) -> Severity {
    let is_error = group.places.iter().any(|place| context.edition.constraint(*place).is_error());
    if is_error { Severity::Error } else { Severity::Warning }
}

/// Whether the module's own table has the value in some list.
fn is_in_table(asked: &Asked, module: u8, row: u16, number: u32, probe: &Probe) -> bool {
    let (context, level) = (asked.world.context, asked.level);
    let Some(row) = level.node.row(row) else { return false };
    row.claims().any(|claim| {
        let is_its_own = slot_of(level, claim.slot()).module == u16::from(module);
        let claim = ListClaim {
            slot: claim.slot(),
            value_type: claim.value_type(),
            in_all_editions: true,
            is_doubtful: false,
            lists: context.edition.value_lists_of(claim.source()),
            items: None,
            counts: 0..0,
        };
        is_its_own
            && claim.is_in_force(level)
            && claim.lists_for(context.edition, number).any(|list| asked.permits(list, probe))
    })
}

/// The number of the first value that is zero.
fn first_zero(context: &Context, element: &Element) -> Option<u32> {
    if matches!(element.read_vr, Vr::FL | Vr::FD) {
        let value = context.value(element).filter(|_| !element.flags.has(Flags::TRUNCATED))?;
        let size = if element.read_vr == Vr::FL { 4 } else { 8 };
        if !value.len().is_multiple_of(size) {
            return None;
        }
        let is_big = is_big(element);
        // Zero, and negative zero: no bit but that of the sign.
        let is_zero = |chunk: &[u8]| {
            let sign = if is_big { 0 } else { size - 1 };
            chunk.iter().enumerate().all(|(at, byte)| if at == sign { byte & 0x7F == 0 } else { *byte == 0 })
        };
        return (1u32..).zip(value.chunks_exact(size)).find(|(_, chunk)| is_zero(chunk)).map(|(number, _)| number);
    }
    if matches!(element.read_vr, Vr::AT)
        || VrSet::STRING.has(element.read_vr) && !matches!(element.read_vr, Vr::IS | Vr::DS)
    {
        return None;
    }
    let mut found = None;
    each_value(context, element, |number, probe| {
        if probe.number == Some(0.0) || probe.text == b"0" {
            found = Some(number);
        }
        found.is_some()
    });
    found
}

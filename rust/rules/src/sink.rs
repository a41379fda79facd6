//! Where rules put what they find: counters for every level, rows for the levels asked for, equal faults folded.

use validicom_header::{Arena, NO_ELEMENT, Tag};

use crate::finding::{Detail, DetailValue, Finding, Levels, PathStep, Severity};
use crate::path::path_upwards;
use crate::registry::{RULES, id};

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The whole file; `at` of the Element, if it is about one.
    File(u32),
    /// An Element, or an Item.
    Element(u32),
    /// An Attribute that is not in the data set `parent` (an Item, or [`NO_ELEMENT`]); `first` is the Element to name as the place in the file, if any.
    Missing {
        /// The Item, or [`NO_ELEMENT`] for the root.
        parent: u32,
        /// The Attribute.
        tag: Tag,
        /// An Element at whose offset it was noticed, or [`NO_ELEMENT`].
        first: u32,
    },
}

impl Place {
    /// An Attribute that is not in the root or in File Meta Information.
    pub const fn missing(tag: Tag) -> Place {
        Place::Missing { parent: NO_ELEMENT, tag, first: NO_ELEMENT }
    }
}

/// A finding before it has a path.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Index of the rule.
    pub rule: u16,
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// Offset in the file, where it is not the Element's.
    pub at: Option<u64>,
    /// From 1; 0 if it is not about one value.
    pub value_number: u32,
    /// What was measured.
    pub observed: Option<u64>,
    /// How many places.
    pub count: u32,
    /// The module that demands it.
    pub module: Option<u16>,
    /// What is demanded.
    pub detail: Detail,
}

/// Takes findings. One is used for many files; [`Sink::clear`] keeps its memory.
pub struct Sink {
    enabled: Vec<bool>,
    levels: Levels,
    counts: Vec<u32>,
    errors: u64,
    by_severity: [u64; 4],
    raw: Vec<Raw>,
    most: usize,
    is_full: bool,
    /// Digest, Element plus one, number of the raw finding: what folding sorts.
    order: Vec<(u64, u32, u32)>,
}

impl Sink {
    /// A sink for the rules that are enabled (by index), the levels that become rows, and at most so many places of findings.
    pub fn new(enabled: Vec<bool>, levels: Levels, most: u32) -> Sink {
        Sink {
            enabled,
            levels,
            counts: vec![0; RULES.len()],
            errors: 0,
            by_severity: [0; 4],
            raw: Vec::new(),
            most: most as usize,
            is_full: false,
            order: Vec::new(),
        }
    }

    /// Whether more was found than is kept.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// Forgets the last file.
    pub fn clear(&mut self) {
        self.counts.fill(0);
        self.errors = 0;
        self.by_severity = [0; 4];
        self.raw.clear();
        self.is_full = false;
    }

    /// Whether the rule runs at all.
    #[inline]
    pub fn runs(&self, rule: u16) -> bool {
        self.enabled.get(rule as usize).copied().unwrap_or(false)
    }

    /// Counts `count` places of a rule, without a row. For levels that are not rows.
    #[inline]
    pub fn count(&mut self, rule: u16, severity: Severity, count: u32) {
        if let Some(counter) = self.counts.get_mut(rule as usize) {
            *counter = counter.saturating_add(count);
        }
        self.errors += u64::from(severity == Severity::Error) * u64::from(count);
        if let Some(sum) = self.by_severity.get_mut(severity as usize) {
            *sum += u64::from(count);
        }
    }

    /// Puts a finding with the rule's own severity at an Element.
    pub fn element(&mut self, rule: u16, element: u32) {
        let severity = RULES.get(rule as usize).map_or(Severity::Error, |r| r.meta.severity);
        self.put(rule, severity, Place::Element(element), |_| {});
    }

    /// Puts a finding; `fill` adds what it has besides, and is called only if it becomes a row.
    pub fn put(&mut self, rule: u16, severity: Severity, place: Place, fill: impl FnOnce(&mut Raw)) {
        self.put_many(rule, severity, place, 1, fill);
    }

    /// Puts a finding that stands for `count` places.
    pub fn put_many(&mut self, rule: u16, severity: Severity, place: Place, count: u32, fill: impl FnOnce(&mut Raw)) {
        if !self.runs(rule) {
            return;
        }
        self.count(rule, severity, count);
        if !self.levels.has(severity) {
            return;
        }
        // The place of the limit itself is always kept.
        if self.raw.len() >= self.most && rule != id::LIMIT_REACHED {
            self.is_full = true;
            return;
        }
        let mut raw = Raw {
            rule,
            severity,
            place,
            at: None,
            value_number: 0,
            observed: None,
            count,
            module: None,
            detail: Detail::new(),
        };
        fill(&mut raw);
        self.raw.push(raw);
    }

    /// Places found, by rule.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Places found, by severity (index: [`Severity`] as number).
    pub fn by_severity(&self) -> [u64; 4] {
        self.by_severity
    }

    /// Whether an error was found.
    pub fn has_error(&self) -> bool {
        self.errors > 0
    }

    /// The findings, folded and in order. `with_offsets` is false for data sets that are not files.
    pub fn findings(&mut self, arena: &Arena, with_offsets: bool) -> Vec<Finding> {
        // Equal faults stand together after sorting by the digest of what they have in common; within them, and among the few
        // that share a digest by chance, the first in document order comes first.
        self.order.clear();
        for (made, raw) in (0u32..).zip(&self.raw) {
            let element = place_of(raw);
            self.order.push((digest(arena, raw), element.wrapping_add(1), made));
        }
        self.order.sort_unstable();
        let mut findings: Vec<Finding> = Vec::new();
        let mut group = 0;
        let mut last = None;
        for &(digest, _, made) in &self.order {
            let Some(raw) = self.raw.get(made as usize) else { continue };
            if last.replace(digest) != Some(digest) {
                group = findings.len();
            }
            let twin = findings.get_mut(group..).unwrap_or(&mut []).iter_mut().find(|kept| is_alike(arena, raw, kept));
            match twin {
                Some(kept) => kept.count = kept.count.saturating_add(raw.count),
                None => findings.push(finding(arena, raw, with_offsets)),
            }
        }
        findings.sort_by(Finding::order);
        findings
    }
}

/// The Element that a raw finding counts with in document order; [`NO_ELEMENT`] before all.
fn place_of(raw: &Raw) -> u32 {
    match raw.place {
        Place::File(element) | Place::Element(element) => element,
        Place::Missing { parent, first: NO_ELEMENT, .. } => parent,
        Place::Missing { first, .. } => first,
    }
}

fn is_file_fold(rule: u16) -> bool {
    RULES.get(rule as usize).is_some_and(|rule| rule.meta.file_fold)
}

/// The steps of a place's path, from the Element to the root.
fn steps_up(arena: &Arena, raw: &Raw) -> impl Iterator<Item = PathStep> {
    let (missing, from) = match raw.place {
        _ if is_file_fold(raw.rule) => (None, NO_ELEMENT),
        Place::File(_) => (None, NO_ELEMENT),
        Place::Element(element) => (None, element),
        Place::Missing { parent, tag, .. } => (Some(PathStep { tag, occurrence: 1, item: 0 }), parent),
    };
    missing.into_iter().chain(path_upwards(arena, from))
}

/// What tells places apart that are not one finding: Items by nothing, duplicates only from the first, so that a million of
/// them are one.
fn folded(step: PathStep) -> (u32, bool, bool) {
    (step.tag.0, step.occurrence > 1, step.item > 0)
}

/// A digest of what equal faults have in common.
fn digest(arena: &Arena, raw: &Raw) -> u64 {
    let mut digest = u64::from(raw.rule) << 32 | u64::from(raw.module.map_or(0, |m| u32::from(m) + 1));
    let mut add = |word: u64| {
        digest = (digest ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        digest ^= digest >> 32;
    };
    add(raw.severity as u64);
    for step in steps_up(arena, raw) {
        let (tag, is_duplicate, has_item) = folded(step);
        add(u64::from(tag) << 2 | u64::from(is_duplicate) << 1 | u64::from(has_item));
    }
    for (_, value) in &raw.detail {
        match value {
            DetailValue::Number(number) => add(*number),
            DetailValue::Text(text) => text.bytes().for_each(|byte| add(u64::from(byte))),
        }
    }
    digest
}

/// Whether a raw finding is of one finding with a kept one.
fn is_alike(arena: &Arena, raw: &Raw, kept: &Finding) -> bool {
    (raw.rule, raw.severity, raw.module) == (kept.rule, kept.severity, kept.module)
        && raw.detail == kept.detail
        && steps_up(arena, raw).map(folded).eq(kept.path.iter().rev().copied().map(folded))
}

fn finding(arena: &Arena, raw: &Raw, with_offsets: bool) -> Finding {
    let mut path: Vec<PathStep> = steps_up(arena, raw).collect();
    path.reverse();
    let element = place_of(raw);
    let at = raw.at.or_else(|| match raw.place {
        Place::Missing { first: NO_ELEMENT, .. } => None,
        _ => arena.elements.get(element as usize).map(|e| e.at),
    });
    let is_element = matches!(raw.place, Place::Element(_)) && !is_file_fold(raw.rule);
    Finding {
        rule: raw.rule,
        severity: raw.severity,
        path,
        value_number: raw.value_number,
        module: raw.module,
        detail: raw.detail.clone(),
        observed: raw.observed,
        count: raw.count,
        at: at.filter(|_| with_offsets),
        element: (element != NO_ELEMENT && is_element).then_some(element),
    }
}

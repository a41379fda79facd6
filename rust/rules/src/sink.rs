//! Where rules put what they find: counters for every level, rows for the levels asked for, equal faults folded.

use std::collections::HashMap;

use validicom_header::{Arena, Element, NO_ELEMENT, Tag};

use crate::finding::{Detail, Finding, Levels, PathStep, Severity};
use crate::path::{path_of, path_of_missing};
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

/// What equal faults have in common: rule, severity, module, detail, and the path without the numbers of Items.
type FoldingKey = (u16, Severity, Option<u16>, Detail, Vec<PathStep>);

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
    pub fn findings(&self, arena: &Arena, with_offsets: bool) -> Vec<Finding> {
        let mut folded: HashMap<FoldingKey, (u64, Finding)> = HashMap::new();
        for (made, raw) in self.raw.iter().enumerate() {
            let file_fold = RULES.get(raw.rule as usize).is_some_and(|rule| rule.meta.file_fold);
            let (path, element) = match raw.place {
                Place::File(element) => (Vec::new(), element),
                Place::Element(element) if file_fold => (Vec::new(), element),
                Place::Element(element) => (path_of(arena, element), element),
                Place::Missing { parent, tag, first } => {
                    (path_of_missing(arena, parent, tag), if first == NO_ELEMENT { parent } else { first })
                }
            };
            let at = raw.at.or_else(|| match raw.place {
                Place::Missing { first: NO_ELEMENT, .. } => None,
                _ => arena.elements.get(element as usize).map(|e: &Element| e.at),
            });
            // Items are told apart by nothing, duplicates only from the first: a million of them are one finding.
            let key_path = path
                .iter()
                .map(|s| PathStep { tag: s.tag, item: u32::from(s.item > 0), occurrence: s.occurrence.min(2) })
                .collect();
            // Document order: the Element's index, the root before all, then the order in which they were made.
            let order = (u64::from(element.wrapping_add(1)) << 32) | made.min(u32::MAX as usize) as u64;
            let finding = Finding {
                rule: raw.rule,
                severity: raw.severity,
                path,
                value_number: raw.value_number,
                module: raw.module,
                detail: raw.detail.clone(),
                observed: raw.observed,
                count: raw.count,
                at: at.filter(|_| with_offsets),
                element: (element != NO_ELEMENT && matches!(raw.place, Place::Element(_)) && !file_fold)
                    .then_some(element),
            };
            let key = (raw.rule, raw.severity, raw.module, raw.detail.clone(), key_path);
            folded
                .entry(key)
                .and_modify(|(first, kept)| {
                    let count = kept.count.saturating_add(finding.count);
                    if order < *first {
                        *first = order;
                        *kept = finding.clone();
                    }
                    kept.count = count;
                })
                .or_insert((order, finding));
        }
        let mut findings: Vec<Finding> = folded.into_values().map(|(_, finding)| finding).collect();
        findings.sort_by(Finding::order);
        findings
    }
}

//! Runs the rules over one arena: one pass over the Elements in document order, then the modules and Attributes.

use std::sync::Arc;

use validicom_header::{Arena, Flags, Limit, NO_ELEMENT, NoteKind, Stopped, Tag, Vr};
use validicom_standard::Edition;

use crate::Options;
use crate::context::{Context, Memory};
use crate::fields::Fields;
use crate::finding::Finding;
use crate::iod::Demands;
use crate::registry::{RULES, id};
use crate::rule::{Check, ElementCheck, FileCheck, Need};
use crate::screen::{self, Structure};
use crate::sink::{Place, Sink};
use crate::watch::Watch;

/// What is said of a file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Verdict {
    /// No error, and everything was looked at.
    Pass,
    /// An error.
    Fail,
    /// No error, but something could not be looked at.
    Incomplete,
    /// No data set could be read.
    Unreadable,
}

impl Verdict {
    /// The name that reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Incomplete => "incomplete",
            Verdict::Unreadable => "unreadable",
        }
    }
}

/// The answer for one file or data set.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// Folded and in order.
    pub findings: Vec<Finding>,
    /// Why something could not be looked at; sorted.
    pub incomplete: Vec<&'static str>,
    /// Rules (by index) that were not run because what they need was missing; sorted.
    pub not_checked: Vec<u16>,
    /// Type 1C and 2C rows whose condition would have mattered.
    pub conditions_not_checked: u32,
    /// Index of the IOD in the edition.
    pub iod: Option<u16>,
    /// The Element whose value is the SOP Class UID that chose the IOD.
    pub sop_class_element: Option<u32>,
    /// The Element whose value is the Transfer Syntax UID.
    pub transfer_syntax_element: Option<u32>,
}

/// Checks one file or data set after the other, reusing its memory.
pub struct Checker {
    edition: Arc<Edition>,
    options: Options,
    sink: Sink,
    last_tags: Vec<u32>,
    memory: Memory,
    demands: Demands,
    by_kind: ByKind,
    fields: Fields,
}

/// The rules that run, sorted by the way in which they are run: bare functions, so that a pass asks nothing else of them.
struct ByKind {
    notes: Vec<(u16, NoteKind)>,
    /// With whether they apply to files only.
    file: Vec<(FileCheck, bool)>,
    element: Vec<ElementCheck>,
    root: Vec<FileCheck>,
    watch: Watch,
    /// Those that need the bytes of the file, by index.
    raw: Vec<u16>,
}

impl ByKind {
    fn new(enabled: &[bool]) -> ByKind {
        let mut by_kind = ByKind {
            notes: Vec::new(),
            file: Vec::new(),
            element: Vec::new(),
            root: Vec::new(),
            watch: Watch::new(),
            raw: Vec::new(),
        };
        for (index, rule) in (0u16..).zip(&RULES) {
            if !enabled.get(usize::from(index)).copied().unwrap_or(false) {
                continue;
            }
            match rule.check {
                Check::Note(kind, _) => by_kind.notes.push((index, kind)),
                Check::File(check) => by_kind.file.push((check, rule.meta.file_only)),
                Check::Element(check) => by_kind.element.push(check),
                Check::Root(check) => by_kind.root.push(check),
                Check::At(..) => by_kind.watch.add(rule.check),
                Check::Dictionary(_) | Check::Value(..) | Check::Elsewhere => {}
            }
            if rule.meta.need == Need::Raw && !rule.meta.file_only {
                by_kind.raw.push(index);
            }
        }
        by_kind
    }
}

impl Checker {
    /// A checker for one edition and one set of options.
    pub fn new(edition: Arc<Edition>, options: Options) -> Checker {
        let enabled = options.enabled();
        let (by_kind, fields) = (ByKind::new(&enabled), Fields::new(&enabled));
        let sink = Sink::new(enabled, options.levels, options.limits.findings);
        let demands = Demands::new(&edition, &options.facts, options.shape_bits);
        Checker { edition, sink, options, last_tags: Vec::new(), memory: Memory::default(), demands, by_kind, fields }
    }

    /// The edition.
    pub fn edition(&self) -> &Arc<Edition> {
        &self.edition
    }

    /// The options.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Places found by the last check, by rule, whatever their level.
    pub fn counts(&self) -> &[u32] {
        self.sink.counts()
    }

    /// Places found by the last check, by severity.
    pub fn by_severity(&self) -> [u64; 4] {
        self.sink.by_severity()
    }

    /// How often each outside fact, by its place in the edition, left something undecided in the last check.
    pub fn undetermined(&self) -> &[u32] {
        self.demands.undetermined()
    }

    /// Checks the Elements of an arena, whose values stand in `bytes`. `changed` says that the file changed while it was read.
    pub fn check(&mut self, arena: &Arena, bytes: &[u8], changed: bool) -> Outcome {
        self.sink.clear();
        self.demands.clear();
        let edition = Arc::clone(&self.edition);
        let context = Context::with_memory(arena, bytes, &edition, &self.options, std::mem::take(&mut self.memory));
        let mut incomplete: Vec<&'static str> = Vec::new();
        if changed {
            self.sink.put(id::FILE_CHANGED_WHILE_READ, crate::Severity::Warning, Place::File(NO_ELEMENT), |_| {});
            incomplete.push("file-changed");
        }
        notes(&context, &self.by_kind, &mut self.sink, &mut incomplete);
        for (check, file_only) in &self.by_kind.file {
            if *file_only && !context.is_file() {
                continue;
            }
            check(&context, &mut self.sink);
        }
        let mut outcome = Outcome {
            verdict: Verdict::Pass,
            findings: Vec::new(),
            incomplete: Vec::new(),
            not_checked: Vec::new(),
            conditions_not_checked: 0,
            iod: None,
            sop_class_element: None,
            transfer_syntax_element: context
                .file_meta()
                .find(|(_, e)| e.tag == Tag::TRANSFER_SYNTAX_UID)
                .map(|(index, _)| index),
        };
        let readable = arena.kind.is_dicom() && (arena.elements.len() as u32 > arena.meta_len);
        if arena.kind.is_dicom() {
            let all_raw = elements(&context, &self.by_kind, &self.fields, &mut self.sink, &mut self.last_tags);
            for check in &self.by_kind.root {
                check(&context, &mut self.sink);
            }
            if !all_raw {
                outcome.not_checked.extend_from_slice(&self.by_kind.raw);
            }
            if readable {
                self.demands.check(&context, &mut self.sink, &mut outcome, &mut incomplete);
            } else {
                incomplete.push("no-data-set");
            }
            not_reached(&context, &mut outcome.not_checked);
        }
        if self.sink.is_full() {
            incomplete.push("limit-findings");
            self.sink.put(id::LIMIT_REACHED, crate::Severity::Warning, Place::File(NO_ELEMENT), |raw| {
                raw.detail = vec![("limit", crate::DetailValue::Text(Limit::Findings.name().to_owned()))];
            });
        }
        incomplete.sort_unstable();
        incomplete.dedup();
        outcome.not_checked.sort_unstable();
        outcome.not_checked.dedup();
        outcome.not_checked.retain(|&rule| self.sink.runs(rule));
        outcome.verdict = if !readable {
            Verdict::Unreadable
        } else if self.sink.has_error() {
            Verdict::Fail
        } else if !incomplete.is_empty() {
            Verdict::Incomplete
        } else {
            Verdict::Pass
        };
        outcome.incomplete = incomplete;
        outcome.findings = self.sink.findings(arena, context.is_file());
        self.memory = context.into_memory();
        outcome
    }
}

/// Turns the notes of the walk into findings, and those that mean "could not look" into reasons.
fn notes(context: &Context, by_kind: &ByKind, sink: &mut Sink, incomplete: &mut Vec<&'static str>) {
    for note in &context.arena.notes {
        match note.kind {
            NoteKind::LimitReached => incomplete.push(limit_reason(note.detail)),
            NoteKind::CannotGoOn => incomplete.push("cannot-go-on"),
            NoteKind::DeflateDamaged => incomplete.push("deflate-damaged"),
            NoteKind::LengthPastEnd if note.detail == validicom_header::Container::File as u64 => {
                incomplete.push("truncated");
            }
            _ => {}
        }
        for &(rule, kind) in &by_kind.notes {
            if kind != note.kind {
                continue;
            }
            let Some(Check::Note(_, describe)) = RULES.get(rule as usize).map(|r| r.check) else { continue };
            let place = if note.element == NO_ELEMENT { Place::File(NO_ELEMENT) } else { Place::Element(note.element) };
            let severity = RULES.get(rule as usize).map_or(crate::Severity::Error, |r| r.meta.severity);
            sink.put(rule, severity, place, |raw| {
                let (detail, observed) = describe(note);
                raw.detail = detail;
                raw.observed = observed;
                raw.at = Some(note.at);
            });
        }
    }
}

fn limit_reason(detail: u64) -> &'static str {
    const REASONS: [(Limit, &str); 6] = [
        (Limit::Depth, "limit-depth"),
        (Limit::Elements, "limit-elements"),
        (Limit::InflatedBytes, "limit-inflated-bytes"),
        (Limit::HeldBytes, "limit-held-bytes"),
        (Limit::Fragments, "limit-fragments"),
        (Limit::Findings, "limit-findings"),
    ];
    REASONS.iter().find(|(limit, _)| *limit as u64 == detail).map_or("limit", |(_, reason)| reason)
}

/// The pass over all Elements: structure, dictionary, values. Says whether all of them are raw.
fn elements(context: &Context, by_kind: &ByKind, fields: &Fields, sink: &mut Sink, last_tags: &mut Vec<u32>) -> bool {
    let mut all_raw = true;
    let mut open_until = 0;
    last_tags.clear();
    last_tags.push(0);
    for (index, element) in context.arena.elements.iter().enumerate() {
        let index = index as u32;
        all_raw &= element.flags.has(Flags::RAW);
        if index == context.arena.meta_len {
            last_tags.clear();
            last_tags.push(0);
        }
        let depth = element.depth as usize;
        let mut last = u32::MAX;
        if element.is_item() {
            if last_tags.len() <= depth + 1 {
                last_tags.resize(depth + 2, 0);
            }
            if let Some(slot) = last_tags.get_mut(depth + 1) {
                *slot = 0;
            }
        } else if let Some(slot) = last_tags.get_mut(depth) {
            last = *slot;
            *slot = element.tag.0.max(last);
        }
        let structure = if context.options.screens {
            screen::structure(element, last, index < context.arena.meta_len)
        } else {
            Structure::LookCloser
        };
        match structure {
            Structure::Clean => {}
            Structure::PlainPrivate => sink.element(id::PRIVATE_ELEMENTS, index),
            Structure::LookCloser => {
                context.highest_before.set(last);
                for check in &by_kind.element {
                    check(context, index, element, sink);
                }
            }
        }
        if index < open_until || element.is_item() {
            continue;
        }
        if element.read_vr == Vr::SQ && context.edition.is_open_item(element.tag) {
            open_until = element.next;
        }
        fields.check(context, index, element, sink);
        by_kind.watch.see(context, index, element, sink);
    }
    all_raw
}

/// The rules that `read="header"` does not reach.
fn not_reached(context: &Context, not_checked: &mut Vec<u16>) {
    if context.arena.stopped != Some(Stopped::AtPixelData) {
        return;
    }
    let undefined = context.arena.elements.last().is_some_and(|e| e.flags.has(Flags::UNDEFINED_LENGTH));
    if undefined {
        not_checked.extend(
            RULES
                .iter()
                .enumerate()
                .filter(|(_, r)| matches!(r.meta.code, "X002" | "X003" | "X004" | "X006" | "X007" | "X029"))
                .map(|(i, _)| i as u16),
        );
    }
}

//! Content Items of Structured Reports (PS3.3 C.17.3, A.35): their Value Types and relationships against those of the IOD,
//! references to other Items, and references to objects against the evidence. Runs only for IODs of which something is known.
//!
//! The tree is walked with a worklist; references are followed once all Items are known, by a table of them.

use validicom_header::{Element, Tag, Vr};
use validicom_standard::{Iod, Report};

use crate::compared::{first_value, is_big};
use crate::context::{Context, ROOT};
use crate::finding::{DetailValue, Severity};
use crate::groups::{has_uid, sort_uids};
use crate::iod::{REFERENCED_CONTENT_ITEM_IDENTIFIER, VALUE_TYPE};
use crate::registry::id;
use crate::sink::{Place, Sink};
use crate::values::{is_blank, is_code_string};

const RELATIONSHIP_TYPE: Tag = Tag(0x0040_A010);
const CONTENT_SEQUENCE: Tag = Tag(0x0040_A730);
const REFERENCED_SOP_SEQUENCE: Tag = Tag(0x0008_1199);
const REFERENCED_SOP_INSTANCE_UID: Tag = Tag(0x0008_1155);
const REFERENCED_SERIES_SEQUENCE: Tag = Tag(0x0008_1115);
/// Current Requested Procedure Evidence Sequence, Pertinent Other Evidence Sequence.
const EVIDENCE: [Tag; 2] = [Tag(0x0040_A375), Tag(0x0040_A385)];

/// Value Types that point to objects.
const OF_OBJECTS: [&[u8]; 3] = [b"IMAGE", b"COMPOSITE", b"WAVEFORM"];

/// What is found here.
const RULES: [u16; 5] = [
    id::VALUE_TYPE_NOT_ALLOWED,
    id::RELATIONSHIP_NOT_ALLOWED,
    id::REFERENCE_TARGET_MISSING,
    id::REFERENCE_NOT_IN_EVIDENCE,
    id::REFERENCE_NOT_ALLOWED,
];

/// A Value Type or Relationship Type that the edition does not know.
const OTHER: u8 = u8::MAX;

/// A Content Item that waits to be looked at.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    /// The Item, or [`ROOT`].
    data_set: u32,
    /// The Value Type of the one around it.
    source: Option<u8>,
    /// The one around it only points to another.
    in_reference: bool,
}

/// The Items of the Content Sequence of a data set: `count` of `Content::items`, from `first`.
#[derive(Clone, Copy, Debug)]
struct Below {
    data_set: u32,
    first: u32,
    count: u32,
    is_cut: bool,
}

/// An Item that points to a Content Item.
#[derive(Clone, Copy, Debug)]
struct Reference {
    /// The Item.
    item: u32,
    /// Referenced Content Item Identifier.
    identifier: u32,
    source: Option<u8>,
    relationship: Option<u8>,
}

/// What a reference leads to.
enum Target {
    /// A Content Item, or [`ROOT`].
    DataSet(u32),
    Missing,
    /// It has no value, or Items are not kept.
    Unknown,
}

/// Checks Content Items. Keeps its memory from file to file.
#[derive(Default)]
pub(crate) struct Content {
    waiting: Vec<Waiting>,
    items: Vec<u32>,
    below: Vec<Below>,
    references: Vec<Reference>,
    /// UIDs of the evidence: where they stand in the bytes.
    evidence: Vec<(u32, u32)>,
}

/// What the evidence Sequences say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// None of them has an Item.
    None,
    Some,
    /// There may be more than is known.
    Cut,
}

/// The first Elements of a Content Item that matter here.
#[derive(Default)]
struct Elements<'a> {
    value_type: Option<(u32, &'a Element)>,
    relationship: Option<(u32, &'a Element)>,
    identifier: Option<u32>,
    content: Option<(u32, &'a Element)>,
    objects: Option<u32>,
}

impl Content {
    /// Checks the Content Items of a file.
    pub(crate) fn check(&mut self, context: &Context, sink: &mut Sink, iod: Iod) {
        let Some(report) = context.edition.report(iod.index()) else { return };
        if !RULES.into_iter().any(|rule| sink.runs(rule)) {
            return;
        }
        self.waiting.clear();
        self.items.clear();
        self.below.clear();
        self.references.clear();
        let mut evidence = None;
        self.waiting.push(Waiting { data_set: ROOT, source: None, in_reference: false });
        // Each turn takes one Content Item, and each is put here once, so this ends.
        while let Some(waiting) = self.waiting.pop() {
            self.content_item(context, sink, report, waiting, &mut evidence);
        }
        self.below.sort_unstable_by_key(|below| below.data_set);
        for at in 0..self.references.len() {
            let Some(reference) = self.references.get(at).copied() else { continue };
            self.reference(context, sink, report, reference);
        }
    }

    fn content_item(
        &mut self,
        context: &Context,
        sink: &mut Sink,
        report: Report,
        waiting: Waiting,
        evidence: &mut Option<Evidence>,
    ) {
        let found = elements(context, waiting.data_set);
        let text = found.value_type.and_then(|(_, element)| code(context, element));
        let value_type = text.map(|text| context.edition.sr_value_type(text).unwrap_or(OTHER));
        // The root is a Content Item only with a Value Type.
        if waiting.data_set == ROOT && found.value_type.is_none() {
            return;
        }
        if let Some(identifier) = found.identifier.filter(|_| waiting.data_set != ROOT) {
            let relationship = found.relationship.and_then(|(_, element)| relationship(context, element));
            self.references.push(Reference {
                item: waiting.data_set,
                identifier,
                source: waiting.source,
                relationship,
            });
        } else {
            by_value(context, sink, report, waiting, &found, value_type);
        }
        if let Some(objects) = found.objects
            && text.is_some_and(|text| OF_OBJECTS.contains(&text))
        {
            let evidence = *evidence.get_or_insert_with(|| self.evidence(context));
            self.objects(context, sink, objects, evidence);
        }
        let Some((content, element)) = found.content else { return };
        let first = self.items.len() as u32;
        for (item, _) in context.items(content).filter(|(_, item)| item.is_item()) {
            self.items.push(item);
            let in_reference = found.identifier.is_some() && waiting.data_set != ROOT;
            self.waiting.push(Waiting { data_set: item, source: value_type, in_reference });
        }
        let count = self.items.len() as u32 - first;
        let is_cut = context.is_cut(content, element);
        self.below.push(Below { data_set: waiting.data_set, first, count, is_cut });
    }

    /// The UIDs that the evidence lists.
    fn evidence(&mut self, context: &Context) -> Evidence {
        self.evidence.clear();
        let mut found = Evidence::None;
        for tag in EVIDENCE {
            let Some(studies) = context.first(ROOT, tag).filter(|(_, element)| element.read_vr == Vr::SQ) else {
                continue;
            };
            let sequence =
                |item: u32, tag: Tag| context.first(item, tag).filter(|(_, element)| element.read_vr == Vr::SQ);
            if context.is_cut(studies.0, studies.1) {
                return Evidence::Cut;
            }
            for (study, _) in context.items(studies.0) {
                found = Evidence::Some;
                let Some(series) = sequence(study, REFERENCED_SERIES_SEQUENCE) else { continue };
                if context.is_cut(series.0, series.1) {
                    return Evidence::Cut;
                }
                for (one, _) in context.items(series.0) {
                    let Some(instances) = sequence(one, REFERENCED_SOP_SEQUENCE) else { continue };
                    if context.is_cut(instances.0, instances.1) {
                        return Evidence::Cut;
                    }
                    for (instance, _) in context.items(instances.0) {
                        let Some((_, element)) = context.first(instance, REFERENCED_SOP_INSTANCE_UID) else { continue };
                        match context.trimmed(element) {
                            Some(uid) => self.evidence.push((element.value, uid.len() as u32)),
                            None => return Evidence::Cut,
                        }
                    }
                }
            }
        }
        sort_uids(context, &mut self.evidence);
        found
    }

    /// The objects that a Content Item points to (PS3.3 C.17.2.3: they are listed as evidence).
    fn objects(&self, context: &Context, sink: &mut Sink, objects: u32, evidence: Evidence) {
        let severity = match evidence {
            Evidence::Cut => return,
            Evidence::Some => Severity::Error,
            Evidence::None => Severity::Warning,
        };
        let mut told = |item: u32| {
            let Some((index, element)) = context.first(item, REFERENCED_SOP_INSTANCE_UID) else { return };
            let Some(uid) = context.trimmed(element).filter(|uid| !uid.is_empty()) else { return };
            if !has_uid(context, &self.evidence, uid) {
                sink.put(id::REFERENCE_NOT_IN_EVIDENCE, severity, Place::Element(index), |_| {});
            }
        };
        for (item, _) in context.items(objects).filter(|(_, item)| item.is_item()) {
            told(item);
            // What an image is to be shown with: presentation states and their like (PS3.3 C.17.2.3).
            let with = context.first(item, REFERENCED_SOP_SEQUENCE).filter(|(_, element)| element.read_vr == Vr::SQ);
            if let Some((with, _)) = with {
                context.items(with).filter(|(_, item)| item.is_item()).for_each(|(item, _)| told(item));
            }
        }
    }

    /// An Item that points to another (PS3.3 C.17.3.2.5).
    fn reference(&self, context: &Context, sink: &mut Sink, report: Report, reference: Reference) {
        let place = Place::Element(reference.identifier);
        let target = self.target(context, reference.identifier);
        if matches!(target, Target::Missing) {
            sink.put(id::REFERENCE_TARGET_MISSING, Severity::Error, place, |_| {});
        }
        let severity = by_sources(report);
        if report.forbids_references() {
            sink.put(id::REFERENCE_NOT_ALLOWED, severity, place, |_| {});
            return;
        }
        let Target::DataSet(target) = target else { return };
        let value_type = context.first(target, VALUE_TYPE).and_then(|(_, element)| code(context, element));
        let value_type = value_type.map(|text| context.edition.sr_value_type(text).unwrap_or(OTHER));
        if let (Some(source), Some(relationship), Some(own)) = (reference.source, reference.relationship, value_type)
            && !report.relates(source, relationship, own, true)
        {
            sink.put(id::REFERENCE_NOT_ALLOWED, severity, place, |_| {});
            return;
        }
        // What an Item encloses stands between it and the Element after it.
        let is_around =
            context.element(target).is_none_or(|around| (target + 1..around.next).contains(&reference.item));
        if is_around {
            sink.put(id::REFERENCE_NOT_ALLOWED, Severity::Error, place, |raw| {
                raw.detail = vec![("fault", DetailValue::Text("loop".to_owned()))];
            });
        }
    }

    /// Follows a Referenced Content Item Identifier: 1 is the root, each further number an Item of the one before.
    fn target(&self, context: &Context, identifier: u32) -> Target {
        let Some(element) = context.element(identifier).filter(|element| element.read_vr == Vr::UL) else {
            return Target::Unknown;
        };
        let value = context.value(element).filter(|value| !value.is_empty() && value.len().is_multiple_of(4));
        let Some(value) = value else { return Target::Unknown };
        let mut numbers = value.as_chunks::<4>().0.iter().map(|bytes| match is_big(element) {
            true => u32::from_be_bytes(*bytes),
            false => u32::from_le_bytes(*bytes),
        });
        if numbers.next() != Some(1) {
            return Target::Missing;
        }
        let mut at = ROOT;
        for number in numbers {
            let below = self.below.binary_search_by_key(&at, |below| below.data_set);
            let Some(below) = below.ok().and_then(|place| self.below.get(place)) else { return Target::Missing };
            if number == 0 || number > below.count {
                return if below.is_cut && number > 0 { Target::Unknown } else { Target::Missing };
            }
            match self.items.get(below.first as usize + number as usize - 1) {
                Some(item) => at = *item,
                None => return Target::Unknown,
            }
        }
        Target::DataSet(at)
    }
}

/// The Elements of a Content Item that matter here.
fn elements<'a>(context: &Context<'a>, data_set: u32) -> Elements<'a> {
    let mut found = Elements::default();
    for (index, element) in context.data_set(data_set).filter(|(_, element)| element.occurrence == 1) {
        match element.tag {
            VALUE_TYPE => found.value_type = Some((index, element)),
            RELATIONSHIP_TYPE => found.relationship = Some((index, element)),
            REFERENCED_CONTENT_ITEM_IDENTIFIER => found.identifier = Some(index),
            CONTENT_SEQUENCE if element.read_vr == Vr::SQ => found.content = Some((index, element)),
            REFERENCED_SOP_SEQUENCE if element.read_vr == Vr::SQ => found.objects = Some(index),
            _ => {}
        }
    }
    found
}

/// A Content Item by value: its Value Type, and its relationship to the one around it.
fn by_value(
    context: &Context,
    sink: &mut Sink,
    report: Report,
    waiting: Waiting,
    found: &Elements,
    value_type: Option<u8>,
) {
    let (Some(own), Some((place, _))) = (value_type, found.value_type) else { return };
    if !report.allows(own) {
        let severity = if report.is_sure() { Severity::Error } else { Severity::Warning };
        sink.put(id::VALUE_TYPE_NOT_ALLOWED, severity, Place::Element(place), |_| {});
        return;
    }
    let (Some(source), Some((place, element))) = (waiting.source, found.relationship) else { return };
    if waiting.in_reference || !report.allows(source) {
        return;
    }
    let Some(relationship) = relationship(context, element) else { return };
    if !report.relates(source, relationship, own, false) {
        sink.put(id::RELATIONSHIP_NOT_ALLOWED, by_sources(report), Place::Element(place), |_| {});
    }
}

/// One source alone is no ground for an error.
fn by_sources(report: Report) -> Severity {
    if report.has_two_sources() { Severity::Error } else { Severity::Warning }
}

/// The number of a Relationship Type.
fn relationship(context: &Context, element: &Element) -> Option<u8> {
    code(context, element).map(|text| context.edition.sr_relationship_type(text).unwrap_or(OTHER))
}

/// The first value of a Code String; `None` if it has none, or characters that a Code String may not have.
fn code<'a>(context: &Context<'a>, element: &Element) -> Option<&'a [u8]> {
    let value = context.value(element).filter(|_| element.read_vr == Vr::CS)?;
    Some(first_value(value)).filter(|first| is_code_string(first) && !is_blank(first))
}

//! What `common/` says of Structured Reports (PS3.3 A.35: Value Types and relationships of each IOD), and of the places of
//! functional group macros (PS3.3 C.7.6.16.2), and how it is laid down.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::yes;
use crate::layout::{Section, sr, usage_flag};
use crate::writer::Writer;
use crate::{FactsError, Fault, Source};

/// The facts of all IODs of Structured Reports.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    value_types: Vec<String>,
    relationship_types: Vec<String>,
    /// By IOD.
    iods: BTreeMap<String, Report>,
}

#[derive(Debug, Default)]
struct Report {
    flags: u32,
    value_types: u32,
    triples: BTreeSet<u32>,
}

impl Reports {
    pub(crate) fn read(source: &Source) -> Result<Reports, FactsError> {
        let (iods, relationships) = (source.common("sr_iods.tsv")?, source.common("sr_relationships.tsv")?);
        let iods = iods.columns(["iod", "value_types", "sure", "by_reference", "sources"])?;
        let triples = relationships.columns(["iod", "source", "relationship", "target", "by_value", "by_reference"])?;
        let value_types: BTreeSet<&str> = iods
            .iter()
            .flat_map(|[_, types, ..]| types.split(' '))
            .chain(triples.iter().flat_map(|[_, source, _, target, ..]| [*source, *target]))
            .collect();
        let relationship_types: BTreeSet<&str> = triples.iter().map(|[_, _, name, ..]| *name).collect();
        let is_name = |name: &&str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' ')
        };
        if !value_types.iter().chain(&relationship_types).all(is_name) {
            return Err(FactsError::new("sr_iods.tsv, sr_relationships.tsv: a name that is no Code String"));
        }
        let mut reports = Reports {
            value_types: value_types.into_iter().map(String::from).collect(),
            relationship_types: relationship_types.into_iter().map(String::from).collect(),
            iods: BTreeMap::new(),
        };
        let is_too_many = reports.value_types.len() > sr::MOST_VALUE_TYPES as usize
            || reports.relationship_types.len() > sr::MOST_RELATIONSHIP_TYPES as usize;
        if is_too_many {
            return Err(FactsError::of(Fault::TooLarge, "too many Value Types or Relationship Types"));
        }
        for [iod, types, sure, by_reference, sources] in iods {
            let at = |what: &str| FactsError::new(format!("sr_iods.tsv: {iod}: {what}"));
            let mut report = Report { flags: if yes(sure)? { sr::SURE } else { 0 }, ..Report::default() };
            report.flags |= match by_reference {
                "forbidden" => sr::BY_REFERENCE_FORBIDDEN,
                "allowed" | "" => 0,
                _ => return Err(at("by_reference")),
            };
            report.flags |= match sources {
                "2" => sr::TWO_SOURCES,
                "1" => 0,
                _ => return Err(at("sources")),
            };
            for name in types.split(' ') {
                report.value_types |= 1 << place(&reports.value_types, name)?;
            }
            if reports.iods.insert(iod.to_owned(), report).is_some() {
                return Err(at("twice"));
            }
        }
        for [iod, source, relationship, target, by_value, by_reference] in triples {
            let at = |what: &str| FactsError::new(format!("sr_relationships.tsv: {iod} {source} {target}: {what}"));
            let mut word = place(&reports.value_types, source)? << sr::SOURCE_SHIFT;
            word |= place(&reports.relationship_types, relationship)? << sr::RELATIONSHIP_SHIFT;
            word |= place(&reports.value_types, target)? << sr::TARGET_SHIFT;
            word |= if yes(by_value)? { sr::BY_VALUE } else { 0 };
            word |= if yes(by_reference)? { sr::BY_REFERENCE } else { 0 };
            let report = reports
                .iods
                .get_mut(iod)
                .ok_or_else(|| FactsError { fault: Fault::DanglingReference, ..at("not in sr_iods.tsv") })?;
            if !report.triples.insert(word) {
                return Err(at("twice"));
            }
        }
        Ok(reports)
    }

    /// Lays down what concerns the IODs of an edition, given in their order.
    pub(crate) fn lay(&self, w: &mut Writer, iods: &[&str]) {
        for (section, names) in
            [(Section::SrValueTypes, &self.value_types), (Section::SrRelationshipTypes, &self.relationship_types)]
        {
            for name in names {
                let id = w.string(name);
                w.u32(section, id);
            }
        }
        let mut first = 0;
        for (index, id) in (0u32..).zip(iods) {
            let Some(report) = self.iods.get(*id) else { continue };
            let count = report.triples.len() as u32;
            for word in [index, report.flags, report.value_types, first, count] {
                w.u32(Section::SrIods, word);
            }
            for triple in &report.triples {
                w.u32(Section::SrTriples, *triple);
            }
            first += count;
        }
    }
}

fn place(names: &[String], name: &str) -> Result<u32, FactsError> {
    let at = names.iter().position(|known| known == name);
    at.map(|at| at as u32).ok_or_else(|| FactsError::new(format!("no name {name}")))
}

/// The flag of each macro of an IOD (`*`: of any) that may stand in one of the two Functional Groups Sequences only.
pub(crate) fn macro_places(source: &Source) -> Result<BTreeMap<(String, String), u32>, FactsError> {
    let mut places = BTreeMap::new();
    let table = source.common("fg_places.tsv")?;
    for [iod, id, place] in table.columns(["iod", "macro", "place"])? {
        let flag = match place {
            "shared" => usage_flag::SHARED_ONLY,
            "per-frame" => usage_flag::PER_FRAME_ONLY,
            other => return Err(FactsError::new(format!("fg_places.tsv: {id}: {other}"))),
        };
        places.insert((iod.to_owned(), id.to_owned()), flag);
    }
    Ok(places)
}

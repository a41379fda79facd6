//! What the package tells about rules and editions: look-ups only.

use pyo3::prelude::*;
use validicom_header::Tag;
use validicom_rules::RULES;
use validicom_standard::{Edition, Entry, Usage};

use crate::edition::{EditionArgument, edition_of};

/// The version of the package.
#[pyfunction]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The names of the editions that are built in, oldest first.
#[pyfunction]
pub fn editions() -> Vec<&'static str> {
    Edition::NAMES.to_vec()
}

/// The digest of rules and facts of an edition.
#[pyfunction]
#[pyo3(signature = (edition = None))]
pub fn ruleset(edition: Option<EditionArgument<'_>>) -> PyResult<String> {
    Ok(validicom_sweep::ruleset(&*edition_of(edition)?))
}

/// The outside facts by name: (name, when it holds, number of demands it bears on).
#[pyfunction]
#[pyo3(signature = (edition = None))]
pub fn facts(edition: Option<EditionArgument<'_>>) -> PyResult<Vec<(String, String, u32)>> {
    let edition = edition_of(edition)?;
    let all = (0..edition.outside_facts()).filter_map(|place| edition.outside_fact(place));
    let rows = all.zip(edition.demands_by_fact());
    Ok(rows.map(|((name, sentence), demands)| (name.to_owned(), sentence.to_owned(), demands)).collect())
}

/// A condition in words by its id: (where it demands, what holds otherwise); `None` if the edition has it not.
#[pyfunction]
pub fn condition(edition: Option<EditionArgument<'_>>, identifier: &str) -> PyResult<Option<(String, String)>> {
    let edition = edition_of(edition)?;
    Ok(edition.condition_of(identifier).map(|index| {
        let condition = edition.condition(index);
        (condition.required_in_words(), condition.otherwise_in_words())
    }))
}

type RuleRow = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    bool,
);

/// All rules: (code, name, severity, need, paragraph, summary, page, message, file only).
#[pyfunction]
pub fn rules() -> Vec<RuleRow> {
    let row = |rule: &validicom_rules::Rule| {
        let meta = rule.meta;
        let (severity, need) = (meta.severity.name(), meta.need.name());
        (meta.code, meta.name, severity, need, meta.paragraph, meta.summary, rule.page, meta.message, meta.file_only)
    };
    RULES.iter().map(row).collect()
}

type AttributeRow = (u32, String, String, String, String, bool);

fn attribute_row(entry: Entry<'_>) -> AttributeRow {
    let text = |text: &str| text.to_owned();
    let (keyword, name) = (text(entry.keyword()), text(entry.name()));
    (entry.tag().0, keyword, name, text(entry.vr_text()), text(entry.vm_text()), entry.retired())
}

/// An Attribute by keyword or Tag: (tag, keyword, name, VR, VM, retired).
#[pyfunction]
#[pyo3(signature = (edition, *, keyword = None, tag = None))]
pub fn attribute(
    edition: Option<EditionArgument<'_>>,
    keyword: Option<&str>,
    tag: Option<u32>,
) -> PyResult<Option<AttributeRow>> {
    let edition = edition_of(edition)?;
    let tag = tag.map(Tag).or_else(|| keyword.and_then(|keyword| edition.tag_of(keyword)));
    Ok(tag.and_then(|tag| edition.entry(tag).map(|entry| (tag, entry))).map(|(tag, entry)| {
        let mut row = attribute_row(entry);
        row.0 = tag.0;
        row
    }))
}

/// All Attributes of an edition, by Tag.
#[pyfunction]
pub fn attributes(edition: Option<EditionArgument<'_>>) -> PyResult<Vec<AttributeRow>> {
    Ok(edition_of(edition)?.entries().map(attribute_row).collect())
}

type UsageRow = (String, char, String, String);
type IodRow = (String, String, Vec<String>, Vec<UsageRow>, Vec<UsageRow>);

fn usage_row(usage: Usage<'_>) -> UsageRow {
    (usage.id().to_owned(), char::from(usage.usage()), usage.table().to_owned(), usage.entity().to_owned())
}

/// All IODs of an edition: (id, name, SOP Class UIDs, modules, functional group macros), the latter two as (id, usage, table,
/// Information Entity).
#[pyfunction]
pub fn iods(edition: Option<EditionArgument<'_>>) -> PyResult<Vec<IodRow>> {
    let edition = edition_of(edition)?;
    let mut uids: Vec<Vec<String>> = vec![Vec::new(); usize::from(edition.iods())];
    for (uid, iod) in edition.sop_classes() {
        if let Some(uids) = uids.get_mut(usize::from(iod)) {
            uids.push(uid.to_owned());
        }
    }
    let rows = (0..edition.iods()).zip(uids).filter_map(|(index, uids)| {
        let iod = edition.iod(index)?;
        let modules = (0..iod.modules()).filter_map(|slot| iod.module(slot)).map(usage_row).collect();
        let macros = (0..iod.macros()).filter_map(|slot| iod.fg_macro(slot)).map(usage_row).collect();
        Some((iod.id().to_owned(), iod.name().to_owned(), uids, modules, macros))
    });
    Ok(rows.collect())
}

/// What the modules of an IOD say of the Attributes of its root: (tag, module, Type).
#[pyfunction]
pub fn iod_attributes(edition: Option<EditionArgument<'_>>, iod: &str) -> PyResult<Vec<(u32, String, &'static str)>> {
    let edition = edition_of(edition)?;
    let mut rows = Vec::new();
    let found = (0..edition.iods()).filter_map(|index| edition.iod(index)).find(|known| known.id() == iod);
    if let Some(iod) = found
        && let Some(root) = edition.node(iod.root())
    {
        for row in (0..root.rows()).filter_map(|index| root.row(index)) {
            for claim in row.claims() {
                if let Some(module) = iod.module(claim.slot()) {
                    rows.push((row.tag().0, module.id().to_owned(), claim.attribute_type().name()));
                }
            }
        }
    }
    Ok(rows)
}

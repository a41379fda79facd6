//! The tables of a sweep as Arrow record batches: what columns there are, and the rows that records become.
//!
//! `docs/sweep-tables.md` says what each column means. Columns that only the log has serve resuming, the summary and the
//! comparison across instances.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use arrow_array::builder::{
    BinaryBuilder, BooleanBuilder, ListBuilder, StringBuilder, TimestampNanosecondBuilder, UInt32Builder, UInt64Builder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use validicom_rules::{Detail, DetailValue};

use crate::check::Row;
use crate::record::Record;

/// The version of the tables: raised where a column changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// Columns of the files table that only the log has, in order, after all others.
pub const LOG_COLUMNS: [&str; 9] = [
    "references",
    "concatenation_digest",
    "concatenation_number",
    "concatenation_total",
    "source",
    "rows",
    "nanos",
    "counts",
    "undetermined_facts",
];

fn utf8(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn needed(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, false)
}

fn list(name: &str, kind: DataType) -> Field {
    Field::new(name, DataType::List(Arc::new(Field::new("item", kind, true))), false)
}

/// The files table, of the log.
pub static FILES: LazyLock<SchemaRef> = LazyLock::new(|| {
    let digest = |name: &str| Field::new(name, DataType::UInt64, true);
    let number = |name: &str| needed(name, DataType::UInt32);
    schema(vec![
        needed("path", DataType::Utf8),
        Field::new("path_bytes", DataType::Binary, true),
        needed("member", DataType::Boolean),
        needed("size", DataType::UInt64),
        needed("mtime", DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into()))),
        needed("kind", DataType::Utf8),
        needed("verdict", DataType::Utf8),
        utf8("error"),
        utf8("sop_class_uid"),
        utf8("iod"),
        utf8("transfer_syntax_uid"),
        utf8("study_instance_uid"),
        utf8("series_instance_uid"),
        utf8("sop_instance_uid"),
        utf8("frame_of_reference_uid"),
        utf8("modality"),
        utf8("manufacturer"),
        utf8("model"),
        utf8("software"),
        number("errors"),
        number("warnings"),
        number("infos"),
        number("undetermined"),
        needed("elements", DataType::UInt64),
        number("conditions_not_checked"),
        list("incomplete", DataType::Utf8),
        digest("patient_digest"),
        digest("study_digest"),
        digest("series_digest"),
        digest("frame_of_reference_digest"),
        digest("patient_id_digest"),
        digest("study_date_digest"),
        digest("content_digest"),
        list("references", DataType::UInt64),
        digest("concatenation_digest"),
        Field::new("concatenation_number", DataType::UInt32, true),
        Field::new("concatenation_total", DataType::UInt32, true),
        number("source"),
        number("rows"),
        needed("nanos", DataType::UInt64),
        list("counts", DataType::Utf8),
        list("undetermined_facts", DataType::Utf8),
    ])
});

/// The findings table.
pub static FINDINGS: LazyLock<SchemaRef> = LazyLock::new(|| {
    schema(vec![
        needed("path", DataType::Utf8),
        Field::new("path_bytes", DataType::Binary, true),
        utf8("sop_instance_uid"),
        needed("code", DataType::Utf8),
        needed("severity", DataType::Utf8),
        needed("location", DataType::Utf8),
        Field::new("tag", DataType::UInt32, true),
        utf8("module"),
        needed("detail", DataType::Utf8),
        Field::new("observed", DataType::UInt64, true),
        Field::new("value_number", DataType::UInt32, true),
        needed("count", DataType::UInt32),
        Field::new("at", DataType::UInt64, true),
        utf8("value"),
        needed("edition", DataType::Utf8),
    ])
});

fn schema(fields: Vec<Field>) -> SchemaRef {
    let metadata = HashMap::from([("validicom.schema".to_owned(), SCHEMA_VERSION.to_string())]);
    Arc::new(Schema::new_with_metadata(fields, metadata))
}

/// Makes rows of records.
pub struct TableBuilder {
    edition: String,
    facts: Vec<String>,
    bytes: usize,
    rows: usize,
    text: String,
    files: Files,
    findings: Findings,
}

/// Columns of text in the order of the schema, and others by name.
struct Files {
    path: StringBuilder,
    path_bytes: BinaryBuilder,
    member: BooleanBuilder,
    size: UInt64Builder,
    mtime: TimestampNanosecondBuilder,
    kind: StringBuilder,
    verdict: StringBuilder,
    error: StringBuilder,
    /// sop_class_uid to software.
    texts: [StringBuilder; 11],
    /// errors to undetermined.
    severities: [UInt32Builder; 4],
    elements: UInt64Builder,
    conditions_not_checked: UInt32Builder,
    incomplete: ListBuilder<StringBuilder>,
    /// patient_digest to content_digest.
    digests: [UInt64Builder; 7],
    references: ListBuilder<UInt64Builder>,
    concatenation_digest: UInt64Builder,
    /// concatenation_number, concatenation_total.
    concatenation: [UInt32Builder; 2],
    source: UInt32Builder,
    rows: UInt32Builder,
    nanos: UInt64Builder,
    counts: ListBuilder<StringBuilder>,
    facts: ListBuilder<StringBuilder>,
}

impl Default for Files {
    fn default() -> Self {
        Files {
            path: StringBuilder::new(),
            path_bytes: BinaryBuilder::new(),
            member: BooleanBuilder::new(),
            size: UInt64Builder::new(),
            mtime: TimestampNanosecondBuilder::new().with_timezone("UTC"),
            kind: StringBuilder::new(),
            verdict: StringBuilder::new(),
            error: StringBuilder::new(),
            texts: std::array::from_fn(|_| StringBuilder::new()),
            severities: std::array::from_fn(|_| UInt32Builder::new()),
            elements: UInt64Builder::new(),
            conditions_not_checked: UInt32Builder::new(),
            incomplete: ListBuilder::new(StringBuilder::new()),
            digests: std::array::from_fn(|_| UInt64Builder::new()),
            references: ListBuilder::new(UInt64Builder::new()),
            concatenation_digest: UInt64Builder::new(),
            concatenation: std::array::from_fn(|_| UInt32Builder::new()),
            source: UInt32Builder::new(),
            rows: UInt32Builder::new(),
            nanos: UInt64Builder::new(),
            counts: ListBuilder::new(StringBuilder::new()),
            facts: ListBuilder::new(StringBuilder::new()),
        }
    }
}

#[derive(Default)]
struct Findings {
    path: StringBuilder,
    path_bytes: BinaryBuilder,
    sop_instance_uid: StringBuilder,
    code: StringBuilder,
    severity: StringBuilder,
    location: StringBuilder,
    tag: UInt32Builder,
    module: StringBuilder,
    detail: StringBuilder,
    observed: UInt64Builder,
    value_number: UInt32Builder,
    count: UInt32Builder,
    at: UInt64Builder,
    value: StringBuilder,
    edition: StringBuilder,
}

impl TableBuilder {
    /// For findings of an edition; `facts`: the names of its outside facts, by place.
    pub fn new(edition: &str, facts: Vec<String>) -> TableBuilder {
        TableBuilder {
            edition: edition.to_owned(),
            facts,
            bytes: 0,
            rows: 0,
            text: String::new(),
            files: Files::default(),
            findings: Findings::default(),
        }
    }

    /// Files that are waiting to be made into a batch.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// About how many bytes they take.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds a file and its findings.
    pub fn append(&mut self, record: &Record) {
        let path = String::from_utf8_lossy(&record.path);
        let exact = matches!(path, std::borrow::Cow::Owned(_)).then_some(record.path.as_slice());
        let (files, identity) = (&mut self.files, &record.identity);
        let answer = record.result.as_ref().ok();
        files.path.append_value(&path);
        files.path_bytes.append_option(exact);
        files.member.append_value(record.is_member);
        files.size.append_value(record.size);
        files.mtime.append_value(record.mtime_ns);
        files.kind.append_value(answer.map_or("", |answer| answer.kind));
        files.verdict.append_value(answer.map_or("unreadable", |answer| answer.verdict));
        files.error.append_option(record.result.as_ref().err());
        let texts = [
            answer.and_then(|answer| answer.sop_class_uid.as_deref()),
            answer.and_then(|answer| answer.iod.as_deref()),
            answer.and_then(|answer| answer.transfer_syntax_uid.as_deref()),
            identity.study_instance_uid.as_deref(),
            identity.series_instance_uid.as_deref(),
            identity.sop_instance_uid.as_deref(),
            identity.frame_of_reference_uid.as_deref(),
            identity.modality.as_deref(),
            identity.manufacturer.as_deref(),
            identity.model.as_deref(),
            identity.software.as_deref(),
        ];
        for (column, text) in files.texts.iter_mut().zip(texts) {
            column.append_option(text);
            self.bytes += text.map_or(0, str::len);
        }
        for (column, name) in files.severities.iter_mut().zip(["error", "warning", "info", "undetermined"]) {
            let severities = answer.map_or(&[][..], |answer| &answer.severities);
            let count = severities.iter().find(|(severity, _)| *severity == name).map_or(0, |(_, count)| *count);
            column.append_value(u32::try_from(count).unwrap_or(u32::MAX));
        }
        files.elements.append_value(answer.map_or(0, |answer| answer.elements_seen));
        files.conditions_not_checked.append_value(answer.map_or(0, |answer| answer.conditions_not_checked));
        for reason in answer.map_or(&[][..], |answer| &answer.incomplete) {
            files.incomplete.values().append_value(reason);
        }
        files.incomplete.append(true);
        let digests = [
            identity.patient,
            identity.study,
            identity.series,
            identity.frame_of_reference,
            identity.patient_id,
            identity.study_date,
            identity.content,
        ];
        for (column, digest) in files.digests.iter_mut().zip(digests) {
            column.append_option(digest);
        }
        files.references.values().append_slice(&identity.references);
        files.references.append(true);
        files.concatenation_digest.append_option(identity.concatenation.map(|(digest, ..)| digest));
        let numbers =
            [identity.concatenation.map(|(_, number, _)| number), identity.concatenation.map(|(.., all)| all)];
        for (column, number) in files.concatenation.iter_mut().zip(numbers) {
            column.append_option(number);
        }
        files.source.append_value(record.source);
        files.rows.append_value(answer.map_or(0, |answer| answer.findings.len() as u32));
        files.nanos.append_value(record.nanos);
        for (code, count) in answer.map_or(&[][..], |answer| &answer.counts) {
            counted(&mut self.text, code, *count);
            files.counts.values().append_value(&self.text);
        }
        files.counts.append(true);
        for (fact, count) in answer.map_or(&[][..], |answer| &answer.undetermined) {
            if let Some(name) = self.facts.get(usize::from(*fact)) {
                counted(&mut self.text, name, *count);
                files.facts.values().append_value(&self.text);
            }
        }
        files.facts.append(true);
        self.rows += 1;
        self.bytes += record.path.len() + 300 + 8 * identity.references.len();
        for row in answer.map_or(&[][..], |answer| &answer.findings) {
            self.finding(&path, exact, identity.sop_instance_uid.as_deref(), row);
        }
    }

    fn finding(&mut self, path: &str, exact: Option<&[u8]>, instance: Option<&str>, row: &Row) {
        let findings = &mut self.findings;
        findings.path.append_value(path);
        findings.path_bytes.append_option(exact);
        findings.sop_instance_uid.append_option(instance);
        findings.code.append_value(row.code);
        findings.severity.append_value(row.severity);
        findings.location.append_value(&row.path);
        findings.tag.append_option(row.place.last().map(|(tag, ..)| *tag));
        findings.module.append_option(row.module.as_deref());
        detail_json(&mut self.text, &row.detail);
        findings.detail.append_value(&self.text);
        findings.observed.append_option(row.observed);
        findings.value_number.append_option(row.value_number);
        findings.count.append_value(row.count);
        findings.at.append_option(row.at);
        findings.value.append_option(row.value.as_deref());
        findings.edition.append_value(&self.edition);
        self.bytes += path.len() + row.path.len() + self.text.len() + 120;
    }

    /// The batches of files and of findings; the builder is empty then.
    pub fn finish(&mut self) -> Result<(RecordBatch, RecordBatch), ArrowError> {
        (self.bytes, self.rows) = (0, 0);
        let mut files = std::mem::take(&mut self.files);
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(files.path.finish()),
            Arc::new(files.path_bytes.finish()),
            Arc::new(files.member.finish()),
            Arc::new(files.size.finish()),
            Arc::new(files.mtime.finish()),
            Arc::new(files.kind.finish()),
            Arc::new(files.verdict.finish()),
            Arc::new(files.error.finish()),
        ];
        columns.extend(files.texts.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        columns.extend(files.severities.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        columns.push(Arc::new(files.elements.finish()));
        columns.push(Arc::new(files.conditions_not_checked.finish()));
        columns.push(Arc::new(files.incomplete.finish()));
        columns.extend(files.digests.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        columns.push(Arc::new(files.references.finish()));
        columns.push(Arc::new(files.concatenation_digest.finish()));
        columns.extend(files.concatenation.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef));
        columns.push(Arc::new(files.source.finish()));
        columns.push(Arc::new(files.rows.finish()));
        columns.push(Arc::new(files.nanos.finish()));
        columns.push(Arc::new(files.counts.finish()));
        columns.push(Arc::new(files.facts.finish()));
        let mut found = std::mem::take(&mut self.findings);
        let rows: Vec<ArrayRef> = vec![
            Arc::new(found.path.finish()),
            Arc::new(found.path_bytes.finish()),
            Arc::new(found.sop_instance_uid.finish()),
            Arc::new(found.code.finish()),
            Arc::new(found.severity.finish()),
            Arc::new(found.location.finish()),
            Arc::new(found.tag.finish()),
            Arc::new(found.module.finish()),
            Arc::new(found.detail.finish()),
            Arc::new(found.observed.finish()),
            Arc::new(found.value_number.finish()),
            Arc::new(found.count.finish()),
            Arc::new(found.at.finish()),
            Arc::new(found.value.finish()),
            Arc::new(found.edition.finish()),
        ];
        Ok((RecordBatch::try_new(Arc::clone(&FILES), columns)?, RecordBatch::try_new(Arc::clone(&FINDINGS), rows)?))
    }
}

/// `NAME=COUNT`.
fn counted(text: &mut String, name: &str, count: u32) {
    text.clear();
    // Writing to a text cannot fail.
    let _ = write!(text, "{name}={count}");
}

/// A detail as a JSON object in ASCII.
pub(crate) fn detail_json(text: &mut String, detail: &Detail) {
    text.clear();
    text.push('{');
    for (number, (name, value)) in detail.iter().enumerate() {
        if number > 0 {
            text.push_str(", ");
        }
        json_text(text, name);
        text.push_str(": ");
        match value {
            DetailValue::Number(number) => {
                let _ = write!(text, "{number}");
            }
            DetailValue::Text(value) => json_text(text, value),
        }
    }
    text.push('}');
}

/// Adds a text as JSON in ASCII.
pub(crate) fn json_text(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::os::unix::ffi::OsStrExt;

    use arrow_array::cast::AsArray;
    use arrow_array::types::{UInt32Type, UInt64Type};
    use validicom_rules::Options;
    use validicom_standard::Edition;

    use crate::check::FileChecker;
    use crate::record::Identity;

    #[test]
    fn a_record_becomes_a_row_and_its_findings_rows() {
        let mut checker = FileChecker::new(Edition::newest(), Options::default());
        let answer = checker.check_bytes(b"\x08\x00\x16\x00UI\x04\x001.2\x00\x10\x00\x10\x00PN\x04\x00a=b=");
        assert!(!answer.findings.is_empty());
        let mut builder = TableBuilder::new("2025e", Vec::new());
        let record = |path: &[u8], result| Record {
            source: 3,
            path: path.to_vec(),
            size: 10,
            mtime_ns: -1,
            is_member: false,
            result,
            identity: Identity { references: vec![7, 8], modality: Some("CT".into()), ..Identity::default() },
            nanos: 5,
        };
        builder.append(&record(b"a/\xff", Ok(answer.clone())));
        builder.append(&record(std::ffi::OsStr::new("ä").as_bytes(), Err("fifo")));
        assert!(!builder.is_empty());
        let (files, findings) = builder.finish().unwrap();
        assert!(builder.is_empty());
        assert_eq!((files.num_rows(), findings.num_rows()), (2, answer.findings.len()));
        let text = |batch: &RecordBatch, name: &str, row: usize| {
            batch.column_by_name(name).unwrap().as_string::<i32>().value(row).to_owned()
        };
        assert_eq!(text(&files, "path", 0), "a/\u{fffd}");
        assert_eq!(files.column_by_name("path_bytes").unwrap().as_binary::<i32>().value(0), b"a/\xff");
        assert!(files.column_by_name("path_bytes").unwrap().as_binary::<i32>().value(1).is_empty());
        assert_eq!((text(&files, "path", 1), text(&files, "error", 1)), ("ä".into(), "fifo".into()));
        assert_eq!(
            (text(&files, "verdict", 0), text(&files, "verdict", 1)),
            (answer.verdict.into(), "unreadable".into())
        );
        let errors = answer.severities.iter().find(|(name, _)| *name == "error").map_or(0, |(_, count)| *count);
        assert_eq!(u64::from(files.column_by_name("errors").unwrap().as_primitive::<UInt32Type>().value(0)), errors);
        let references = files.column_by_name("references").unwrap().as_list::<i32>().value(1);
        assert_eq!(references.as_primitive::<UInt64Type>().values(), &[7, 8]);
        for (row, finding) in answer.findings.iter().enumerate() {
            assert_eq!(
                (text(&findings, "code", row), text(&findings, "location", row)),
                (finding.code.into(), finding.path.clone())
            );
        }
        let (files, findings) = builder.finish().unwrap();
        assert_eq!((files.num_rows(), findings.num_rows()), (0, 0));
    }

    #[test]
    fn json_is_ascii_and_escapes_what_controls() {
        let mut text = String::new();
        json_text(&mut text, "a\"\\\n\u{1b}ä\u{1f600}\u{2028}");
        assert_eq!(text, "\"a\\\"\\\\\\u000a\\u001b\\u00e4\\ud83d\\ude00\\u2028\"");
    }
}

//! Findings: what was found, where, and what the Standard demands there. Data, not text: the message is made late.
//!
//! A finding never holds a value of the data set unless it was asked for (`Options::redact` false).

use std::cmp::Ordering;

use validicom_header::Tag;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Severity {
    /// A demand of the Standard is broken, and the data set alone proves it.
    Error = 0,
    /// Legal but dubious, or a fault by a fact that is not sure.
    Warning = 1,
    /// Legal by definition, and worth knowing.
    Info = 2,
    /// Cannot be decided from the data set.
    Undetermined = 3,
}

impl Severity {
    /// The four, worst first.
    pub const ALL: [Severity; 4] = [Severity::Error, Severity::Warning, Severity::Info, Severity::Undetermined];

    /// The name that reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            Severity::Undetermined => "undetermined",
        }
    }
}

/// A set of severities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels(pub u8);

impl Levels {
    /// Errors and warnings: the rows that reports have unless told otherwise.
    pub const DEFAULT: Levels = Levels(0b0011);
    /// All four.
    pub const ALL: Levels = Levels(0b1111);

    /// Whether findings of this severity become rows.
    #[inline]
    pub const fn has(self, severity: Severity) -> bool {
        self.0 & (1 << severity as u8) != 0
    }
}

/// One step of a path: the Element `tag`, its `occurrence` in the data set (1 unless it is a duplicate), and the number of
/// the Item gone through (0: the Element itself).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathStep {
    /// The Tag.
    pub tag: Tag,
    /// 1 for the first Element of this Tag in its data set.
    pub occurrence: u32,
    /// Number of the Item, from 1; 0 at the end of a path to an Element.
    pub item: u32,
}

/// One value of a finding's detail: what the Standard demands, or which kind of fault it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DetailValue {
    /// A number.
    Number(u64),
    /// A token or a short text of the Standard's own terms.
    Text(String),
}

/// Named details in a fixed order. Part of the folding key, so never a measured number.
pub type Detail = Vec<(&'static str, DetailValue)>;

/// A finding about a file or a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Index of the rule in [`crate::RULES`].
    pub rule: u16,
    /// How bad it is here.
    pub severity: Severity,
    /// From the root to the Element; empty for the whole file.
    pub path: Vec<PathStep>,
    /// Number of the first value that breaks the rule, from 1; 0 if it is not about one value.
    pub value_number: u32,
    /// Index of the module (or functional group macro) in the IOD's list of the edition, if one demands it.
    pub module: Option<u16>,
    /// What the Standard demands, or which kind of fault it is.
    pub detail: Detail,
    /// What was measured at the first place (a length, a number), if the rule measures something.
    pub observed: Option<u64>,
    /// How many places it stands for.
    pub count: u32,
    /// Offset in the file of the first place; `None` for a data set that is not a file.
    pub at: Option<u64>,
    /// Element of the first place in the arena, for whoever wants to show the value.
    pub element: Option<u32>,
}

impl Finding {
    /// The order of a report: path, code, value number, severity, detail. No offsets, so that a file, a data set in memory
    /// and JSON are told in the same order. Rules are in order of their codes.
    pub fn order(&self, other: &Finding) -> Ordering {
        self.path
            .cmp(&other.path)
            .then(self.rule.cmp(&other.rule))
            .then(self.value_number.cmp(&other.value_number))
            .then(self.severity.cmp(&other.severity))
            .then_with(|| detail_text(&self.detail).cmp(&detail_text(&other.detail)))
            .then(self.module.cmp(&other.module))
    }
}

/// Details as text, `name=value` by spaces: what their order goes by.
fn detail_text(detail: &Detail) -> String {
    let mut parts: Vec<String> = detail
        .iter()
        .map(|(name, value)| match value {
            DetailValue::Number(number) => format!("{name}={number}"),
            DetailValue::Text(text) => format!("{name}={text}"),
        })
        .collect();
    parts.sort();
    parts.join(" ")
}

//! Makes one pack an edition from the tables of facts (`rust/standard/data`, or a folder from elsewhere): reads them, checks
//! that they hold together, expands macros into a graph of nodes, writes a versioned little-endian file. Whatever does not
//! fit is an error: of the tables in the tree it fails the build.
#![forbid(unsafe_code)]

pub mod conditions;
mod facts;
mod graph;
pub mod layout;
mod lists;
mod reports;
mod source;
mod tsv;
mod writer;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

pub use facts::Facts;
pub use source::Source;
pub use tsv::Tsv;

/// The editions that are shipped, oldest first.
pub const EDITIONS: [&str; 3] = ["2023e", "2024e", "2025e"];

/// What kind of fault tables have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A table is not there.
    MissingFile,
    /// A table cannot be read, or is no text.
    UnreadableFile,
    /// A cell is not what it has to be, or tables contradict each other.
    Malformed,
    /// A row speaks of a table, row, IOD, UID or Tag that is not there.
    DanglingReference,
    /// A Keyword that no dictionary has, or not for this Tag.
    UnknownKeyword,
    /// A table leads back to itself.
    Cycle,
    /// More than a pack can hold.
    TooLarge,
}

impl Fault {
    /// The name of the kind.
    pub const fn name(self) -> &'static str {
        match self {
            Fault::MissingFile => "missing-file",
            Fault::UnreadableFile => "unreadable-file",
            Fault::Malformed => "malformed-table",
            Fault::DanglingReference => "dangling-reference",
            Fault::UnknownKeyword => "unknown-keyword",
            Fault::Cycle => "cycle",
            Fault::TooLarge => "too-large",
        }
    }
}

/// The tables do not hold together; the message says which and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsError {
    fault: Fault,
    message: String,
}

impl FactsError {
    pub(crate) fn new(message: impl Into<String>) -> FactsError {
        FactsError::of(Fault::Malformed, message)
    }

    pub(crate) fn of(fault: Fault, message: impl Into<String>) -> FactsError {
        FactsError { fault, message: message.into() }
    }

    /// The same fault, with where it was found before the message.
    pub(crate) fn at(self, place: impl fmt::Display) -> FactsError {
        FactsError { message: format!("{place}: {}", self.message), ..self }
    }

    /// What kind of fault it is.
    pub fn fault(&self) -> Fault {
        self.fault
    }
}

impl fmt::Display for FactsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FactsError {}

/// The pack of one edition from the folder of tables.
///
/// # Errors
/// If a table is missing or malformed, or the facts contradict each other.
pub fn pack(data: &Path, edition: &str) -> Result<Vec<u8>, FactsError> {
    Facts::read(&Source::shipped(data, edition)?)?.pack()
}

/// The pack of an edition from elsewhere: its own tables in a folder that has its name, those of all editions in `common`,
/// unless the folder has them. `keywords`: Tags by Keyword of other editions, for conditions that name Attributes of theirs.
///
/// # Errors
/// As for [`pack`].
pub fn pack_outside(folder: &Path, common: &Path, keywords: BTreeMap<String, u32>) -> Result<Vec<u8>, FactsError> {
    Facts::read(&Source::outside(folder, common, keywords)?)?.pack()
}

//! Makes one pack an edition from the tables of facts (`rust/standard/data`): reads them, checks that they hold together,
//! expands macros into a graph of nodes, writes a versioned little-endian file. Tables are trusted to be ours, not to be
//! right: whatever does not fit is an error, which fails the build.
#![forbid(unsafe_code)]

pub mod conditions;
mod facts;
mod graph;
pub mod layout;
mod tsv;
mod writer;

use std::fmt;
use std::path::Path;

pub use facts::Facts;
pub use tsv::Tsv;

/// The editions that are shipped, oldest first.
pub const EDITIONS: [&str; 3] = ["2023e", "2024e", "2025e"];

/// The tables do not hold together; the message says which and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsError {
    message: String,
}

impl FactsError {
    pub(crate) fn new(message: impl Into<String>) -> FactsError {
        FactsError { message: message.into() }
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
    Facts::read(data, edition)?.pack()
}

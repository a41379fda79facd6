//! Editions from elsewhere, at run time: a folder of tables to the bytes of a pack that `Edition::load` takes.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use validicom_packer::FactsError;

use crate::{Edition, PackError};

/// Why no pack can be made of a folder of tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutsideError {
    /// The tables do not hold together.
    Tables(FactsError),
    /// They contradict each other in a way that only their pack shows.
    Pack(PackError),
}

impl OutsideError {
    /// The name of the kind of fault.
    pub fn kind(&self) -> &'static str {
        match self {
            OutsideError::Tables(error) => error.fault().name(),
            OutsideError::Pack(error) => error.kind(),
        }
    }
}

impl fmt::Display for OutsideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutsideError::Tables(error) => error.fmt(f),
            OutsideError::Pack(error) => write!(f, "the tables contradict each other: {error}"),
        }
    }
}

impl std::error::Error for OutsideError {}

/// The pack of the edition whose tables are in `folder`, by whose name it goes; those of all editions are in `common` where
/// the folder does not have them. Conditions may name Attributes of the embedded editions.
///
/// # Errors
/// If a table is missing or malformed, or the facts contradict each other.
pub fn pack(folder: &Path, common: &Path) -> Result<Vec<u8>, OutsideError> {
    let mut keywords = BTreeMap::new();
    for edition in Edition::NAMES.iter().rev().filter_map(|name| Edition::embedded(name)) {
        for entry in edition.entries() {
            keywords.entry(entry.keyword().to_owned()).or_insert(entry.tag().0);
        }
    }
    let bytes = validicom_packer::pack_outside(folder, common, keywords).map_err(OutsideError::Tables)?;
    // What the packer lets pass and the loader does not would be told to whoever uses the pack, too late.
    Edition::load(bytes.clone()).map_err(OutsideError::Pack)?;
    Ok(bytes)
}

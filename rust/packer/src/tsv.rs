//! Reads a table of facts: tab separated, one header line, no quoting. A table that is not of this form is an error.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::{FactsError, Fault};

/// A table longer than this is none of the Standard.
const MOST_BYTES: u64 = 64 << 20;

/// A table in memory: its rows, and the place of each column by name.
#[derive(Debug)]
pub struct Tsv {
    name: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Tsv {
    /// Reads a table from a file.
    ///
    /// # Errors
    /// If the file cannot be read, is not UTF-8, has no header, or a row has another number of cells than the header.
    pub fn read(path: &Path) -> Result<Tsv, FactsError> {
        let name = path.display().to_string();
        let failed = |e: std::io::Error| {
            let fault = if e.kind() == ErrorKind::NotFound { Fault::MissingFile } else { Fault::UnreadableFile };
            FactsError::of(fault, format!("{name}: {e}"))
        };
        let about = fs::metadata(path).map_err(failed)?;
        if !about.is_file() {
            return Err(FactsError::of(Fault::UnreadableFile, format!("{name}: not a regular file")));
        }
        if about.len() > MOST_BYTES {
            return Err(FactsError::of(Fault::TooLarge, format!("{name}: more than {MOST_BYTES} bytes")));
        }
        let text = fs::read_to_string(path).map_err(failed)?;
        let mut lines = text.lines();
        let head: Vec<String> = lines
            .next()
            .ok_or_else(|| FactsError::new(format!("{name}: empty")))?
            .split('\t')
            .map(String::from)
            .collect();
        let mut rows = Vec::new();
        for (number, line) in lines.enumerate() {
            let row: Vec<String> = line.split('\t').map(String::from).collect();
            if row.len() != head.len() {
                return Err(FactsError::new(format!(
                    "{name}: line {}: {} cells, not {}",
                    number + 2,
                    row.len(),
                    head.len()
                )));
            }
            rows.push(row);
        }
        Ok(Tsv { name, head, rows })
    }

    /// The rows, each with its cells of these columns in this order.
    ///
    /// # Errors
    /// If the table lacks one of the columns.
    pub fn columns<const N: usize>(&self, names: [&str; N]) -> Result<Vec<[&str; N]>, FactsError> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            *place = self
                .head
                .iter()
                .position(|h| h == name)
                .ok_or_else(|| FactsError::new(format!("{}: no column {name}", self.name)))?;
        }
        Ok(self.rows.iter().map(|row| places.map(|p| row.get(p).map_or("", String::as_str))).collect())
    }
}

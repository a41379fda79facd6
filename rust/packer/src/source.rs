//! Where the tables of an edition are: in the tree, where they are ours and must name nothing that is not there, or in a
//! folder from elsewhere, which may replace tables of `common/` and may lack Attributes that those speak of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::{FactsError, Fault, Tsv};

/// Most characters of the name of an edition.
const MOST_NAME: usize = 32;

/// The tables of one edition.
#[derive(Debug)]
pub struct Source {
    edition: String,
    own: PathBuf,
    common: PathBuf,
    is_shipped: bool,
    /// Tags by Keyword of other editions, for conditions that name Attributes of theirs.
    keywords: BTreeMap<String, u32>,
}

impl Source {
    /// An edition of the folder of all tables (`rust/standard/data`).
    ///
    /// # Errors
    /// If a dictionary of another edition cannot be read.
    pub fn shipped(data: &Path, edition: &str) -> Result<Source, FactsError> {
        let mut keywords = BTreeMap::new();
        for other in crate::EDITIONS.iter().rev() {
            // A copy of the tables may have one edition only.
            let Ok(table) = Tsv::read(&data.join(other).join("attributes.tsv")) else { continue };
            for [tag, keyword] in table.columns(["tag", "keyword"])? {
                let (tag, _) = crate::facts::masked_tag(tag)?;
                keywords.entry(keyword.to_owned()).or_insert(tag);
            }
        }
        let (own, common) = (data.join(edition), data.join("common"));
        Ok(Source { edition: edition.to_owned(), own, common, is_shipped: true, keywords })
    }

    /// The edition of a folder of its own, which gives it its name. A table of `common` that stands in the folder too is
    /// taken from there; of `conditions.tsv` the rows are added, and replace those of the same id.
    ///
    /// # Errors
    /// If the name of the folder is none that an edition can have.
    pub fn outside(folder: &Path, common: &Path, keywords: BTreeMap<String, u32>) -> Result<Source, FactsError> {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_name = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if name.is_empty() || name.len() > MOST_NAME || !name.chars().all(is_name) {
            let message = format!("{}: the folder's name is no name for an edition", folder.display());
            return Err(FactsError::of(Fault::Malformed, message));
        }
        let (own, common) = (folder.to_owned(), common.to_owned());
        Ok(Source { edition: name.to_owned(), own, common, is_shipped: false, keywords })
    }

    pub(crate) fn edition(&self) -> &str {
        &self.edition
    }

    /// Tags by Keyword of other editions.
    pub(crate) fn keywords(&self) -> &BTreeMap<String, u32> {
        &self.keywords
    }

    /// Whether rows of `common/` about Attributes that the edition lacks are faults.
    pub(crate) fn is_shipped(&self) -> bool {
        self.is_shipped
    }

    /// A table of the edition.
    pub(crate) fn own(&self, name: &str) -> Result<Tsv, FactsError> {
        Tsv::read(&self.own.join(name))
    }

    /// A table of all editions.
    pub(crate) fn common(&self, name: &str) -> Result<Tsv, FactsError> {
        let replaced = self.own.join(name);
        if !self.is_shipped && replaced.exists() { Tsv::read(&replaced) } else { Tsv::read(&self.common.join(name)) }
    }

    /// The tables of conditions, of which later ones replace what earlier ones say.
    pub(crate) fn conditions(&self) -> Result<Vec<Tsv>, FactsError> {
        let mut tables = vec![Tsv::read(&self.common.join("conditions.tsv"))?];
        let added = self.own.join("conditions.tsv");
        if !self.is_shipped && added.exists() {
            tables.push(Tsv::read(&added)?);
        }
        Ok(tables)
    }
}

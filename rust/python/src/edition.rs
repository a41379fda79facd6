//! Editions from elsewhere: a folder of tables to a pack, and a pack to an edition that the other calls take in place of a name.

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use validicom_standard::{Edition as Facts, outside};

use crate::checker::as_path;
use crate::guarded;

/// An edition that was loaded from a pack.
#[pyclass(frozen, module = "validicom._native")]
pub struct Edition {
    facts: Arc<Facts>,
}

#[pymethods]
impl Edition {
    /// Loads a pack, which is checked; raises ValueError with the kind of fault and a sentence.
    #[new]
    fn new(py: Python<'_>, pack: &[u8]) -> PyResult<Self> {
        let bytes = pack.to_vec();
        let facts = guarded(|| py.detach(|| Facts::load(bytes)).map_err(|error| refused(error.kind(), &error)))?;
        Ok(Edition { facts: Arc::new(facts) })
    }

    /// The name, as the pack gives it.
    #[getter]
    fn name(&self) -> &str {
        self.facts.name()
    }

    /// The digest of the pack, in hexadecimal digits.
    #[getter]
    fn digest(&self) -> String {
        format!("{:016x}", self.facts.digest())
    }
}

/// An edition as arguments name it: none (the newest), a name, or one that was loaded.
#[derive(FromPyObject)]
pub enum EditionArgument<'py> {
    /// One that is built in.
    Name(String),
    /// One from elsewhere.
    Loaded(Bound<'py, Edition>),
}

/// The edition that is meant.
pub fn edition_of(given: Option<EditionArgument<'_>>) -> PyResult<Arc<Facts>> {
    match given {
        None => Ok(Facts::newest()),
        Some(EditionArgument::Name(name)) => {
            Facts::embedded(&name).ok_or_else(|| PyValueError::new_err("no such edition"))
        }
        Some(EditionArgument::Loaded(edition)) => Ok(Arc::clone(&edition.get().facts)),
    }
}

/// The pack of the tables in a folder; those of all editions are in `common` where the folder does not have them.
///
/// Raises ValueError with the kind of fault and a sentence that says which table and where.
#[pyfunction]
pub fn pack<'py>(
    py: Python<'py>,
    folder: &Bound<'py, PyBytes>,
    common: &Bound<'py, PyBytes>,
) -> PyResult<Bound<'py, PyBytes>> {
    let (folder, common) = (as_path(folder.as_bytes()), as_path(common.as_bytes()));
    let packed =
        guarded(|| py.detach(|| outside::pack(folder, common)).map_err(|error| refused(error.kind(), &error)))?;
    Ok(PyBytes::new(py, &packed))
}

fn refused(kind: &'static str, error: &dyn std::error::Error) -> PyErr {
    PyValueError::new_err((kind, error.to_string()))
}

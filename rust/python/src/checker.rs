//! A set of options as a Python object, and the checks of one source with it.

use std::path::Path;
use std::sync::{Arc, Mutex};

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};
use validicom_header::{Limits, Read};
use validicom_rules::{DetailValue, Levels, Options, Severity};
use validicom_standard::Edition;
use validicom_sweep::{Answer, FileChecker, Row, Unread, ruleset};

use crate::edition::{EditionArgument, edition_of};
use crate::{data_set, guarded, json};

/// A validated set of options; checks with it can run in many threads at once.
#[pyclass(frozen, module = "validicom._native")]
pub struct Checker {
    edition: Arc<Edition>,
    options: Options,
    /// Memory of checks that have ended, for those to come.
    idle: Mutex<Vec<FileChecker>>,
    edition_name: Py<PyString>,
    version: Py<PyString>,
    ruleset: Py<PyString>,
}

#[pymethods]
impl Checker {
    #[new]
    #[pyo3(signature = (*, edition, levels, read, select, ignore, facts, redact, limits))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        edition: Option<EditionArgument<'_>>,
        levels: Vec<String>,
        read: &str,
        select: Vec<String>,
        ignore: Vec<String>,
        facts: Vec<(String, bool)>,
        redact: bool,
        limits: (u16, u32, u64, u64, u32, u32),
    ) -> PyResult<Self> {
        let edition_named = edition.is_some();
        let edition = edition_of(edition)?;
        let mut bits = 0;
        for level in &levels {
            let severity = Severity::ALL.iter().find(|severity| severity.name() == level);
            bits |= 1 << *severity.ok_or_else(|| PyValueError::new_err("no such level"))? as u8;
        }
        let read = match read {
            "header" => Read::Header,
            "all" => Read::All,
            _ => return Err(PyValueError::new_err("read is neither 'header' nor 'all'")),
        };
        let (depth, elements, inflated_bytes, held_bytes, fragments, findings) = limits;
        let options = Options {
            edition_named,
            levels: Levels(bits),
            read,
            select,
            ignore,
            facts,
            redact,
            limits: Limits { depth, elements, inflated_bytes, held_bytes, fragments, findings },
            ..Options::default()
        };
        Ok(Checker {
            edition_name: PyString::new(py, edition.name()).unbind(),
            version: PyString::new(py, env!("CARGO_PKG_VERSION")).unbind(),
            ruleset: PyString::new(py, &ruleset(&edition)).unbind(),
            edition,
            options,
            idle: Mutex::new(Vec::new()),
        })
    }

    /// Checks the file at a path; raises OSError, with the number 0 and a word if it is no regular file.
    fn check_path<'py>(&self, py: Python<'py>, path: &Bound<'py, PyBytes>) -> PyResult<Bound<'py, PyTuple>> {
        let bytes = path.as_bytes();
        let checked = py.detach(|| self.with(|checker| checker.check_path(as_path(bytes))));
        match checked {
            Ok(answer) => self.report(py, answer),
            Err(unread) => {
                let (number, kind) = why(&unread);
                Err(PyOSError::new_err((number, kind)))
            }
        }
    }

    /// Checks the bytes of a file.
    fn check_bytes<'py>(&self, py: Python<'py>, data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
        let answer = if let Ok(data) = data.cast::<PyBytes>() {
            // Bytes never change, so they can be read without the lock of Python.
            let bytes = data.as_bytes();
            py.detach(|| self.with(|checker| checker.check_bytes(bytes)))
        } else {
            // Another thread may change or resize what is no bytes object, so it is copied first.
            let buffer = PyBuffer::<u8>::get(data).map_err(|_| PyTypeError::new_err("expected an object of bytes"))?;
            let copy = buffer.to_vec(py)?;
            py.detach(|| self.with(|checker| checker.check_bytes(&copy)))
        };
        self.report(py, answer)
    }

    /// Checks a pydicom Dataset.
    fn check_dataset<'py>(&self, py: Python<'py>, dataset: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
        let (arena, bytes) = guarded(|| data_set::fill(dataset, &self.options.limits))?;
        let answer = py.detach(|| self.with(|checker| checker.check_arena(&arena, &bytes)));
        self.report(py, answer)
    }

    /// Checks a data set in the DICOM JSON Model.
    fn check_json<'py>(&self, py: Python<'py>, data: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyTuple>> {
        let (arena, bytes) = guarded(|| json::fill(data, &self.options.limits))?;
        let answer = py.detach(|| self.with(|checker| checker.check_arena(&arena, &bytes)));
        self.report(py, answer)
    }
}

impl Checker {
    /// A checker of its own, for a thread.
    pub fn file_checker(&self) -> FileChecker {
        FileChecker::new(Arc::clone(&self.edition), self.options.clone())
    }

    /// Runs `f` with memory that no other thread uses.
    fn with<T>(&self, f: impl FnOnce(&mut FileChecker) -> T) -> T {
        // Never waits: in a forked child the lock may belong to a thread that is not there.
        let idle = self.idle.try_lock().ok().and_then(|mut idle| idle.pop());
        let mut checker = idle.unwrap_or_else(|| self.file_checker());
        let result = f(&mut checker);
        if let Ok(mut idle) = self.idle.try_lock() {
            idle.push(checker);
        }
        result
    }

    /// An answer as the tuple from which a Report is made.
    pub fn report<'py>(&self, py: Python<'py>, answer: Answer) -> PyResult<Bound<'py, PyTuple>> {
        let counts = PyDict::new(py);
        for (code, count) in &answer.counts {
            counts.set_item(code, count)?;
        }
        let severities = PyDict::new(py);
        for (severity, count) in &answer.severities {
            severities.set_item(severity, count)?;
        }
        let undetermined = PyDict::new(py);
        for (fact, count) in answer.undetermined {
            if let Some((name, _)) = self.edition.outside_fact(fact) {
                undetermined.set_item(name, count)?;
            }
        }
        let findings = PyList::empty(py);
        for row in answer.findings {
            findings.append(finding(py, row)?)?;
        }
        let items: [Bound<'py, PyAny>; 16] = [
            PyString::intern(py, answer.kind).into_any(),
            PyString::intern(py, answer.verdict).into_any(),
            findings.into_any(),
            counts.into_any(),
            severities.into_any(),
            answer.sop_class_uid.into_pyobject(py)?,
            answer.iod.into_pyobject(py)?,
            answer.transfer_syntax_uid.into_pyobject(py)?,
            PyTuple::new(py, answer.incomplete)?.into_any(),
            PyTuple::new(py, answer.not_checked)?.into_any(),
            answer.conditions_not_checked.into_pyobject(py)?.into_any(),
            self.edition_name.bind(py).clone().into_any(),
            self.version.bind(py).clone().into_any(),
            self.ruleset.bind(py).clone().into_any(),
            answer.elements_seen.into_pyobject(py)?.into_any(),
            undetermined.into_any(),
        ];
        PyTuple::new(py, items)
    }
}

fn finding(py: Python<'_>, row: Row) -> PyResult<Bound<'_, PyTuple>> {
    let detail = PyDict::new(py);
    for (name, value) in row.detail {
        match value {
            DetailValue::Number(number) => detail.set_item(name, number)?,
            DetailValue::Text(text) => detail.set_item(name, text)?,
        }
    }
    let items: [Bound<'_, PyAny>; 11] = [
        PyString::intern(py, row.code).into_any(),
        PyString::intern(py, row.severity).into_any(),
        PyString::new(py, &row.path).into_any(),
        PyTuple::new(py, row.place)?.into_any(),
        row.module.into_pyobject(py)?,
        detail.into_any(),
        row.observed.into_pyobject(py)?,
        row.value_number.into_pyobject(py)?,
        row.count.into_pyobject(py)?.into_any(),
        row.at.into_pyobject(py)?,
        row.value.into_pyobject(py)?,
    ];
    PyTuple::new(py, items)
}

/// A path of bytes.
pub fn as_path(bytes: &[u8]) -> &Path {
    use std::os::unix::ffi::OsStrExt;
    Path::new(std::ffi::OsStr::from_bytes(bytes))
}

/// Why a source was not read: an error number, or 0 and what it is.
pub fn why(unread: &Unread) -> (i32, Option<&'static str>) {
    match unread {
        // A path with a NUL in it has no number.
        Unread::Io(error) => (error.raw_os_error().unwrap_or(22), None),
        Unread::Kind(kind) => (0, Some(kind.name())),
    }
}

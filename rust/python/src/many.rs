//! Checks by many threads, and the walk of a tree, as Python objects.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString, PyTuple};
use validicom_sweep as sweep;

use crate::checker::{Checker, as_path, why};

/// How long a wait may keep a signal from being seen.
const SIGNALS: Duration = Duration::from_millis(50);

enum Job {
    Path(Vec<u8>),
    Bytes(Vec<u8>),
}

type Done = Result<sweep::Answer, (i32, Option<&'static str>)>;

/// Threads that check chunks of files in order; they end with it.
#[pyclass(frozen, module = "validicom._native")]
pub struct Pool {
    checker: Py<Checker>,
    pool: Mutex<Option<sweep::Pool<Job, Done>>>,
}

#[pymethods]
impl Pool {
    #[new]
    fn new(checker: Py<Checker>, workers: usize) -> PyResult<Self> {
        let make = || {
            let mut files = checker.get().file_checker();
            move |job: Job| match job {
                Job::Path(path) => files.check_path(as_path(&path)).map_err(|unread| why(&unread)),
                Job::Bytes(bytes) => Ok(files.check_bytes(&bytes)),
            }
        };
        let pool = sweep::Pool::new(workers, workers.saturating_mul(2).saturating_add(2), make)?;
        Ok(Pool { pool: Mutex::new(Some(pool)), checker })
    }

    /// Gives a chunk of (is a path, bytes) to the threads.
    fn submit(&self, jobs: Vec<(bool, Bound<'_, PyBytes>)>) -> PyResult<()> {
        let jobs = jobs.into_iter().map(|(is_path, data)| {
            let data = data.as_bytes().to_vec();
            if is_path { Job::Path(data) } else { Job::Bytes(data) }
        });
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let pool = pool.as_mut().ok_or_else(closed)?;
        pool.submit(jobs.collect()).map_err(|_| PyRuntimeError::new_err("the pool is full"))
    }

    /// Whether the results of the next chunk are there.
    fn ready(&self) -> bool {
        let pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        pool.as_ref().is_some_and(sweep::Pool::is_ready)
    }

    /// The results of the next chunk: reports, or (error number, kind) for what could not be read.
    fn next<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        loop {
            let results = py.detach(|| {
                let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
                pool.as_mut().filter(|pool| pool.is_busy()).map(|pool| pool.next(SIGNALS))
            });
            match results {
                None => return Err(closed()),
                Some(None) => py.check_signals()?,
                Some(Some(results)) => {
                    let list = PyList::empty(py);
                    for result in results {
                        match result {
                            Ok(answer) => list.append(self.checker.get().report(py, answer)?)?,
                            Err(unread) => list.append(unread)?,
                        }
                    }
                    return Ok(list);
                }
            }
        }
    }

    /// Ends the threads after the file each is at.
    fn close(&self, py: Python<'_>) {
        py.detach(|| {
            let pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner).take();
            drop(pool);
        });
    }
}

fn closed() -> PyErr {
    PyRuntimeError::new_err("nothing is left in the pool")
}

/// The files below a directory: (path, None), or (path, what is not read).
#[pyclass(frozen, module = "validicom._native")]
pub struct Walk {
    walk: Mutex<sweep::Walk>,
}

#[pymethods]
impl Walk {
    #[new]
    fn new(path: &[u8]) -> Self {
        Walk { walk: Mutex::new(sweep::Walk::new(as_path(path).to_path_buf())) }
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        use std::os::unix::ffi::OsStrExt;
        let entry = py.detach(|| self.walk.lock().unwrap_or_else(PoisonError::into_inner).next());
        let Some(entry) = entry else { return Ok(None) };
        let path = PyBytes::new(py, entry.path.as_os_str().as_bytes()).into_any();
        let not_read = match entry.not_read {
            Some(kind) => PyString::intern(py, kind.name()).into_any(),
            None => py.None().into_bound(py),
        };
        PyTuple::new(py, [path, not_read]).map(Some)
    }
}

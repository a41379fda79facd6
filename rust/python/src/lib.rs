//! The module `validicom._native`: arguments in, answers out, one call a file or a chunk of files. The lock of Python is given
//! back while files are read and checked; panics end here. No rule and no judgement about DICOM.

mod checker;
mod data_set;
mod edition;
mod json;
mod many;
mod standard;
mod value;

use pyo3::prelude::*;

/// The Rust core of validicom.
#[pymodule(name = "_native", gil_used = false)]
mod native {
    #[pymodule_export]
    use super::checker::Checker;
    #[pymodule_export]
    use super::edition::{Edition, pack};
    #[pymodule_export]
    use super::many::{Pool, Walk};
    #[pymodule_export]
    use super::standard::{
        attribute, attributes, condition, editions, facts, iod_attributes, iods, rules, ruleset, version,
    };

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        // Panics are caught and told as findings; their text, which could hold a value, is for nobody.
        std::panic::set_hook(Box::new(|_| {}));
        Ok(())
    }
}

/// Runs `f`; a panic in it becomes an exception without its text.
fn guarded<T>(f: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(f))
        .unwrap_or_else(|_| Err(pyo3::exceptions::PyRuntimeError::new_err("internal error in validicom")))
}

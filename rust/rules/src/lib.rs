//! The checks: one rule a file below `checks/`, by family; findings, paths, severities, verdicts. Does not read files and
//! does not print.
//!
//! Input (the arena and its bytes) is hostile: no rule may panic, recurse on nesting, or allocate by a claimed length.
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod checker;
mod compared;
mod conditions;
mod content;
mod context;
mod directory;
mod fields;
mod finding;
mod groups;
mod iod;
mod lists;
mod path;
mod registry;
mod rule;
mod screen;
mod shapes;
mod sink;
#[cfg(test)]
mod testing;
mod values;
mod watch;

pub use checker::{Checker, Outcome, Verdict};
pub use context::{Children, Context, Field, ROOT};
pub use finding::{Detail, DetailValue, Finding, Levels, PathStep, Severity};
pub use path::path_text;
pub use registry::{RULES, id};
pub use rule::{Check, Meta, Need, Rule, VrSet};
pub use sink::{Place, Raw, Sink};

use validicom_header::{Limits, Read};

/// What the caller may choose. The edition is given to the [`Checker`] itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether the caller named the edition: demands that are not in all editions are errors then, else warnings.
    pub edition_named: bool,
    /// Severities that become rows; all are counted.
    pub levels: Levels,
    /// How deep a file is read.
    pub read: Read,
    /// Code prefixes of the rules that run; empty: all.
    pub select: Vec<String>,
    /// Code prefixes of the rules that do not run.
    pub ignore: Vec<String>,
    /// Facts of the world that the caller knows, by name (see `Edition::outside_fact`); names that the edition does not have
    /// decide nothing.
    pub facts: Vec<(String, bool)>,
    /// Whether values are left out.
    pub redact: bool,
    /// The budget.
    pub limits: Limits,
    /// Whether the screens that call most Elements clean without asking every rule are used. Off only to test that
    /// they change nothing.
    pub screens: bool,
    /// How many bits of the hash of a data set's shape are used to find what was found for the same shape before; `None`:
    /// nothing is kept. Other than the default only to test that it changes nothing.
    pub shape_bits: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            edition_named: false,
            levels: Levels::DEFAULT,
            read: Read::All,
            select: Vec::new(),
            ignore: Vec::new(),
            facts: Vec::new(),
            redact: true,
            limits: Limits::default(),
            screens: true,
            shape_bits: Some(64),
        }
    }
}

impl Options {
    /// Which rules run, by index.
    pub fn enabled(&self) -> Vec<bool> {
        let named = |prefixes: &[String], code: &str| prefixes.iter().any(|p| code.starts_with(p.as_str()));
        RULES
            .iter()
            .map(|rule| {
                let code = rule.meta.code;
                (self.select.is_empty() || named(&self.select, code)) && !named(&self.ignore, code)
            })
            .collect()
    }
}

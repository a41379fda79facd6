//! The registry of rules, made by `build.rs` from the files below `checks/`.

use crate::rule::Rule;

include!(concat!(env!("OUT_DIR"), "/registry.rs"));

/// The rule with this code.
pub fn rule_by_code(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.meta.code == code)
}

//! The registry of rules, made by `build.rs` from the files below `checks/`.

use crate::rule::Rule;

include!(concat!(env!("OUT_DIR"), "/registry.rs"));

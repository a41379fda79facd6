//! ## What it checks
//! Values of Attributes that have Enumerated Values are among them.
//!
//! ## Why
//! Readers know no other value, and refuse or misread the data set.
//!
//! ## Standard
//! PS3.5 6.3: no value but the Enumerated Values is allowed.
//!
//! ## Example
//! Patient Position (0018,5100) with `HEAD FIRST`, or Burned In Annotation (0028,0301) with `MAYBE`.
//!
//! ## Exceptions
//! Values that the list of another Module of the IOD permits, blank values, and Code Strings with characters that are not allowed (V012).
//! Lists of which it is not sure that they are whole, of Modules in force by evidence only, and of demands that are not in every edition (unless the edition is named) give warnings.

use crate::rule::{Check, Meta};

/// See the page.
pub const META: Meta = Meta {
    code: "A120",
    name: "enumerated-value",
    paragraph: "PS3.5 6.3",
    summary: "A value is none of the Enumerated Values of its Attribute.",
    message: "value {value_number} is none of the Enumerated Values of Module {module}: {allowed}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`lists.rs`).
pub const CHECK: Check = Check::Elsewhere;

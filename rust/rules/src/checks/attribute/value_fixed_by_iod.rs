//! ## What it checks
//! Values that an IOD or a Module fixes or restricts beside its table, such as Modality, are among those.
//!
//! ## Why
//! The IOD promises them to readers.
//!
//! ## Standard
//! PS3.3 A: sections of an IOD restrict the Attributes of its Modules.
//!
//! ## Example
//! A CT Image whose Modality (0008,0060) is `MR`.
//!
//! ## Exceptions
//! Attributes at which A120 stands, values that the table of the Module permits, and restrictions whose condition is not known to be true.

use crate::rule::{Check, Meta};

/// See the page.
pub const META: Meta = Meta {
    code: "A122",
    name: "value-fixed-by-iod",
    paragraph: "PS3.3 A",
    summary: "A value is not what the IOD, or a Module, fixes for it.",
    message: "value {value_number} is not among those that are fixed here: {allowed}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`lists.rs`).
pub const CHECK: Check = Check::Elsewhere;

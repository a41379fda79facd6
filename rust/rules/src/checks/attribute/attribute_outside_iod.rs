//! ## What it checks
//! Whether each public Attribute is one that a Module of the IOD lists at its place.
//!
//! ## Why
//! It is legal: the object is of a Standard Extended SOP Class. It may also be a mistake, or a left-over.
//!
//! ## Standard
//! PS3.2 7.3 on Standard Extended SOP Classes.
//!
//! ## Example
//! Echo Time in a CT Image.
//!
//! ## Exceptions
//! Private Attributes, group lengths, Data Set Trailing Padding, and Items that hold Attributes of other data
//! sets.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A110",
    name: "attribute-outside-iod",
    severity: Severity::Info,
    need: Need::Presence,
    paragraph: "PS3.2 7.3",
    summary: "A public Attribute is not one of this IOD.",
    message: "Attribute is not of the IOD: a Standard Extended SOP Class",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

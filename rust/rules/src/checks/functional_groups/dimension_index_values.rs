//! ## What it checks
//! Dimension Index Values of each frame has as many values as the Dimension Index Sequence has Items.
//!
//! ## Why
//! The n-th value is the place of the frame along the n-th dimension.
//!
//! ## Standard
//! PS3.3 C.7.6.17.1.
//!
//! ## Example
//! Two Items in the Dimension Index Sequence, and three values: error.
//!
//! ## Exceptions
//! Values that are not held; a Dimension Index Sequence that is absent, empty or could not be read to its end.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G007",
    name: "dimension-index-values",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.17.1",
    summary: "Dimension Index Values has not a value for each dimension.",
    message: "{observed} values for {demanded} dimensions",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

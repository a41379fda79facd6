//! ## What it checks
//! Values of Attributes that have Defined Terms are among them.
//!
//! ## Why
//! Other values are allowed, but readers may not know them; often they are mistyped.
//!
//! ## Standard
//! PS3.5 6.3: Defined Terms may be extended by implementers, if the meaning differs from all of them.
//!
//! ## Example
//! Conversion Type (0008,0064) of a Secondary Capture image with `SCAN`.
//!
//! ## Exceptions
//! Values that the list of another Module of the IOD permits, and Attributes at which A120 stands.

use crate::finding::Severity;
use crate::rule::{Check, Meta};

/// See the page.
pub const META: Meta = Meta {
    code: "A121",
    name: "defined-term",
    severity: Severity::Info,
    paragraph: "PS3.5 6.3",
    summary: "A value is none of the Defined Terms of its Attribute.",
    message: "value {value_number} is none of the Defined Terms of Module {module}: {allowed}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`lists.rs`).
pub const CHECK: Check = Check::Elsewhere;

//! ## What it checks
//! Text decodes by the Specific Character Set that governs it, and uses only the escape sequences that it
//! declares.
//!
//! ## Why
//! Every reader shows another text.
//!
//! ## Standard
//! PS3.5 6.1.2.
//!
//! ## Example
//! UTF-8 under ISO_IR 6 and 87.
//!
//! ## Exceptions
//! Told once for each Specific Character Set that governs, with the number of Elements.

use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "V042",
    name: "character-set-undecodable",
    need: Need::Raw,
    paragraph: "PS3.5 6.1.2",
    summary: "Text does not decode by its character set.",
    message: "text does not decode by this Specific Character Set",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Elsewhere;

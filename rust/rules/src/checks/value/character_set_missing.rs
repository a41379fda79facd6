//! ## What it checks
//! Text beyond the default repertoire stands in data sets with a Specific Character Set.
//!
//! ## Why
//! Every reader guesses another text.
//!
//! ## Standard
//! PS3.5 6.1.2.2.
//!
//! ## Example
//! A name with an umlaut, and no Specific Character Set.
//!
//! ## Exceptions
//! Told once for each Specific Character Set that governs, with the number of Elements.

use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "V041",
    name: "character-set-missing",
    need: Need::Raw,
    paragraph: "PS3.5 6.1.2.2",
    summary: "Text goes beyond ASCII, and no character set says how to read it.",
    message: "text goes beyond the default repertoire without a Specific Character Set",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Elsewhere;

//! ## What it checks
//! A Sequence has as many Items as its table says.
//!
//! ## Why
//! Readers take the first Item and miss the others, or look for one that is not there.
//!
//! ## Standard
//! PS3.5 7.5.1: the definition of the Attribute says how many Items are allowed.
//!
//! ## Example
//! Two Items in a code Sequence of which a single Item shall be included.
//!
//! ## Exceptions
//! Sequences without Items (A102 and A103 tell of them), those that are cut, numbers whose condition is false or unknown, and Functional Groups Sequences.
//! Another Module of the IOD that allows the number. Modules in force by evidence only, demands that are not in every edition (unless the edition is named), and doubtful wordings give warnings.

use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "A130",
    name: "item-count",
    need: Need::Presence,
    paragraph: "PS3.5 7.5.1",
    summary: "A Sequence has more or fewer Items than its Module allows.",
    message: "{observed} Items, where Module {module} allows {demanded}",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`lists.rs`).
pub const CHECK: Check = Check::Elsewhere;

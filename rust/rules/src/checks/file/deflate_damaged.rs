//! ## What it checks
//! The deflated data set can be inflated to its end.
//!
//! ## Why
//! What is missing cannot be checked.
//!
//! ## Standard
//! PS3.5 A.5.
//!
//! ## Example
//! A deflated file whose transfer broke off.
//!
//! ## Exceptions
//! None.

use validicom_header::NoteKind;

use crate::finding::Detail;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "F025",
    name: "deflate-damaged",
    need: Need::Raw,
    paragraph: "PS3.5 A.5",
    summary: "The deflated data set is damaged or cut.",
    message: "the deflated data set is damaged or cut; what came out was checked",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::DeflateDamaged, |_| (Detail::new(), None));

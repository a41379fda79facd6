//! ## What it checks
//! What F013 asks for has a value.
//!
//! ## Why
//! Readers rely on them before they read the data set.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! An empty (0002,0010).
//!
//! ## Exceptions
//! None.

use validicom_header::Tag;

use crate::context::Context;
use crate::registry::file::file_meta_attribute_missing::REQUIRED;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F014",
    name: "file-meta-attribute-empty",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "A Type 1 Attribute of File Meta Information has no value.",
    message: "this Type 1 Attribute of File Meta Information has no value",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    for tag in REQUIRED.map(Tag) {
        if let Some((index, element)) = context.file_meta().find(|(_, e)| e.tag == tag)
            && !context.has_value(index, element)
        {
            sink.put(id::FILE_META_ATTRIBUTE_EMPTY, META.severity, Place::Element(index), |_| {});
        }
    }
}

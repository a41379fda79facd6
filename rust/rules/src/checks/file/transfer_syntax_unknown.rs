//! ## What it checks
//! The Transfer Syntax UID is one of the registry.
//!
//! ## Why
//! Readers that do not know it cannot read the file.
//!
//! ## Standard
//! PS3.5 10.
//!
//! ## Example
//! A private Transfer Syntax.
//!
//! ## Exceptions
//! None.

use crate::context::Context;
use crate::finding::{DetailValue, Severity};
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F021",
    name: "transfer-syntax-unknown",
    severity: Severity::Warning,
    need: Need::Raw,
    paragraph: "PS3.5 10",
    summary: "The Transfer Syntax is not in the registry.",
    message: "the Transfer Syntax UID is not in the registry ({kind}); the encoding was found by reading",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, uid)) = context.transfer_syntax_uid() else { return };
    if context.transfer_syntax().is_some() {
        return;
    }
    let kind = if uid.starts_with(b"1.2.840.10008.") { "newer" } else { "private" };
    sink.put(id::TRANSFER_SYNTAX_UNKNOWN, META.severity, Place::Element(index), |raw| {
        raw.detail = vec![("kind", DetailValue::Text(kind.to_owned()))];
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn unknown_ones_are_told() {
        assert_eq!(detail("F021", &file_in(b"1.2.840.10008.1.2.999\0", &[]), "kind"), "newer");
        assert_eq!(detail("F021", &file_in(b"1.2.3.4\0", &[]), "kind"), "private");
    }

    #[test]
    fn known_and_empty_ones_are_silent() {
        assert_eq!(count("F021", &file_in(JPEG, &[])), 0);
        assert_eq!(
            count("F021", &file_in(b"1.2.840.10008.1.2.1\0\0\x01", &[])),
            0,
            "what follows a NUL does not count"
        );
        assert_eq!(count("F021", &file_in(b"", &[])), 0, "F014 tells it");
    }
}

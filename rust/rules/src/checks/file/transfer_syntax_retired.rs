//! ## What it checks
//! Whether the Transfer Syntax is retired.
//!
//! ## Why
//! New readers need not know it.
//!
//! ## Standard
//! PS3.5 10.
//!
//! ## Example
//! Explicit VR Big Endian.
//!
//! ## Exceptions
//! None.

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F022",
    name: "transfer-syntax-retired",
    severity: Severity::Info,
    need: Need::Raw,
    paragraph: "PS3.5 10",
    summary: "The Transfer Syntax is retired.",
    message: "the Transfer Syntax is retired",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, _)) = context.transfer_syntax_uid() else { return };
    if context.transfer_syntax().is_some_and(|syntax| syntax.retired) {
        sink.put(id::TRANSFER_SYNTAX_RETIRED, META.severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_retired_one_is_told() {
        assert_eq!(count("F022", &file_in(b"1.2.840.10008.1.2.4.52", &[])), 1);
    }

    #[test]
    fn another_is_silent() {
        assert_eq!(count("F022", &file_in(JPEG, &[])), 0);
        assert_eq!(count("F022", &file_in(b"1.2.3.4\0", &[])), 0, "F021");
    }
}

//! ## What it checks
//! The preamble does not begin with the magic number of a program.
//!
//! ## Why
//! A file that is both an image and a program carries code past mail filters.
//!
//! ## Standard
//! PS3.10 7.5.
//!
//! ## Example
//! A preamble that begins with MZ.
//!
//! ## Exceptions
//! None.

use validicom_header::NO_ELEMENT;

use crate::context::Context;
use crate::finding::{DetailValue, Severity};
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F002",
    name: "preamble-executable",
    severity: Severity::Warning,
    need: Need::Raw,
    paragraph: "PS3.10 7.5",
    summary: "The preamble begins like a program.",
    message: "the preamble begins like a program ({kind})",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some(preamble) = context.preamble() else { return };
    if let Some(kind) = program(preamble) {
        sink.put(id::PREAMBLE_EXECUTABLE, META.severity, Place::File(NO_ELEMENT), |raw| {
            raw.detail = vec![("kind", DetailValue::Text(kind.to_owned()))];
        });
    }
}

/// Which program a preamble begins like.
pub(crate) fn program(preamble: &[u8]) -> Option<&'static str> {
    match preamble {
        [0x7F, b'E', b'L', b'F', ..] => Some("elf"),
        [b'M', b'Z', ..] => Some("pe"),
        [0xFE, 0xED, 0xFA, 0xCE | 0xCF, ..] | [0xCE | 0xCF, 0xFA, 0xED, 0xFE, ..] | [0xCA, 0xFE, 0xBA, 0xBE, ..] => {
            Some("mach-o")
        }
        [b'#', b'!', ..] => Some("script"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn with_preamble(start: &[u8]) -> Vec<u8> {
        let mut bytes = file(&[el(0x0008_0060, b"CS", "CT")]);
        bytes[..start.len()].copy_from_slice(start);
        bytes
    }

    #[test]
    fn programs_are_told() {
        for (start, kind) in [
            (&b"\x7fELF"[..], "elf"),
            (b"MZ\x90", "pe"),
            (b"\xfe\xed\xfa\xcf", "mach-o"),
            (b"\xca\xfe\xba\xbe", "mach-o"),
            (b"#!/bin/sh", "script"),
        ] {
            assert_eq!(detail("F002", &with_preamble(start), "kind"), kind);
        }
    }

    #[test]
    fn anything_else_is_silent() {
        for start in [&b""[..], b"II*\0", b"\x7fELE", b"Z"] {
            assert_eq!(count("F002", &with_preamble(start)), 0, "{start:?}");
        }
    }
}

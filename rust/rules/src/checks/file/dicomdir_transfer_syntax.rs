//! ## What it checks
//! A DICOMDIR is Explicit VR Little Endian.
//!
//! ## Why
//! Readers of media need not know another.
//!
//! ## Standard
//! PS3.10 8.6.
//!
//! ## Example
//! A DICOMDIR in Implicit VR.
//!
//! ## Exceptions
//! None.

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {
    code: "F032",
    name: "dicomdir-transfer-syntax",
    need: Need::Raw,
    paragraph: "PS3.10 8.6",
    summary: "A DICOMDIR is not Explicit VR Little Endian.",
    message: "a DICOMDIR has a Transfer Syntax other than Explicit VR Little Endian",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    if let Some((index, uid)) = context.transfer_syntax_uid()
        && context.is_dicomdir()
        && uid != b"1.2.840.10008.1.2.1"
    {
        sink.element(id::DICOMDIR_TRANSFER_SYNTAX, index);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn dicomdir(transfer_syntax: &[u8]) -> Vec<u8> {
        let mut meta = meta_elements(transfer_syntax);
        meta[1] = el(0x0002_0002, b"UI", b"1.2.840.10008.1.3.10");
        file_of(&meta, &[el(0x0004_1130, b"CS", "DISC")])
    }

    #[test]
    fn another_syntax_is_told() {
        assert_eq!(count("F032", &dicomdir(IMPLICIT)), 1);
    }

    #[test]
    fn explicit_little_endian_is_silent() {
        assert_eq!(count("F032", &dicomdir(EXPLICIT)), 0);
        assert_eq!(count("F032", &file_in(IMPLICIT, &[implicit(0x0008_0060, 2, "CT")])), 0, "no directory");
    }
}

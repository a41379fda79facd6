//! ## What it checks
//! The data set is encoded as its Transfer Syntax UID says.
//!
//! ## Why
//! Most readers fail, or read nonsense.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! Implicit VR under Explicit VR Little Endian.
//!
//! ## Exceptions
//! None.

use validicom_header::{NoteKind, Tag};

use crate::context::Context;
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F020",
    name: "transfer-syntax-differs",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "The data set is not encoded as its Transfer Syntax says.",
    message: "the data set is encoded otherwise than its Transfer Syntax says: {found}",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    for note in context.arena.notes.iter().filter(|note| note.kind == NoteKind::EncodingDiffers) {
        let found = match note.detail {
            1 => "implicit-little",
            2 => "explicit-little",
            _ => "explicit-big",
        };
        let at = context.file_meta().find(|(_, e)| e.tag == Tag::TRANSFER_SYNTAX_UID).map(|(index, _)| index);
        sink.put(
            id::TRANSFER_SYNTAX_DIFFERS,
            META.severity,
            at.map_or(Place::missing(Tag::TRANSFER_SYNTAX_UID), Place::Element),
            |raw| {
                raw.at = Some(note.at);
                raw.detail = vec![("found", DetailValue::Text(found.to_owned()))];
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn the_encoding_found_is_told() {
        let explicit = el(0x0008_0060, b"CS", "CT");
        let implicit = implicit(0x0008_0060, 2, "CT");
        assert_eq!(detail("F020", &file_in(IMPLICIT, &[explicit]), "found"), "explicit-little");
        assert_eq!(detail("F020", &file_in(EXPLICIT, &[implicit]), "found"), "implicit-little");
    }

    #[test]
    fn the_declared_encoding_is_silent() {
        assert_eq!(count("F020", &one(0x0008_0060, b"CS", "CT")), 0);
        assert_eq!(count("F020", &file_in(IMPLICIT, &[implicit(0x0008_0060, 2, "CT")])), 0);
    }
}

//! ## What it checks
//! File Meta Information Group Length is the number of bytes from its end to the data set.
//!
//! ## Why
//! Readers that rely on it lose step.
//!
//! ## Standard
//! PS3.10 7.1.
//!
//! ## Example
//! A group length left over from before an edit.
//!
//! ## Exceptions
//! Where it is not the first Element, it is not checked.

use validicom_header::Flags;

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "F012",
    name: "file-meta-group-length-wrong",
    need: Need::Raw,
    paragraph: "PS3.10 7.1",
    summary: "The group length of File Meta Information is wrong.",
    message: "File Meta Information Group Length should be {observed}",
    file_only: true,
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, element)) = context.file_meta().next() else { return };
    let Some(bytes) = context.value(element).filter(|v| v.len() == 4).and_then(|value| value.first_chunk::<4>()) else {
        return;
    };
    if element.tag.0 != 0x0002_0000 || element.read_vr != validicom_header::Vr::UL {
        return;
    }
    let value =
        if element.flags.has(Flags::BIG_ENDIAN) { u32::from_be_bytes(*bytes) } else { u32::from_le_bytes(*bytes) };
    let right = context.arena.meta_end.saturating_sub(u64::from(element.value) + 4);
    if u64::from(value) != right {
        sink.put(id::FILE_META_GROUP_LENGTH_WRONG, META.severity, Place::Element(index), |raw| {
            raw.observed = Some(right)
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_wrong_one_is_told_with_the_right_one() {
        let mut bytes = file(&[]);
        let right = bytes[140];
        bytes[140] = 0;
        assert_eq!(measured("F012", &bytes), (0, Some(u64::from(right))));
    }

    #[test]
    fn a_right_one_is_silent() {
        assert_eq!(count("F012", &one(0x0008_0060, b"CS", "CT")), 0);
    }
}

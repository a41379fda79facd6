//! ## What it checks
//! Each entry of the Basic Offset Table is the start of a fragment, the first is 0, and they ascend.
//!
//! ## Why
//! Readers jump to frames by it.
//!
//! ## Standard
//! PS3.5 A.4.
//!
//! ## Example
//! A table left over from another compression.
//!
//! ## Exceptions
//! An empty table.

use validicom_header::{Element, Flags, Tag};

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "X004",
    name: "basic-offset-table-offset",
    need: Need::Raw,
    paragraph: "PS3.5 A.4",
    summary: "An entry of the Basic Offset Table points to no fragment.",
    message: "entry {value_number} of the Basic Offset Table is not the start of a fragment",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Element(check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if element.tag != Tag::PIXEL_DATA || !element.flags.has(Flags::RAW) || context.is_in_open_item(element) {
        return;
    }
    if !element.flags.has(Flags::ENCAPSULATED) {
        return;
    }
    let mut fragments = context.items(index);
    let Some((_, table)) = fragments.next() else { return };
    let Some(value) = context.value(table) else { return };
    let first = table.at + 8 + u64::from(table.length);
    // Where the walk ended among the fragments, offsets beyond are not known to be wrong.
    let is_cut = !context.has_all_fragments(element);
    let mut previous = None;
    for (number, entry) in (1u32..).zip(value.chunks_exact(4)) {
        let entry = match entry.first_chunk::<4>() {
            Some(bytes) if table.flags.has(Flags::BIG_ENDIAN) => u32::from_be_bytes(*bytes),
            Some(bytes) => u32::from_le_bytes(*bytes),
            None => return,
        };
        // Both ascend, so the fragments are passed over once.
        let is_right = match previous {
            None => entry == 0 && (fragments.next().is_some() || is_cut),
            Some(before) => {
                let reached =
                    fragments.by_ref().map(|(_, f)| f.at.saturating_sub(first)).find(|at| *at >= u64::from(entry));
                entry > before && reached.map_or(is_cut, |at| at == u64::from(entry))
            }
        };
        if !is_right {
            sink.put(id::BASIC_OFFSET_TABLE_OFFSET, META.severity, Place::Element(index), |raw| {
                raw.value_number = number
            });
            return;
        }
        previous = Some(entry);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn offsets_to_no_fragment_are_told() {
        let two = |table: [u32; 2]| {
            let table = table.map(u32::to_le_bytes).concat();
            file_in(JPEG, &[encapsulated(b"OB", &[&table, b"1234", b"12"])])
        };
        assert_eq!(measured("X004", &two([4, 12])).0, 1, "the first is not 0");
        assert_eq!(measured("X004", &two([0, 10])).0, 2, "inside a fragment");
        assert_eq!(measured("X004", &two([0, 0])).0, 2, "not ascending");
        assert_eq!(measured("X004", &two([0, 1000])).0, 2, "past the end");
        assert_eq!(count("X004", &two([0, 12])), 0);
    }

    #[test]
    fn frames_of_more_fragments_and_empty_tables_are_silent() {
        let table = [0u32, 20].map(u32::to_le_bytes).concat();
        assert_eq!(count("X004", &file_in(JPEG, &[encapsulated(b"OB", &[&table, b"12", b"12", b"12"])])), 0);
        assert_eq!(count("X004", &file_in(JPEG, &[encapsulated(b"OB", &[b"", b"12"])])), 0);
    }
}

//! ## What it checks
//! Extended Offset Table has an entry of 8 bytes for each frame, Extended Offset Table Lengths stands beside it with as many
//! bytes, and Pixel Data is encapsulated with an empty Basic Offset Table.
//!
//! ## Why
//! A reader that finds frames by the table reads other bytes.
//!
//! ## Standard
//! PS3.3 C.7.6.3.1.8.
//!
//! ## Example
//! Number of Frames 10, and a table of 72 bytes.
//!
//! ## Exceptions
//! What cannot be known is not compared: a Number of Frames that cannot be read, values that are cut by the end of the file,
//! the Basic Offset Table with `read="header"`.

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};
use crate::watch::{fault, tag};

/// See the page.
pub const META: Meta = Meta {
    code: "X030",
    name: "extended-offset-table",
    need: Need::Presence,
    paragraph: "PS3.3 C.7.6.3.1.8",
    summary: "The Extended Offset Table fits neither the frames nor Pixel Data.",
    message: "the Extended Offset Table does not fit: {fault}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, table)) = context.in_root(tag::EXTENDED_OFFSET_TABLE) else { return };
    let kind = first_fault(context, context.known_length(table));
    if let Some(kind) = kind {
        sink.put(id::EXTENDED_OFFSET_TABLE, META.severity, Place::Element(index), |raw| raw.detail = fault(kind));
    }
}

/// The first fault, by the Length of the table.
fn first_fault(context: &Context, length: Option<u64>) -> Option<&'static str> {
    if let (Some(length), Some(frames)) = (length, context.root_frames())
        && length != 8 * frames
    {
        return Some("length");
    }
    let Some((_, lengths)) = context.in_root(tag::EXTENDED_OFFSET_TABLE_LENGTHS) else { return Some("lengths-missing") };
    if let (Some(length), Some(other)) = (length, context.known_length(lengths))
        && length != other
    {
        return Some("lengths");
    }
    let (index, pixel_data) = context.in_root(tag::PIXEL_DATA)?;
    if context.is_native(pixel_data) {
        return Some("native");
    }
    let (_, table) = context.items(index).next()?;
    (table.length != 0).then_some("basic-table")
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    const FRAGMENTS: &[&[u8]] = &[b"", b"12", b"34"];

    /// Two frames, with tables of these lengths.
    fn of_tables(offsets: usize, lengths: Option<usize>, pixel_data: Vec<u8>) -> Vec<u8> {
        let mut elements = vec![text(0x0028_0008, b"IS", "2"), el(0x7FE0_0001, b"OV", vec![0; offsets])];
        elements.extend(lengths.map(|length| el(0x7FE0_0002, b"OV", vec![0; length])));
        elements.push(pixel_data);
        file_in(JPEG, &elements)
    }

    fn fault_of(bytes: &[u8]) -> String {
        detail("X030", bytes, "fault")
    }

    #[test]
    fn tables_that_do_not_fit_are_told_by_the_first_fault() {
        let native = || el(0x7FE0_0010, b"OW", [0; 4]);
        let with_table = || encapsulated(b"OB", &[&[0; 8], b"12", b"34"]);
        assert_eq!(fault_of(&of_tables(8, None, native())), "length");
        assert_eq!(fault_of(&of_tables(24, Some(24), encapsulated(b"OB", FRAGMENTS))), "length");
        assert_eq!(fault_of(&of_tables(16, None, native())), "lengths-missing");
        assert_eq!(fault_of(&of_tables(16, Some(8), native())), "lengths");
        assert_eq!(fault_of(&of_tables(16, Some(16), native())), "native");
        assert_eq!(fault_of(&of_tables(16, Some(16), with_table())), "basic-table");
        let bytes = of_tables(16, Some(16), with_table());
        assert_eq!(of("X030", &bytes)[0].path[0].tag.0, 0x7FE0_0001);
        assert_eq!(measured("X030", &bytes), (0, None));
    }

    #[test]
    fn tables_that_fit_are_silent() {
        assert_eq!(count("X030", &of_tables(16, Some(16), encapsulated(b"OB", FRAGMENTS))), 0);
        assert_eq!(count("X030", &of_tables(16, Some(16), vec![])), 0, "no Pixel Data");
        let without = [text(0x0028_0008, b"IS", "2"), encapsulated(b"OB", &[&[0; 8], b"12", b"34"])];
        assert_eq!(count("X030", &file_in(JPEG, &without)), 0, "no Extended Offset Table");
    }

    #[test]
    fn what_is_not_known_is_not_compared() {
        let of = |frames| {
            let tables = [0x7FE0_0001, 0x7FE0_0002].map(|tag| el(tag, b"OV", [0; 8]));
            let tables = [&[text(0x0028_0008, b"IS", frames)], &tables[..], &[encapsulated(b"OB", &[b"", b"12"])]];
            file_in(JPEG, &tables.concat())
        };
        assert_eq!(fault_of(&of("2")), "length");
        assert_eq!(count("X030", &of("x")), 0);
    }
}

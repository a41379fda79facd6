//! ## What it checks
//! A Group Length of the root is the number of bytes from its end to the next group.
//!
//! ## Why
//! Readers that skip groups by it lose step.
//!
//! ## Standard
//! PS3.5 7.2.
//!
//! ## Example
//! A group length left over from before an edit.
//!
//! ## Exceptions
//! Where the walk did not reach the end of the group.

use validicom_header::{Container, Flags, Note, NoteKind};

use crate::context::{Context, ROOT};
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "E017",
    name: "group-length-wrong",
    severity: Severity::Warning,
    need: Need::Raw,
    paragraph: "PS3.5 7.2",
    summary: "A group length is wrong.",
    message: "the group length should be {observed}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    if !context.is_file() {
        return;
    }
    // Index, value and end of the group lengths of the group at hand: one, but for duplicates.
    let mut open: Vec<(u32, u32, u64)> = Vec::new();
    let mut group = None;
    let mut is_whole = true;
    for (index, element) in context.data_set(ROOT) {
        if !open.is_empty() && group != Some(element.tag.group()) {
            judge(&mut open, element.at, is_whole, sink);
        }
        is_whole &= !element.flags.has(Flags::TRUNCATED);
        if !element.tag.is_group_length() || matches!(element.tag.group(), 0 | 2) || element.length != 4 {
            continue;
        }
        if let Some(value) = context.value(element).and_then(|value| value.first_chunk::<4>()) {
            let is_big = element.flags.has(Flags::BIG_ENDIAN);
            let number = if is_big { u32::from_be_bytes(*value) } else { u32::from_le_bytes(*value) };
            let header = if element.vr.has_long_form() { 12 } else { 8 };
            is_whole |= open.is_empty();
            group = Some(element.tag.group());
            open.push((index, number, element.at + header + 4));
        }
    }
    let is_cut = |note: &Note| note.kind == NoteKind::LengthPastEnd && note.detail == Container::File as u64;
    is_whole &= !context.arena.notes.iter().any(is_cut);
    if let (None, Some(data_end)) = (context.arena.stopped, context.arena.data_end) {
        judge(&mut open, data_end, is_whole, sink);
    }
}

/// Compares the group lengths of a group that ends at `end` of the file.
fn judge(open: &mut Vec<(u32, u32, u64)>, end: u64, is_whole: bool, sink: &mut Sink) {
    for (index, value, from) in open.drain(..) {
        let right = end.saturating_sub(from);
        if is_whole && u64::from(value) != right {
            let place = Place::Element(index);
            sink.put(id::GROUP_LENGTH_WRONG, META.severity, place, |raw| raw.observed = Some(right));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn a_wrong_one_is_told() {
        let wrong = el(0x0008_0000, b"UL", 9u32.to_le_bytes());
        assert_eq!(
            count("E017", &file(&[wrong.clone(), el(0x0008_0060, b"CS", "CT"), el(0x0010_0020, b"LO", "1 ")])),
            1
        );
        assert_eq!(count("E017", &file(&[wrong, el(0x0008_0060, b"CS", "CT")])), 1, "the last group");
    }

    #[test]
    fn right_ones_are_silent() {
        let right = el(0x0008_0000, b"UL", 10u32.to_le_bytes());
        assert_eq!(
            count("E017", &file(&[right.clone(), el(0x0008_0060, b"CS", "CT"), el(0x0010_0020, b"LO", "1 ")])),
            0
        );
        assert_eq!(count("E017", &file(&[right.clone(), el(0x0008_0060, b"CS", "CT")])), 0, "the last group");
        let cut = file(&[right, el_length(0x0008_0060, b"CS", 20, "CT")]);
        assert_eq!(count("E017", &cut), 0, "E001 tells it");
    }
}

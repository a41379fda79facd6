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

use validicom_header::Flags;

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
    let mut open: Option<(u32, u16, u32, u64)> = None;
    let mut is_whole = true;
    for (index, element) in context.data_set(ROOT) {
        if let Some((length_index, group, value, end)) = open
            && element.tag.group() != group
        {
            judge(length_index, value, element.at.saturating_sub(end), is_whole, sink);
            open = None;
        }
        is_whole &= !element.flags.has(Flags::TRUNCATED);
        let value = context.value(element).and_then(|value| value.first_chunk::<4>());
        if let (true, true, Some(value)) = (element.tag.is_group_length(), element.length == 4, value) {
            let number = if element.flags.has(Flags::BIG_ENDIAN) {
                u32::from_be_bytes(*value)
            } else {
                u32::from_le_bytes(*value)
            };
            let header = if element.vr.has_long_form() { 12 } else { 8 };
            is_whole = true;
            open = Some((index, element.tag.group(), number, element.at + header + 4));
        }
    }
    if let (Some((index, _, value, end)), None, Some(data_end)) = (open, context.arena.stopped, context.arena.data_end)
    {
        judge(index, value, data_end.saturating_sub(end), is_whole, sink);
    }
}

fn judge(index: u32, value: u32, right: u64, is_whole: bool, sink: &mut Sink) {
    if is_whole && u64::from(value) != right {
        sink.put(id::GROUP_LENGTH_WRONG, META.severity, Place::Element(index), |raw| raw.observed = Some(right));
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

//! ## What it checks
//! Encapsulated Pixel Data has at least a fragment for each frame, with RLE Lossless just one, and a Basic Offset Table that
//! is not empty has an entry for each frame.
//!
//! ## Why
//! A reader finds frames by the table, or by counting fragments.
//!
//! ## Standard
//! PS3.5 A.4.
//!
//! ## Example
//! Number of Frames 10, and nine fragments.
//!
//! ## Exceptions
//! Video, whose fragments are no frames; a Number of Frames that cannot be read. With `read="header"` it is not checked.

use validicom_header::Flags;

use crate::context::Context;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};
use crate::watch::{fault, tag};

/// See the page.
pub const META: Meta = Meta {
    code: "X029",
    name: "fragments-and-frames",
    need: Need::Presence,
    paragraph: "PS3.5 A.4",
    summary: "The fragments, or the entries of the Basic Offset Table, do not fit the frames.",
    message: "{observed} fragments or entries of their offset table do not fit Number of Frames: {fault}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

const RLE_LOSSLESS: &[u8] = b"1.2.840.10008.1.2.5";

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, element)) = context.in_root(tag::PIXEL_DATA) else { return };
    if !element.flags.has(Flags::ENCAPSULATED) || !context.has_all_fragments(element) {
        return;
    }
    let mut items = context.items(index);
    let (Some((_, table)), Some(frames)) = (items.next(), context.root_frames()) else { return };
    let fragments = items.count() as u64;
    let entries = context.value(table).map_or(0, |table| table.len() as u64 / 4);
    let syntax = context.transfer_syntax_uid().map_or(&b""[..], |(_, uid)| uid);
    let (kind, observed) = if fragments < frames && !is_video(syntax) {
        ("too-few", fragments)
    } else if syntax == RLE_LOSSLESS && fragments != frames {
        ("rle", fragments)
    } else if entries != 0 && entries != frames && !is_video(syntax) {
        ("offsets", entries)
    } else {
        return;
    };
    sink.put(id::FRAGMENTS_AND_FRAMES, META.severity, Place::Element(index), |raw| {
        raw.observed = Some(observed);
        raw.detail = fault(kind);
    });
}

/// Whether a Transfer Syntax is of MPEG2, MPEG-4 or HEVC: 1.2.840.10008.1.2.4.100 to .109, or one of these with .1.
fn is_video(syntax: &[u8]) -> bool {
    matches!(syntax.strip_prefix(b"1.2.840.10008.1.2.4.10"), Some([b'0'..=b'9'] | [b'0'..=b'9', b'.', b'1']))
}

#[cfg(test)]
mod tests {
    use super::is_video;
    use crate::registry::id;
    use crate::testing::*;
    use crate::{Levels, Options, RULES};

    const RLE: &[u8] = b"1.2.840.10008.1.2.5\0";
    const MPEG2: &[u8] = b"1.2.840.10008.1.2.4.100\0";

    fn of_frames(transfer_syntax: &[u8], frames: &str, fragments: &[&[u8]]) -> Vec<u8> {
        file_in(transfer_syntax, &[text(0x0028_0008, b"IS", frames), encapsulated(b"OB", fragments)])
    }

    #[test]
    fn fewer_fragments_than_frames_are_told() {
        let bytes = of_frames(JPEG, "3", &[b"", b"12", b"34"]);
        assert_eq!(detail("X029", &bytes, "fault"), "too-few");
        assert_eq!(measured("X029", &bytes), (0, Some(2)));
        assert_eq!(detail("X029", &of_frames(RLE, "2", &[b"", b"12"]), "fault"), "too-few", "before that of RLE");
        assert_eq!(detail("X029", &of_frames(JPEG, "2", &[&[0; 4], b"12"]), "fault"), "too-few", "before the table");
        let one = file_in(JPEG, &[encapsulated(b"OB", &[b""])]);
        assert_eq!(detail("X029", &one, "fault"), "too-few", "no Number of Frames is one frame");
        assert_eq!(measured("X029", &one), (0, Some(0)));
    }

    #[test]
    fn more_fragments_than_frames_are_told_for_rle() {
        let bytes = of_frames(RLE, "1", &[b"", b"12", b"34"]);
        assert_eq!(detail("X029", &bytes, "fault"), "rle");
        assert_eq!(measured("X029", &bytes), (0, Some(2)));
    }

    #[test]
    fn tables_of_other_entries_are_told() {
        let bytes = of_frames(JPEG, "1", &[&[0; 8], b"12", b"34"]);
        assert_eq!(detail("X029", &bytes, "fault"), "offsets");
        assert_eq!(measured("X029", &bytes), (0, Some(2)), "the entries");
    }

    #[test]
    fn what_fits_is_silent() {
        for fragments in [&[&b""[..], b"12", b"34"][..], &[&[0; 8], b"12", b"34"], &[b"", b"12", b"34", b"56"]] {
            assert_eq!(count("X029", &of_frames(JPEG, "2", fragments)), 0, "{fragments:?}");
        }
        assert_eq!(count("X029", &of_frames(RLE, "2", &[b"", b"12", b"34"])), 0);
        assert_eq!(count("X029", &of_frames(JPEG, "1", &[&[0; 3], b"12"])), 0, "less than one entry: another rule");
        assert_eq!(count("X029", &of_frames(MPEG2, "100", &[b"", b"12"])), 0, "video");
        assert_eq!(count("X029", &of_frames(MPEG2, "100", &[&[0; 4], b"12"])), 0, "video");
    }

    #[test]
    fn what_is_not_known_is_silent() {
        assert_eq!(count("X029", &of_frames(JPEG, "x", &[b"", b"12"])), 0);
        assert_eq!(count("X029", &of_frames(JPEG, "2", &[])), 0, "no Item: another rule");
        assert_eq!(count("X029", &image(&[text(0x0028_0008, b"IS", "2")])), 0, "native");
        let nested = item(&[encapsulated(b"OB", &[b""])]);
        assert_eq!(count("X029", &file_in(JPEG, &[sequence(0x0088_0200, &[nested])])), 0, "not in the root");
    }

    #[test]
    fn fragments_beyond_the_limit_are_not_missing() {
        let bytes = of_frames(JPEG, "3", &[b"", b"12", b"34", b"56"]);
        for (fragments, limit) in [(2, true), (100, false)] {
            let mut options = Options { levels: Levels::ALL, ..Options::default() };
            options.limits.fragments = fragments;
            let (_, findings) = check_by(&bytes, options);
            let codes: Vec<&str> = findings.iter().map(|finding| RULES[finding.rule as usize].meta.code).collect();
            assert!(!codes.contains(&"X029"), "{codes:?}");
            assert_eq!(codes.contains(&RULES[id::LIMIT_REACHED as usize].meta.code), limit, "{codes:?}");
        }
    }

    #[test]
    fn video_is_known_by_its_transfer_syntax() {
        for number in 100..110 {
            assert!(is_video(format!("1.2.840.10008.1.2.4.{number}").as_bytes()));
            assert!(is_video(format!("1.2.840.10008.1.2.4.{number}.1").as_bytes()));
        }
        for other in ["1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.10", "1.2.840.10008.1.2.4.100.2", "1.2.840.10008.1.2.5", ""] {
            assert!(!is_video(other.as_bytes()), "{other}");
        }
    }
}

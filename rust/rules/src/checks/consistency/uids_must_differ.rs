//! ## What it checks
//! SOP Instance UID, Study Instance UID, Series Instance UID and Frame of Reference UID are four different UIDs.
//!
//! ## Why
//! A UID names one thing; archives that file objects by them mix up a study and its series.
//!
//! ## Standard
//! PS3.5 9.
//!
//! ## Example
//! Series Instance UID and Study Instance UID are both 1.2.3.4.
//!
//! ## Exceptions
//! Those that have no value.

use validicom_header::Tag;

use crate::context::Context;
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "C001",
    name: "uids-must-differ",
    paragraph: "PS3.5 9",
    summary: "One UID stands for two things of different kinds.",
    message: "this UID is also that of {other}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

/// In the order in which they are compared, with their keywords.
const UIDS: [(Tag, &str); 4] = [
    (tag::SOP_INSTANCE_UID, "SOPInstanceUID"),
    (tag::STUDY_INSTANCE_UID, "StudyInstanceUID"),
    (tag::SERIES_INSTANCE_UID, "SeriesInstanceUID"),
    (tag::FRAME_OF_REFERENCE_UID, "FrameOfReferenceUID"),
];

fn check(context: &Context, sink: &mut Sink) {
    let found = UIDS.map(|(tag, keyword)| {
        let (index, element) = context.in_root(tag)?;
        let uid = context.trimmed(element).filter(|uid| !uid.is_empty())?;
        Some((index, uid, keyword))
    });
    for (number, later) in found.iter().enumerate() {
        let Some((index, uid, _)) = later else { continue };
        let same = found.iter().take(number).flatten().find(|(_, earlier, _)| earlier == uid);
        if let Some((_, _, keyword)) = same {
            sink.put(id::UIDS_MUST_DIFFER, META.severity, Place::Element(*index), |raw| {
                raw.detail = vec![("other", DetailValue::Text((*keyword).to_owned()))];
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn of_uids(sop: &str, study: &str, series: &str, frame: &str) -> Vec<u8> {
        file(&[
            text(0x0008_0018, b"UI", sop),
            text(0x0020_000D, b"UI", study),
            text(0x0020_000E, b"UI", series),
            text(0x0020_0052, b"UI", frame),
        ])
    }

    #[test]
    fn a_uid_of_two_things_is_told_at_the_later_one() {
        assert_eq!(detail("C001", &of_uids("1.2", "1.3", "1.3", "1.4"), "other"), "StudyInstanceUID");
        assert_eq!(detail("C001", &of_uids("1.2", "1.3", "1.4", "1.2"), "other"), "SOPInstanceUID");
        assert_eq!(of("C001", &of_uids("1.2", "1.3", "1.3", "1.4"))[0].path[0].tag.0, 0x0020_000E);
        let all = of("C001", &of_uids("1.2", "1.2", "1.2", "1.2"));
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|finding| finding.detail == all[0].detail), "the earliest is named");
        assert_eq!(count("C001", &of_uids("1.2 ", "1.2", "1.3", "1.4")), 1, "padding is no difference");
    }

    #[test]
    fn different_ones_and_none_are_silent() {
        assert_eq!(count("C001", &of_uids("1.2", "1.3", "1.4", "1.5")), 0);
        assert_eq!(count("C001", &of_uids("1.2", "", "", "")), 0);
        let nested = sequence(0x0008_1140, &[item(&[text(0x0020_000D, b"UI", "1.2")])]);
        assert_eq!(count("C001", &file(&[text(0x0008_0018, b"UI", "1.2"), nested])), 0, "only the root");
    }
}

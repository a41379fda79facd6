//! ## What it checks
//! Each offset of a DICOMDIR is zero or the place of a directory record, and the last record that the root names is the one
//! at which the records of the root end.
//!
//! ## Why
//! Readers find records by their offsets alone. After a change of length anywhere before them all offsets are wrong.
//!
//! ## Standard
//! PS3.3 F.3.2.2: offsets count from the start of the File Meta Information, its preamble included.
//!
//! ## Example
//! An offset of 390 where records start at 396 and 510.
//!
//! ## Exceptions
//! A file without a preamble or one that could not be read to its end; what lies below a record that is not in use.

use validicom_header::NO_ELEMENT;

use crate::context::{Context, ROOT};
use crate::directory::{Directory, FIRST_RECORD, LAST_RECORD, LOWER_RECORD, NEXT_RECORD};
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};
use crate::watch::fault;

/// See the page.
pub const META: Meta = Meta {
    code: "C008",
    name: "dicomdir-offset",
    need: Need::Raw,
    paragraph: "PS3.3 F.3.2.2",
    summary: "An offset of a DICOMDIR does not lead to the directory record that it should.",
    message: "the offset does not lead to the directory record that it should: {fault}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some(directory) = Directory::of(context) else { return };
    let root = [FIRST_RECORD, LAST_RECORD].map(|tag| (ROOT, tag));
    let records = directory.items().flat_map(|item| {
        let lower = (!context.is_passed_over(item)).then_some((item, LOWER_RECORD));
        [Some((item, NEXT_RECORD)), lower].into_iter().flatten()
    });
    for (data_set, tag) in root.into_iter().chain(records) {
        let Some(link) = context.link(data_set, tag) else { continue };
        if link.offset != 0 && directory.at(link.offset).is_none() {
            put(sink, link.element, "no-record");
        }
    }
    let (Some(last), Some(end)) = (context.link(ROOT, LAST_RECORD), end(context, &directory)) else { return };
    let is_record = last.offset == 0 || directory.at(last.offset).is_some();
    if is_record && last.offset != end {
        put(sink, last.element, "not-last");
    }
}

fn put(sink: &mut Sink, element: u32, kind: &str) {
    sink.put(id::DICOMDIR_OFFSET, META.severity, Place::Element(element), |raw| raw.detail = fault(kind));
}

/// The offset of the record at which the records of the root end, 0 if it has none; `None` if they do not end.
///
/// A record is followed at most once, so this ends.
fn end(context: &Context, directory: &Directory) -> Option<u64> {
    let mut link = context.link(ROOT, FIRST_RECORD)?;
    let mut last = 0;
    for _ in 0..=directory.len() {
        if link.offset == 0 {
            return Some(last);
        }
        last = link.offset;
        let item = directory.item(directory.at(last)?).unwrap_or(NO_ELEMENT);
        link = context.link(item, NEXT_RECORD)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn offsets_that_lead_to_no_record_are_told() {
        let wrong = directory(&[("PATIENT", 0, 0)], |offsets| [offsets[0] + 2, offsets[0]]);
        assert_eq!(detail("C008", &wrong, "fault"), "no-record");
        assert_eq!(place("C008", &wrong).0, "OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity");
        let wrong = directory(&[("PATIENT", 0, 99), ("STUDY", 0, 0)], |offsets| [offsets[0]; 2]);
        assert!(place("C008", &wrong).0.ends_with("[1].OffsetOfReferencedLowerLevelDirectoryEntity"));
        let next = directory(&[("PATIENT", 99, 0)], |offsets| [offsets[0]; 2]);
        assert_eq!(count("C008", &next), 1);
    }

    #[test]
    fn a_last_record_that_is_another_is_told() {
        let records = [("PATIENT", 2, 0), ("PATIENT", 0, 0)];
        let wrong = directory(&records, |offsets| [offsets[0], offsets[0]]);
        assert_eq!(detail("C008", &wrong, "fault"), "not-last");
        assert_eq!(count("C008", &directory(&records, |offsets| [offsets[0], 0])), 1);
    }

    #[test]
    fn right_offsets_and_circles_are_silent() {
        let tree = [("PATIENT", 3, 2), ("STUDY", 0, 0), ("PATIENT", 0, 0)];
        assert_eq!(count("C008", &directory(&tree, |offsets| [offsets[0], offsets[2]])), 0);
        assert_eq!(count("C008", &directory(&[], |_| [0, 0])), 0);
        let circle = [("PATIENT", 2, 0), ("PATIENT", 1, 0)];
        assert_eq!(count("C008", &directory(&circle, |offsets| [offsets[0], offsets[1]])), 0, "C009 tells it");
    }
}

//! ## What it checks
//! Each directory record of a DICOMDIR is reached once from the root, by a record of a type that may have it below it.
//!
//! ## Why
//! Readers that follow the offsets go in circles, or never see a record.
//!
//! ## Standard
//! PS3.3 F.4 and F.5.
//!
//! ## Example
//! A SERIES record directly below a PATIENT record; a record whose next record is itself.
//!
//! ## Exceptions
//! Retired and private types of records. Records that are not in use need not be reached. Where an offset leads nowhere,
//! records that are not reached are not told. A record that is not reached is a warning.

use std::sync::LazyLock;

use crate::context::{Context, ROOT};
use crate::directory::{Directory, FIRST_RECORD, LOWER_RECORD, NEXT_RECORD};
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};
use crate::watch::fault;

/// See the page.
pub const META: Meta = Meta {
    code: "C009",
    name: "dicomdir-hierarchy",
    need: Need::Raw,
    paragraph: "PS3.3 F.4",
    summary: "A directory record stands where it may not stand, is reached twice, or not at all.",
    message: "the place of the directory record is wrong: {fault}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::File(check);

const TABLE: &str = validicom_standard::DIRECTORY_RECORDS;
/// Stands for the root in the table.
const TOP: &[u8] = b"-";

fn check(context: &Context, sink: &mut Sink) {
    let Some(directory) = Directory::of(context) else { return };
    let mut reached = vec![false; directory.len()];
    let mut is_whole = true;
    let mut waiting = vec![(context.link(ROOT, FIRST_RECORD), Some(TOP))];
    // Each turn takes one offset, and those of a record are put here once, so this ends.
    while let Some((link, upper)) = waiting.pop() {
        let record = link.and_then(|link| directory.at(link.offset));
        let (Some(link), Some(record)) = (link, record) else {
            is_whole &= link.is_some_and(|link| link.offset == 0);
            continue;
        };
        let (Some(reached), Some(item)) = (reached.get_mut(record), directory.item(record)) else { continue };
        if *reached {
            is_whole = false;
            put(sink, Severity::Error, link.element, "reached-twice");
            continue;
        }
        *reached = true;
        let own = context.record_type(item);
        waiting.push((context.link(item, NEXT_RECORD), upper));
        if context.is_passed_over(item) {
            continue;
        }
        if let (Some((element, lower)), Some(upper)) = (own, upper)
            && !is_allowed(upper, lower)
        {
            put(sink, Severity::Error, element, "upper-record");
        }
        waiting.push((context.link(item, LOWER_RECORD), own.map(|(_, own)| own)));
    }
    for (item, reached) in directory.items().zip(reached) {
        let is_apart = context.is_passed_over(item) || context.record_type(item).is_some_and(|(_, own)| own == b"MRDR");
        if is_whole && !reached && !is_apart {
            put(sink, Severity::Warning, item, "not-reached");
        }
    }
}

fn put(sink: &mut Sink, severity: Severity, element: u32, kind: &str) {
    sink.put(id::DICOMDIR_HIERARCHY, severity, Place::Element(element), |raw| raw.detail = fault(kind));
}

/// Whether a record may stand below another: also where one of the types is not known here, retired or private.
fn is_allowed(upper: &[u8], lower: &[u8]) -> bool {
    let records = &*RECORDS;
    let has = |above: &[u8]| records.pairs.binary_search(&(lower, above)).is_ok();
    if has(b"*") || has(upper) {
        return true;
    }
    let is_known = |own: &[u8]| records.pairs.binary_search_by(|pair| pair.0.cmp(own)).is_ok();
    !(upper == TOP || records.below_some.binary_search(&upper).is_ok()) || !is_known(lower)
}

/// The table, by what is looked for.
struct Records {
    /// Each type and one that may be above it; sorted.
    pairs: Vec<(&'static [u8], &'static [u8])>,
    /// Types that stand below certain others only; sorted.
    below_some: Vec<&'static [u8]>,
}

static RECORDS: LazyLock<Records> = LazyLock::new(|| {
    let mut pairs: Vec<_> = TABLE
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (above, rest) = line.split_once('\t')?;
            Some((rest.split('\t').next()?.as_bytes(), above.as_bytes()))
        })
        .collect();
    pairs.sort_unstable();
    let below_some = pairs.iter().filter(|pair| pair.1 != b"*").map(|pair| pair.0).collect();
    Records { pairs, below_some }
});

#[cfg(test)]
mod tests {
    use super::is_allowed;
    use crate::{DetailValue, Finding, Severity};
    use crate::testing::*;

    fn told(records: &[(&str, usize, usize)]) -> Vec<(String, Severity)> {
        let bytes = directory(records, |offsets| [offsets[0]; 2]);
        let found = of("C009", &bytes);
        let kind = |finding: &Finding| match &finding.detail[0].1 {
            DetailValue::Text(kind) => kind.clone(),
            DetailValue::Number(_) => String::new(),
        };
        found.iter().map(|finding| (kind(finding), finding.severity)).collect()
    }

    #[test]
    fn records_in_the_wrong_place_are_told() {
        let wrong = [("upper-record".to_owned(), Severity::Error)];
        assert_eq!(told(&[("PATIENT", 0, 2), ("SERIES", 0, 0)]), wrong);
        assert_eq!(told(&[("STUDY", 0, 0)]), wrong, "of the root");
        assert_eq!(told(&[("PATIENT", 0, 2), ("STUDY", 0, 3), ("SERIES", 0, 4), ("IMAGE", 0, 5), ("IMAGE", 0, 0)]), wrong);
    }

    #[test]
    fn circles_are_told_once() {
        assert_eq!(told(&[("PATIENT", 1, 0)]), [("reached-twice".to_owned(), Severity::Error)]);
        assert_eq!(told(&[("PATIENT", 2, 3), ("PATIENT", 0, 3), ("STUDY", 0, 0)]), [(
            "reached-twice".to_owned(),
            Severity::Error
        )]);
    }

    #[test]
    fn records_that_nothing_reaches_are_told() {
        assert_eq!(told(&[("PATIENT", 0, 0), ("PATIENT", 0, 0)]), [("not-reached".to_owned(), Severity::Warning)]);
        assert_eq!(told(&[("PATIENT", 99, 0), ("PATIENT", 0, 0)]), [], "an offset leads nowhere");
        assert_eq!(told(&[("PATIENT", 0, 0), ("MRDR", 0, 0)]), [], "records that others refer to");
    }

    #[test]
    fn a_right_tree_is_silent() {
        let tree = [("PATIENT", 5, 2), ("STUDY", 0, 3), ("SERIES", 0, 4), ("IMAGE", 0, 0), ("HANGING PROTOCOL", 0, 0)];
        assert_eq!(told(&tree), []);
    }

    #[test]
    fn what_is_not_known_is_allowed() {
        for (upper, lower) in [("PRIVATE", "IMAGE"), ("IMAGE", "PRIVATE"), ("TOPIC", "IMAGE"), ("SERIES", "NEWER"), ("-", "TOPIC")] {
            assert!(is_allowed(upper.as_bytes(), lower.as_bytes()), "{lower} below {upper}");
        }
        assert!(!is_allowed(b"IMAGE", b"IMAGE") && !is_allowed(b"-", b"IMAGE") && !is_allowed(b"SERIES", b"STUDY"));
    }
}

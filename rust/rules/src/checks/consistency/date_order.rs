//! ## What it checks
//! The patient was not born after the day of the study.
//!
//! ## Why
//! One of the two dates is wrong; ages that are computed from them are negative.
//!
//! ## Standard
//! PS3.3 C.7.1.1.
//!
//! ## Example
//! Patient's Birth Date 20300101 and Study Date 20240229.
//!
//! ## Exceptions
//! Dates that are no valid dates, which other rules tell.

use validicom_header::{Tag, Vr};

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::values::{DateForm, date_form, trim_end};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "C006",
    name: "date-order",
    severity: Severity::Warning,
    paragraph: "PS3.3 C.7.1.1",
    summary: "The patient was born after the study.",
    message: "the study was before the patient's birth",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    let (Some((_, born)), Some((index, studied))) = (date(context, tag::PATIENTS_BIRTH_DATE), date(context, tag::STUDY_DATE))
    else {
        return;
    };
    // Year, month and day in this order: as texts they stand in the order of the days.
    if born > studied && is_date(born) && is_date(studied) {
        sink.put(id::DATE_ORDER, META.severity, Place::Element(index), |_| {});
    }
}

/// The first value of a date.
fn date<'a>(context: &Context<'a>, tag: Tag) -> Option<(u32, &'a [u8])> {
    let (index, element) = context.in_root(tag)?;
    if element.read_vr != Vr::DA {
        return None;
    }
    Some((index, trim_end(context.first_value(element)?)))
}

fn is_date(value: &[u8]) -> bool {
    date_form(value) == DateForm::Date
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn of_dates(born: &str, studied: &str) -> Vec<u8> {
        file(&[text(0x0008_0020, b"DA", studied), text(0x0010_0030, b"DA", born)])
    }

    #[test]
    fn a_birth_after_the_study_is_told() {
        let found = of("C006", &of_dates("20240301", "20240229"));
        assert_eq!((found.len(), found[0].path[0].tag.0), (1, 0x0008_0020));
        assert_eq!(count("C006", &of_dates("20240301", "20240229 ")), 1);
        assert_eq!(count("C006", &of_dates("20240301", "20240229\\20250101")), 1, "the first value");
    }

    #[test]
    fn dates_in_order_and_no_dates_are_silent() {
        assert_eq!(count("C006", &of_dates("19700101", "20240229")), 0);
        assert_eq!(count("C006", &of_dates("20240229", "20240229")), 0, "born on the day");
        assert_eq!(count("C006", &of_dates("20240229 \\20240301", "20240229")), 0, "spaces are no later day");
        for (born, studied) in [("20240301", "20230229"), ("2025.01.01", "20240229"), ("20250101", ""), ("x", "20240229")] {
            assert_eq!(count("C006", &of_dates(born, studied)), 0, "{born} {studied}");
        }
    }
}

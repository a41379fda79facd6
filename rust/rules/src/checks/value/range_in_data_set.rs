//! ## What it checks
//! DA, TM and DT values of an object are single points, not ranges with a hyphen.
//!
//! ## Why
//! Ranges are for matching in queries.
//!
//! ## Standard
//! PS3.4 C.2.2.2.5, PS3.5 6.2.
//!
//! ## Example
//! `20200101-20201231`.
//!
//! ## Exceptions
//! None.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::first_bad;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::{DateForm, DateTimeForm, TimeForm, date_form, date_time_form, time_form};

/// See the page.
pub const META: Meta = Meta {
    code: "V015",
    name: "range-in-data-set",
    paragraph: "PS3.4 C.2.2.2.5",
    summary: "A date or time is a range, which only queries may have.",
    message: "value {value_number} is a range, which only a query may have",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::DA, Vr::DT, Vr::TM]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    let vr = field.element.read_vr;
    first_bad(id::RANGE_IN_DATA_SET, META.severity, field, sink, |value| match vr {
        Vr::DA => date_form(value) == DateForm::Range,
        Vr::TM => time_form(value) == TimeForm::Range,
        _ => date_time_form(value) == DateTimeForm::Range,
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"20230101-".as_slice(), b"-20230101 ", b"20230101-20230201 "] {
            assert_eq!(count("V015", &one(0x0008_0020, b"DA", value)), 1, "{}", value.escape_ascii());
        }
        for value in ["1000-1200 ", "10- ", "-1200.5"] {
            assert_eq!(count("V015", &one(0x0008_0030, b"TM", value)), 1, "{value}");
        }
        for value in ["2020-2021 ", "20200101- ", "-2020 "] {
            assert_eq!(count("V015", &one(0x0008_002A, b"DT", value)), 1, "{value}");
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"20230101".as_slice(), b"2023-01-01", b"-"] {
            assert_eq!(count("V015", &one(0x0008_0020, b"DA", value)), 0, "{}", value.escape_ascii());
        }
        assert_eq!(count("V015", &one(0x0008_002A, b"DT", "2020-0500 ")), 0, "an offset from UTC");
    }
}

//! ## What it checks
//! A DT value has its components from the left, each within its range, and at most an offset from UTC between
//! -1200 and +1400; -0000 is none.
//!
//! ## Why
//! Programs compute with it.
//!
//! ## Standard
//! PS3.5 6.2, DT.
//!
//! ## Example
//! `202301011260`.
//!
//! ## Exceptions
//! Ranges (V015) have a rule of their own. Blank values are left to the rules on empty values.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{first_bad, is_blank};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::{DateTimeForm, date_time_form};

/// See the page.
pub const META: Meta = Meta {
    code: "V017",
    name: "date-time-format",
    paragraph: "PS3.5 6.2",
    summary: "A date time is not YYYYMMDDHHMMSS.FFFFFF&ZZXX.",
    message: "value {value_number} is not a date time of the form YYYY[MM[DD[HH[MM[SS[.F-FFFFFF]]]]]][&ZZXX]",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::DT]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::DATE_TIME_FORMAT, META.severity, field, sink, |value| {
        !is_blank(value) && date_time_form(value) == DateTimeForm::Other
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"202313".as_slice(), b"2023010124", b"20230101+1401 ", b"20230101-0000X", b"2023-01-01"] {
            assert_eq!(count("V017", &one(0x0008_002A, b"DT", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [
            b"2023".as_slice(),
            b"20231231",
            b"202312312359",
            b"20231231235960.123456 ",
            b"2023+0100 ",
            b"20230101-0500 ",
            b"2020-2021",
        ] {
            assert_eq!(count("V017", &one(0x0008_002A, b"DT", value)), 0, "{}", value.escape_ascii());
        }
    }
}

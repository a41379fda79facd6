//! ## What it checks
//! A TM value is hours, or hours and minutes, or these and seconds with up to six digits of a fraction, each
//! within its range; 60 seconds are a leap second.
//!
//! ## Why
//! Programs order images by time.
//!
//! ## Standard
//! PS3.5 6.2, TM.
//!
//! ## Example
//! `2510`, `1200000`.
//!
//! ## Exceptions
//! ACR-NEMA times (V014) and ranges (V015) have rules of their own. Blank values are left to the rules on empty
//! values.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{first_bad, is_blank};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::{TimeForm, time_form};

/// See the page.
pub const META: Meta = Meta {
    code: "V016",
    name: "time-format",
    paragraph: "PS3.5 6.2",
    summary: "A time is not HHMMSS.FFFFFF.",
    message: "value {value_number} is not a time of the form HH[MM[SS[.F-FFFFFF]]]",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::TM]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::TIME_FORMAT, META.severity, field, sink, |value| {
        !is_blank(value) && time_form(value) == TimeForm::Other
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"24".as_slice(), b"1060", b"105961", b"1 ", b"105959.", b"105959.1234567 ", b"1059.1"] {
            assert_eq!(count("V016", &one(0x0008_0030, b"TM", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in
            [b"10".as_slice(), b"1059", b"235960", b"105959.123456 ", b"105959.1", b"  ", b"14:04:38", b"1000-"]
        {
            assert_eq!(count("V016", &one(0x0008_0030, b"TM", value)), 0, "{}", value.escape_ascii());
        }
    }
}

//! ## What it checks
//! A DA value is eight digits, and the month and day exist.
//!
//! ## Why
//! Programs sort and subtract dates.
//!
//! ## Standard
//! PS3.5 6.2, DA.
//!
//! ## Example
//! `20230230`.
//!
//! ## Exceptions
//! ACR-NEMA dates (V014) and ranges (V015) have rules of their own. Blank values are left to the rules on empty
//! values.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{first_bad, is_blank};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::{DateForm, date_form};

/// See the page.
pub const META: Meta = Meta {
    code: "V013",
    name: "date-format",
    paragraph: "PS3.5 6.2",
    summary: "A date is not YYYYMMDD.",
    message: "value {value_number} is not a date of the form YYYYMMDD",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::DA]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::DATE_FORMAT, META.severity, field, sink, |value| {
        !is_blank(value) && date_form(value) == DateForm::Other
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        for value in [b"20230229".as_slice(), b"20231301", b"19000229", b"2023", b"2023010a", b"20230 01"] {
            assert_eq!(count("V013", &one(0x0008_0020, b"DA", value)), 1, "{}", value.escape_ascii());
        }
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in
            [b"20240229".as_slice(), b"20000229", b"20231231", b"19991231 ", b"        ", b"1997.04.24", b"20230101-"]
        {
            assert_eq!(count("V013", &one(0x0008_0020, b"DA", value)), 0, "{}", value.escape_ascii());
        }
    }
}

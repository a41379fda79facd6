//! ## What it checks
//! DA values have no full stops and TM values no colons.
//!
//! ## Why
//! The forms with separators are those of ACR-NEMA 2.0; readers of today need not know them.
//!
//! ## Standard
//! PS3.5 6.2, DA and TM.
//!
//! ## Example
//! `1997.04.24`, `14:04:38`.
//!
//! ## Exceptions
//! None.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::first_bad;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::{DateForm, TimeForm, date_form, time_form};

/// See the page.
pub const META: Meta = Meta {
    code: "V014",
    name: "acr-nema-date-time",
    paragraph: "PS3.5 6.2",
    summary: "A date or time has the form of ACR-NEMA.",
    message: "value {value_number} has the form of ACR-NEMA 2.0, with separators",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::DA, Vr::TM]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    let is_date = field.element.read_vr == Vr::DA;
    first_bad(id::ACR_NEMA_DATE_TIME, META.severity, field, sink, |value| {
        if is_date { date_form(value) == DateForm::AcrNema } else { time_form(value) == TimeForm::AcrNema }
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn what_breaks_it_is_told() {
        assert_eq!(count("V014", &one(0x0008_0020, b"DA", "1997.04.24")), 1);
        assert_eq!(count("V014", &one(0x0008_0030, b"TM", "14:04:38")), 1);
        assert_eq!(count("V014", &one(0x0008_0030, b"TM", "14:04 ")), 1);
    }

    #[test]
    fn what_keeps_it_is_silent() {
        for value in [b"19970424".as_slice(), b"1997.4.24", b"1997-04-24"] {
            assert_eq!(count("V014", &one(0x0008_0020, b"DA", value)), 0, "{}", value.escape_ascii());
        }
        assert_eq!(count("V014", &one(0x0008_0030, b"TM", "140438")), 0);
        assert_eq!(count("V014", &one(0x0008_0030, b"TM", "14:04:")), 0, "V016 tells it");
    }
}

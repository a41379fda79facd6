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

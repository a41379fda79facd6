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

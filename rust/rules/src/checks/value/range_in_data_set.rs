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

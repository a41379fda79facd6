//! ## What it checks
//! A DS value is a number with digits, at most one sign, one decimal point and one exponent, with spaces around
//! it at most.
//!
//! ## Why
//! It is parsed as a number by every reader.
//!
//! ## Standard
//! PS3.5 6.2, DS.
//!
//! ## Example
//! `1,5` or `NaN`.
//!
//! ## Exceptions
//! Blank values are left to the rules on empty values.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::{first_bad, is_blank, trim};
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::is_decimal;

/// See the page.
pub const META: Meta = Meta {
    code: "V018",
    name: "decimal-string-format",
    paragraph: "PS3.5 6.2",
    summary: "A decimal string is not a number.",
    message: "value {value_number} is not a fixed or floating point number",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::DS]), check);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    first_bad(id::DECIMAL_STRING_FORMAT, META.severity, field, sink, |value| {
        !is_blank(value) && !is_decimal(trim(value))
    });
}
